"""Who wrote what where: the compositions that the paper network learns from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.camera import lit, photographed
from digitcam.training.render.ink import Ink
from digitcam.training.render.paper import clutter, paper
from digitcam.training.render.pen import placement, scanned_shape, write
from digitcam.training.render.sheet import DRAWN_PX, Sheet
from digitcam.training.render.strangers import NO_DIGIT
from digitcam.training.render.things import thing

SIDE_PX: Final = 96
"""Of a picture: half the canvas's."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture and what stands in it.

    Attributes:
        grey: (96, 96) uint8.
        labels: (N,) int: 0 to 9.
        boxes: (N, 4) float32 xyxy, pixels of the picture; they may reach beyond it.
    """

    grey: NDArray[np.uint8]
    labels: NDArray[np.int64]
    boxes: NDArray[np.float32]


def _close(sheet: Sheet) -> None:
    """One digit as the second look sees it: in the middle, neighbours at the sides."""
    rng, middle = sheet.rng, DRAWN_PX / 2
    height = rng.uniform(0.42, 0.84) * DRAWN_PX
    x, y = middle + rng.uniform(-0.09, 0.09, 2) * DRAWN_PX
    box = sheet.write(sheet.any_label(), (x, y), height)
    _neighbours(sheet, box, height)


def _neighbours(sheet: Sheet, box: NDArray[np.float64], height: float) -> None:
    rng = sheet.rng
    middle = float(box[1] + box[3]) / 2
    gap = height * rng.choice([rng.uniform(-0.12, 0.06), rng.uniform(0.02, 0.4)])
    if rng.random() < 0.45:
        sheet.write(
            sheet.any_label(0.12),
            (0, middle + rng.normal(0, 0.07) * height),
            height * rng.uniform(0.8, 1.2),
            after=box[2] + gap,
        )
    if rng.random() < 0.45:
        sheet.write(
            sheet.any_label(0.12),
            (0, middle + rng.normal(0, 0.07) * height),
            height * rng.uniform(0.8, 1.2),
            before=box[0] - gap,
        )
    if rng.random() < 0.12:
        away = height * rng.uniform(1.05, 1.5) * rng.choice([-1, 1])
        sheet.write(sheet.any_label(0.2), (rng.uniform(0, DRAWN_PX), middle + away), height)


def _single(sheet: Sheet) -> None:
    """One digit of any size anywhere."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(1.15))) * DRAWN_PX
    room = max(0.0, (DRAWN_PX - 0.8 * height) / 2)
    x, y = DRAWN_PX / 2 + rng.uniform(-1, 1, 2) * room
    sheet.write(sheet.any_label(), (x, y), height)


def _rows(sheet: Sheet, stranger: float = 0.06) -> None:
    """Numbers, in one line or more."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(0.6))) * DRAWN_PX
    step = rng.choice([rng.uniform(-0.12, 0.04), rng.uniform(-0.04, 0.3), rng.uniform(0.2, 0.9)])
    lines = int(rng.integers(1, 4)) if height < 0.35 * DRAWN_PX else 1
    y = rng.uniform(0.35, 0.65) * DRAWN_PX - (lines - 1) * 0.7 * height
    for _ in range(lines):
        x = rng.uniform(-0.3, 0.5) * DRAWN_PX
        for _ in range(rng.integers(1, 4)):
            x = sheet.row(x, y, height, int(rng.integers(1, 6)), stranger, float(step)) + rng.uniform(0.2, 1.2) * height
            if x > DRAWN_PX:
                break
        y += height * rng.uniform(1.2, 1.8)


def _part(sheet: Sheet) -> None:
    """Part of a digit too large for the picture: what a finer copy of it shows."""
    rng = sheet.rng
    height = rng.uniform(1.4, 3.6) * DRAWN_PX
    x, y = DRAWN_PX / 2 + rng.uniform(-0.45, 0.45, 2) * height
    sheet.write(sheet.any_label(), (x, y), height)


def _text(sheet: Sheet) -> None:
    """Words, in one line or more."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.07), np.log(0.6))) * DRAWN_PX
    step, y = height * rng.uniform(1.3, 2.2), rng.uniform(0.05, 0.6) * DRAWN_PX
    while y < DRAWN_PX * 1.05:
        x = rng.uniform(-0.4, 0.3) * DRAWN_PX
        while x < DRAWN_PX:
            x = sheet.word(x, y, height) + rng.uniform(0.3, 0.9) * height
        y += step
        if rng.random() < 0.25:
            break


