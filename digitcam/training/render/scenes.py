"""Scenes: rendered pictures with their ground truth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import CROP_PX
from digitcam.training.render.camera import CANVAS_PX, add_light, photograph
from digitcam.training.render.compositions import (
    negatives,
    nothing,
    object_alone,
    part_of_digit,
    rows,
    single,
    single_in_crop,
    word_in_crop,
    words,
)
from digitcam.training.render.forms import boxes, column, lines_of_text, separated_number, table, text_in_crop
from digitcam.training.render.ink import Ink
from digitcam.training.render.objects import draw_object
from digitcam.training.render.paper import clutter, paper
from digitcam.training.render.pen import placement, scanned_shape, write
from digitcam.training.render.photo_crops import photo_crop
from digitcam.training.render.separators import Separator
from digitcam.training.render.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture and its ground truth.

    Attributes:
        grey: (96, 96) uint8.
        labels: (N,) int64, the digits 0 to 9.
        boxes: (N, 4) float32 xyxy, their boxes, pixels of the picture; they may reach beyond it.
        separators: The separators, in pixels of the picture.
    """

    grey: NDArray[np.uint8]
    labels: NDArray[np.int64]
    boxes: NDArray[np.float32]
    separators: tuple[Separator, ...] = ()


Composition: TypeAlias = Callable[[Sheet], None]
"""Writes a scene's marks on a sheet."""

_SCENE_SHARES: Final[dict[Composition, float]] = {
    single_in_crop: 0.16,
    text_in_crop: 0.11,
    single: 0.10,
    rows: 0.08,
    lines_of_text: 0.07,
    boxes: 0.05,
    table: 0.07,
    column: 0.04,
    negatives: 0.08,
    words: 0.09,
    word_in_crop: 0.03,
    nothing: 0.10,
    part_of_digit: 0.02,
}
"""Share of each composition among the scenes of the paper network."""

_CROP_SHARES: Final[dict[Composition, float]] = {
    single_in_crop: 0.35,
    text_in_crop: 0.29,
    single: 0.06,
    rows: 0.04,
    boxes: 0.04,
    negatives: 0.06,
    word_in_crop: 0.05,
    nothing: 0.04,
    object_alone: 0.07,
}
"""Share of each composition among the crops of the verifier."""

_NUMBER_SHARES: Final[dict[Composition, float]] = {
    separated_number: 0.55,
    lines_of_text: 0.2,
    text_in_crop: 0.05,
    rows: 0.12,
    table: 0.04,
    column: 0.04,
}
"""Share of each composition among the scenes of the separator network."""

_MNIST_SHARE: Final = 0.16
"""Share of scenes that are MNIST's images without paper; scans, tablets and blackboards look like them."""

_MNIST_CROP_SHARE: Final = 0.35
"""Share of crops that are MNIST's images without paper; they hold most of the variety of handwriting."""

_PHOTOGRAPH_SHARE: Final = 0.5
"""Share of rooms that are crops of photographs if the ink has photographs; the others are drawn."""

_PHOTOGRAPHED_OBJECT_SHARE: Final = 0.3
"""Share of the verifier's objects that are structures in photographs if the ink has photographs."""

_MARKER_SHARE: Final = 0.15
"""Share of these crops that look written with a wide marker, which can close loops."""

_MAX_MARKER_PX: Final = 6
"""Maximum size of the kernel that widens these strokes, pixels."""


def _mnist_scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """Show an MNIST image without paper, slightly rotated, light or dark."""
    i = int(rng.integers(len(ink.labels)))
    shape = scanned_shape(ink.images[i])
    canvas = np.zeros((CROP_PX, CROP_PX), np.float32)
    centre = CROP_PX / 2 + rng.uniform(-5, 5, 2)
    height = rng.uniform(0.52, 0.74) * CROP_PX
    box = write(canvas, shape, placement(shape, (centre[0], centre[1]), height, rng, tilt=8.0), 1.0, rng)
    grey = np.rint(255 * canvas).astype(np.uint8)
    return Scene(
        255 - grey if rng.random() < 0.4 else grey,
        np.array([ink.labels[i]], np.int64),
        np.array([box], np.float32),
    )


def scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """Render a random scene for the paper network.

    Args:
        ink: The shapes that can be written.
        rng: Random generator.
    """
    return _mnist_scene(ink, rng) if rng.random() < _MNIST_SHARE else _draw(ink, rng, _SCENE_SHARES)


def number_scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """Render a random scene for the separator network: numbers, with and without separators.

    Args:
        ink: The shapes that can be written.
        rng: Random generator.
    """
    return _draw(ink, rng, _NUMBER_SHARES)


def crop_scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """Render a random crop for the verifier; most show a digit in the centre.

    Args:
        ink: The shapes that can be written.
        rng: Random generator.
    """
    if rng.random() >= _MNIST_CROP_SHARE:
        return _draw(ink, rng, _CROP_SHARES)
    crop = _mnist_scene(ink, rng)
    return _widen_strokes(crop, rng) if rng.random() < _MARKER_SHARE else crop


