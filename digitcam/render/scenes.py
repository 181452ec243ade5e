"""Who wrote what where: the compositions that the paper network learns from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.render.camera import Legibility, lit, photographed
from digitcam.render.marks import Marks, by_label
from digitcam.render.paper import clutter, paper
from digitcam.render.pen import Shape, line_shape, placement, scanned_shape, write
from digitcam.render.strangers import NO_DIGIT

SIDE_PX: Final = 96
"""Of a picture."""

_DRAWN_PX: Final = 192
"""Of the canvas: drawn at twice the size."""

_HABIT: Final = np.array([0.10, 0.50, 0.12, 0.08, 0.35, 0.15, 0.14, 0.50, 0.06, 0.30])
"""Share of each digit that is written in another way than MNIST's: more where its writers had fewer."""

_SCANNED: Final = 0.25
"""Share of MNIST's digits that keep their own pen's ink: thinning leaves out some, and changes all a little."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What there is to write with.

    Attributes:
        thinned: MNIST's digits as lines.
        images: (N, 28, 28) uint8: MNIST's digits as they are.
        labels: (N,) uint8.
        habits: Digits written in other ways.
        strangers: What is no digit.
    """

    thinned: Marks
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    habits: Marks
    strangers: Marks
    _index: dict[str, list[NDArray[np.int64]]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._index["thinned"] = list(by_label(self.thinned))
        self._index["habits"] = list(by_label(self.habits))
        self._index["images"] = [np.flatnonzero(self.labels == digit) for digit in range(10)]

    def digit(self, label: int, rng: np.random.Generator) -> Shape:
        """One of this digit's shapes."""
        chance = rng.random()
        if chance < _SCANNED:
            return scanned_shape(self.images[rng.choice(self._index["images"][label])])
        if rng.random() < _HABIT[label]:
            return line_shape(self.habits.lines[rng.choice(self._index["habits"][label])], rng)
        return line_shape(self.thinned.lines[rng.choice(self._index["thinned"][label])], rng)

    def stranger(self, rng: np.random.Generator) -> Shape:
        """Something that is no digit."""
        return line_shape(self.strangers.lines[rng.integers(len(self.strangers.lines))], rng)


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


@dataclass(slots=True)
class _Sheet:
    """A canvas being written on with one pen."""

    ink: Ink
    rng: np.random.Generator
    opacity: NDArray[np.float32] = field(default_factory=lambda: np.zeros((_DRAWN_PX, _DRAWN_PX), np.float32))
    labels: list[int] = field(default_factory=list)
    boxes: list[NDArray[np.float64]] = field(default_factory=list)
    pen: float = 0.05

    def __post_init__(self) -> None:
        self.pen = float(np.exp(self.rng.uniform(np.log(0.012), np.log(0.16))))

    def legible(self, contrast: float) -> Legibility:
        height = min((float(max(b[2] - b[0], b[3] - b[1])) for b in self.boxes), default=float(_DRAWN_PX))
        return Legibility(contrast, max(1.2, self.pen * height), height)

    def any_label(self, stranger: float = 0.0) -> int:
        return NO_DIGIT if self.rng.random() < stranger else int(self.rng.integers(10))

    def write(
        self,
        label: int,
        centre: tuple[float, float],
        height: float,
        after: float | None = None,
        before: float | None = None,
    ) -> NDArray[np.float64]:
        """Write a mark; ``after`` and ``before`` say where its box shall begin or end instead of its centre's x."""
        rng = self.rng
        shape = self.ink.stranger(rng) if label == NO_DIGIT else self.ink.digit(label, rng)
        matrix = placement(shape, centre, height, rng)
        radius = max(0.6, self.pen * height * rng.uniform(0.9, 1.1) / 2)
        if after is not None or before is not None:
            box = write(np.zeros((1, 1), np.float32), shape, matrix, radius, rng)
            matrix[0, 2] += after - box[0] if after is not None else (before or 0.0) - box[2]
        box = write(self.opacity, shape, matrix, radius, rng)
        if label != NO_DIGIT:
            self.labels.append(label)
            self.boxes.append(box)
        return box

    def row(self, x: float, y: float, height: float, count: int, stranger: float, step: float) -> float:
        """Write so many marks side by side; return where the row ends. ``step`` is their gap over their height."""
        rng = self.rng
        slope, ragged = rng.uniform(-0.15, 0.15), rng.uniform(0, 0.12)
        start = x
        for _ in range(count):
            tall = height * (1 + rng.normal(0, ragged))
            middle = y + slope * (x - start) + rng.normal(0, ragged) * height / 2
            box = self.write(self.any_label(stranger), (x, middle), max(tall, height / 2), after=x)
            x = box[2] + height * (step + rng.normal(0, 0.05))
            if rng.random() < 0.08:
                x = self.separator(x, middle + height / 2, height)
        return x

    def separator(self, x: float, bottom: float, height: float) -> float:
        """A full stop, comma, colon, dash or slash."""
        rng, kind = self.rng, self.rng.integers(5)
        width = max(1, round(self.pen * height))
        tall = {0: 0.02, 1: 0.18, 2: 0.02, 3: 0.0, 4: 1.1}[int(kind)] * height
        wide = {0: 0.02, 1: -0.08, 2: 0.02, 3: 0.3, 4: -0.3}[int(kind)] * height
        top = bottom - (0.5 * height if kind == 3 else 1.05 * height if kind == 4 else 0.05 * height)
        mark = np.zeros(self.opacity.shape, np.uint8)
        x += abs(wide) / 2 + height * 0.05
        for y in (top, top - 0.4 * height) if kind == 2 else (top,):
            cv2.line(mark, (int(x), int(y)), (int(x + wide), int(y + tall)), 255, width, cv2.LINE_AA)
        np.maximum(self.opacity, mark.astype(np.float32) / np.float32(255), out=self.opacity)
        return x + abs(wide) / 2 + height * float(rng.uniform(0.05, 0.2))


def _close(sheet: _Sheet) -> None:
    """One digit as the second look sees it: in the middle, neighbours at the sides."""
    rng, middle = sheet.rng, _DRAWN_PX / 2
    height = rng.uniform(0.42, 0.84) * _DRAWN_PX
    x, y = middle + rng.uniform(-0.09, 0.09, 2) * _DRAWN_PX
    box = sheet.write(sheet.any_label(), (x, y), height)
    _neighbours(sheet, box, height)


def _neighbours(sheet: _Sheet, box: NDArray[np.float64], height: float) -> None:
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
        sheet.write(sheet.any_label(0.2), (rng.uniform(0, _DRAWN_PX), middle + away), height)


def _single(sheet: _Sheet) -> None:
    """One digit of any size anywhere."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(1.0))) * _DRAWN_PX
    room = max(0.0, (_DRAWN_PX - 0.8 * height) / 2)
    x, y = _DRAWN_PX / 2 + rng.uniform(-1, 1, 2) * room
    sheet.write(sheet.any_label(), (x, y), height)


def _rows(sheet: _Sheet, stranger: float = 0.06) -> None:
    """Numbers, in one line or more."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(0.6))) * _DRAWN_PX
    step = rng.choice([rng.uniform(-0.12, 0.04), rng.uniform(-0.04, 0.3), rng.uniform(0.2, 0.9)])
    lines = int(rng.integers(1, 4)) if height < 0.35 * _DRAWN_PX else 1
    y = rng.uniform(0.35, 0.65) * _DRAWN_PX - (lines - 1) * 0.7 * height
    for _ in range(lines):
        x = rng.uniform(-0.3, 0.5) * _DRAWN_PX
        for _ in range(rng.integers(1, 4)):
            x = sheet.row(x, y, height, int(rng.integers(1, 6)), stranger, float(step)) + rng.uniform(0.2, 1.2) * height
            if x > _DRAWN_PX:
                break
        y += height * rng.uniform(1.2, 1.8)


def _strange(sheet: _Sheet) -> None:
    """Signs and letters, one large or in rows."""
    if sheet.rng.random() < 0.5:
        _rows(sheet, stranger=1.0)
        return
    height = sheet.rng.uniform(0.3, 0.9) * _DRAWN_PX
    x, y = _DRAWN_PX / 2 + sheet.rng.uniform(-0.12, 0.12, 2) * _DRAWN_PX
    box = sheet.write(NO_DIGIT, (x, y), height)
    if sheet.rng.random() < 0.3:
        sheet.write(sheet.any_label(0.8), (0, y), height, after=box[2] + 0.1 * height)


def _nothing(_: _Sheet) -> None:
    """Blank paper."""


_KINDS: Final[tuple[tuple[float, Callable[[_Sheet], None]], ...]] = (
    (0.38, _close), (0.15, _single), (0.26, _rows), (0.13, _strange), (0.08, _nothing),
)  # fmt: skip


_AS_IT_IS: Final = 0.07
"""Share of pictures that are MNIST's own, without paper: scans, tablets and boards look like that."""


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
    if rng.random() < _AS_IT_IS:
        return _as_it_is(ink, rng)
    sheet = _Sheet(ink, rng)
    kind = _KINDS[int(rng.choice(len(_KINDS), p=[share for share, _ in _KINDS]))][1]
    kind(sheet)
    grey = _photograph(sheet, kind is _nothing)
    boxes = np.array(sheet.boxes, np.float32).reshape(-1, 4) * np.float32(SIDE_PX / _DRAWN_PX)
    return Scene(grey, np.array(sheet.labels, np.int64), boxes)


def _photograph(sheet: _Sheet, blank: bool) -> NDArray[np.uint8]:
    rng = sheet.rng
    base = rng.uniform(80, 245)
    contrast = float(min(np.exp(rng.uniform(np.log(25), np.log(190))), base - 8))
    dark = clutter(_DRAWN_PX, rng) if blank and rng.random() < 0.6 else paper(_DRAWN_PX, contrast, rng)
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


def _grained(opacity: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Pencil and dry markers leave the paper's grain."""
    if rng.random() > 0.25:
        return opacity
    coarse = rng.standard_normal((_DRAWN_PX // 2, _DRAWN_PX // 2), np.float32) * np.float32(rng.uniform(0.1, 0.6))
    grain = cv2.resize(coarse, (_DRAWN_PX, _DRAWN_PX), interpolation=cv2.INTER_LINEAR)
    return np.asarray(opacity * np.clip(1 - np.abs(grain), 0, 1), np.float32)


def _show_through(sheet: _Sheet) -> NDArray[np.float32]:
    """The other side of the page, mirrored and blurred."""
    back = _Sheet(sheet.ink, sheet.rng)
    _rows(back)
    return np.asarray(cv2.GaussianBlur(back.opacity, (0, 0), 3)[:, ::-1], np.float32)