def _strange(sheet: Sheet) -> None:
    """Signs and letters, one large or in rows."""
    kind = sheet.rng.random()
    if kind < 0.4:
        _rows(sheet, stranger=1.0)
        return
    if kind < 0.65:
        tall = np.exp(sheet.rng.uniform(np.log(0.15), np.log(0.6))) * DRAWN_PX
        sheet.signs(sheet.rng.uniform(-0.3, 0.2) * DRAWN_PX, sheet.rng.uniform(0.3, 0.7) * DRAWN_PX, tall)
        return
    height = sheet.rng.uniform(0.3, 0.9) * DRAWN_PX
    x, y = DRAWN_PX / 2 + sheet.rng.uniform(-0.12, 0.12, 2) * DRAWN_PX
    box = sheet.write(NO_DIGIT, (x, y), height)
    if sheet.rng.random() < 0.3:
        sheet.write(sheet.any_label(0.8), (0, y), height, after=box[2] + 0.1 * height)


def _nothing(_: Sheet) -> None:
    """Blank paper, or a room."""


def _thing(_: Sheet) -> None:
    """Something with the shape of a digit that nobody wrote."""


_Kinds: TypeAlias = tuple[tuple[float, Callable[[Sheet], None]], ...]

_KINDS: Final[_Kinds] = (
    (0.31, _close), (0.16, _single), (0.18, _rows), (0.12, _strange), (0.08, _text), (0.12, _nothing), (0.03, _part),
)  # fmt: skip

_LOOKS: Final[_Kinds] = (
    (0.62, _close), (0.06, _single), (0.08, _rows), (0.08, _strange), (0.03, _text), (0.03, _nothing), (0.10, _thing),
)  # fmt: skip
"""What a closer look may show."""

_AS_IT_IS: Final = 0.16
"""Share of pictures that are MNIST's own, without paper: scans, tablets and boards look like that."""

_LOOKS_AS_IT_IS: Final = 0.35
"""The same of closer looks: how people write is in these."""

_BOLD: Final = 0.15
"""Share of these that are written with a marker so broad that loops close."""

_BOLDER_PX: Final = 6
"""It is at most so much broader."""


def _as_it_is(ink: Ink, rng: np.random.Generator) -> Scene:
    """One of MNIST's images as it is, a little turned, in light or dark."""
    i = int(rng.integers(len(ink.labels)))
    shape = scanned_shape(ink.images[i])
    canvas = np.zeros((SIDE_PX, SIDE_PX), np.float32)
    centre = SIDE_PX / 2 + rng.uniform(-5, 5, 2)
    height = rng.uniform(0.52, 0.74) * SIDE_PX
    box = write(canvas, shape, placement(shape, (centre[0], centre[1]), height, rng, tilt=8.0), 1.0, rng)
    grey = np.rint(255 * canvas).astype(np.uint8)
    return Scene(
        255 - grey if rng.random() < 0.4 else grey,
        np.array([ink.labels[i]], np.int64),
        np.array([box], np.float32),
    )


def scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """A picture as training needs it.

    Args:
        ink: What there is to write with.
        rng: Source of chance.
    """
    return _as_it_is(ink, rng) if rng.random() < _AS_IT_IS else _drawn(ink, rng, _KINDS)


def closer_look(ink: Ink, rng: np.random.Generator) -> Scene:
    """A picture as the referee's training needs it: in most of them a digit stands in the middle.

    Args:
        ink: What there is to write with.
        rng: Source of chance.
    """
    if rng.random() >= _LOOKS_AS_IT_IS:
        return _drawn(ink, rng, _LOOKS)
    look = _as_it_is(ink, rng)
    return _bolder(look, rng) if rng.random() < _BOLD else look