def _widen_strokes(scene: Scene, rng: np.random.Generator) -> Scene:
    side = int(rng.integers(2, _MAX_MARKER_PX + 1))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    ink_is_dark = np.median(scene.grey) > 127
    grey = cv2.erode(scene.grey, kernel) if ink_is_dark else cv2.dilate(scene.grey, kernel)
    return replace(scene, grey=np.asarray(grey, np.uint8))


def _draw(ink: Ink, rng: np.random.Generator, shares: dict[Composition, float]) -> Scene:
    """Render a scene of a random composition."""
    sheet = Sheet(ink, rng)
    composition = list(shares)[int(rng.choice(len(shares), p=list(shares.values())))]
    composition(sheet)
    grey = _photograph(sheet, composition)
    places = np.array(sheet.boxes, np.float32).reshape(-1, 4) * np.float32(CROP_PX / CANVAS_PX)
    return Scene(grey, np.array(sheet.labels, np.int64), places, tuple(_halved(mark) for mark in sheet.separators))


def _halved(separator: Separator) -> Separator:
    """Return a separator in pixels of the picture."""
    share = CROP_PX / CANVAS_PX
    return Separator(separator.kind, separator.box * share, separator.height * share)


def _photograph(sheet: Sheet, composition: Composition) -> NDArray[np.uint8]:
    """Put a sheet's writing on a background and take a picture of it: (96, 96) uint8."""
    rng = sheet.rng
    blank = rng.uniform(80, 245)
    contrast = float(min(np.exp(rng.uniform(np.log(21), np.log(190))), blank - 8))
    dark = _background(sheet, composition, contrast, blank)
    dark += sheet.printed * np.float32(contrast * np.exp(rng.uniform(np.log(0.15), np.log(1.3))))
    opacity = _add_grain(sheet.opacity, rng)
    if rng.random() < 0.13:
        dark += np.float32(contrast * rng.uniform(0.08, 0.4)) * _show_through(sheet)
    # Ink over print is hardly darker than the darker of the two.
    darker = np.maximum(dark, contrast * opacity * np.float32(rng.uniform(0.85, 1)))
    both = np.minimum(np.maximum(dark, 0), contrast * opacity)
    lit = add_light((blank - (darker + np.float32(0.15) * both)).astype(np.float32), rng)
    grey = photograph(lit, sheet.legibility(contrast), rng)
    return np.asarray(255 - grey, np.uint8) if rng.random() < 0.15 else grey


def _background(sheet: Sheet, composition: Composition, contrast: float, blank: float) -> NDArray[np.float32]:
    """Draw what is behind the writing: (192, 192) float32, grey levels to subtract from blank paper."""
    rng, photographs = sheet.rng, sheet.ink.photographs
    if composition is object_alone:
        if photographs and rng.random() < _PHOTOGRAPHED_OBJECT_SHARE:
            return np.asarray(blank - photo_crop(photographs, CANVAS_PX, rng, focused=True), np.float32)
        return draw_object(CANVAS_PX, rng)
    in_a_room = composition is nothing and rng.random() < 0.7
    dark = _room(sheet, blank) if in_a_room else paper(CANVAS_PX, contrast, rng)
    return _hold_up(dark, sheet, blank) if rng.random() < 0.07 else dark


def _room(sheet: Sheet, blank: float) -> NDArray[np.float32]:
    """Draw clutter or show a crop of a photograph: (192, 192) float32, grey levels to subtract from blank paper."""
    rng, photographs = sheet.rng, sheet.ink.photographs
    if photographs and rng.random() < _PHOTOGRAPH_SHARE:
        return np.asarray(blank - photo_crop(photographs, CANVAS_PX, rng), np.float32)
    return clutter(CANVAS_PX, rng)


def _hold_up(dark: NDArray[np.float32], sheet: Sheet, blank: float) -> NDArray[np.float32]:
    """Cut the paper off around the writing and show a room behind it."""
    rng, side = sheet.rng, float(CANVAS_PX)
    places = np.clip(np.array(sheet.boxes).reshape(-1, 4), 0, side) if sheet.boxes else np.array([[side / 3] * 4])
    low, high = places[:, :2].min(axis=0), places[:, 2:].max(axis=0)
    corners = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])
    away = rng.uniform(0.05, 0.45, (4, 2)) * side * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    mask = np.zeros(dark.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint(corners + away).astype(np.int32), 255, cv2.LINE_AA)
    share = mask.astype(np.float32) / np.float32(255)
    return np.asarray(dark * share + _room(sheet, blank) * (1 - share), np.float32)


def _add_grain(opacity: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Add the grain of pencil and dry markers to a quarter of the sheets."""
    if rng.random() > 0.25:
        return opacity
    coarse = rng.standard_normal((CANVAS_PX // 2, CANVAS_PX // 2), np.float32) * np.float32(rng.uniform(0.1, 0.6))
    grain = cv2.resize(coarse, (CANVAS_PX, CANVAS_PX), interpolation=cv2.INTER_LINEAR)
    return np.asarray(opacity * np.clip(1 - np.abs(grain), 0, 1), np.float32)


def _show_through(sheet: Sheet) -> NDArray[np.float32]:
    """Draw the writing on the back, mirrored and blurred: (192, 192) float32."""
    back = Sheet(sheet.ink, sheet.rng)
    rows(back)
    return np.asarray(cv2.GaussianBlur(back.opacity, (0, 0), 3)[:, ::-1], np.float32)