def _bolder(scene: Scene, rng: np.random.Generator) -> Scene:
    """One of MNIST's images with a broader pen."""
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(rng.integers(2, _BOLDER_PX + 1)),) * 2)
    light = np.median(scene.grey) > 127
    return replace(
        scene, grey=np.asarray(cv2.erode(scene.grey, pen) if light else cv2.dilate(scene.grey, pen), np.uint8)
    )


def _drawn(ink: Ink, rng: np.random.Generator, kinds: _Kinds) -> Scene:
    sheet = Sheet(ink, rng)
    kind = kinds[int(rng.choice(len(kinds), p=[share for share, _ in kinds]))][1]
    kind(sheet)
    grey = _photograph(sheet, kind)
    boxes = np.array(sheet.boxes, np.float32).reshape(-1, 4) * np.float32(SIDE_PX / DRAWN_PX)
    return Scene(grey, np.array(sheet.labels, np.int64), boxes)


def _photograph(sheet: Sheet, kind: Callable[[Sheet], None]) -> NDArray[np.uint8]:
    rng = sheet.rng
    base = rng.uniform(80, 245)
    contrast = float(min(np.exp(rng.uniform(np.log(21), np.log(190))), base - 8))
    if kind is _thing:
        dark = thing(DRAWN_PX, rng)
    elif kind is _nothing and rng.random() < 0.7:
        dark = clutter(DRAWN_PX, rng)
    else:
        dark = paper(DRAWN_PX, contrast, rng)
    if kind is not _thing and rng.random() < 0.07:
        dark = _held_up(dark, sheet)
    opacity = _grained(sheet.opacity, rng)
    if rng.random() < 0.13:
        dark += np.float32(contrast * rng.uniform(0.08, 0.4)) * _show_through(sheet)
    # Ink over print: where both are, hardly darker than the darker one.
    written = np.maximum(dark, contrast * opacity * np.float32(rng.uniform(0.85, 1))) + np.float32(0.15) * np.minimum(
        np.maximum(dark, 0), contrast * opacity
    )
    picture = lit((base - written).astype(np.float32), rng)
    seen = photographed(picture, sheet.legible(contrast), rng)
    return np.asarray(255 - seen, np.uint8) if rng.random() < 0.15 else seen


def _held_up(dark: NDArray[np.float32], sheet: Sheet) -> NDArray[np.float32]:
    """The paper ends somewhere around what is written, and a room goes on behind it."""
    rng, side = sheet.rng, float(DRAWN_PX)
    boxes = np.clip(np.array(sheet.boxes).reshape(-1, 4), 0, side) if sheet.boxes else np.array([[side / 3] * 4])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    corners = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])
    away = rng.uniform(0.05, 0.45, (4, 2)) * side * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    sheet_of_paper = np.zeros(dark.shape, np.uint8)
    cv2.fillConvexPoly(sheet_of_paper, np.rint(corners + away).astype(np.int32), 255, cv2.LINE_AA)
    on = sheet_of_paper.astype(np.float32) / np.float32(255)
    return np.asarray(dark * on + clutter(DRAWN_PX, rng) * (1 - on), np.float32)


def _grained(opacity: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Pencil and dry markers leave the paper's grain."""
    if rng.random() > 0.25:
        return opacity
    coarse = rng.standard_normal((DRAWN_PX // 2, DRAWN_PX // 2), np.float32) * np.float32(rng.uniform(0.1, 0.6))
    grain = cv2.resize(coarse, (DRAWN_PX, DRAWN_PX), interpolation=cv2.INTER_LINEAR)
    return np.asarray(opacity * np.clip(1 - np.abs(grain), 0, 1), np.float32)


def _show_through(sheet: Sheet) -> NDArray[np.float32]:
    """The other side of the page, mirrored and blurred."""
    back = Sheet(sheet.ink, sheet.rng)
    _rows(back)
    return np.asarray(cv2.GaussianBlur(back.opacity, (0, 0), 3)[:, ::-1], np.float32)
