"""Scenes: rendered pictures with the digits in them, for the paper network and the verifier."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import CROP_PX
from digitcam.training.render.camera import add_light, photograph
from digitcam.training.render.compositions import (
    negatives,
    nothing,
    object_alone,
    part_of_digit,
    rows,
    single,
    single_in_crop,
    words,
)
from digitcam.training.render.ink import Ink
from digitcam.training.render.objects import draw_object
from digitcam.training.render.paper import clutter, paper
from digitcam.training.render.pen import placement, scanned_shape, write
from digitcam.training.render.sheet import DRAWN_PX, Sheet


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture and its ground truth.

    Attributes:
        grey: (96, 96) uint8.
        labels: (N,) int64, 0 to 9.
        boxes: (N, 4) float32 xyxy, pixels of the picture; they may reach beyond it.
    """

    grey: NDArray[np.uint8]
    labels: NDArray[np.int64]
    boxes: NDArray[np.float32]


Composition: TypeAlias = Callable[[Sheet], None]
_Shares: TypeAlias = tuple[tuple[float, Composition], ...]

_SCENE_SHARES: Final[_Shares] = (
    (0.31, single_in_crop), (0.16, single), (0.18, rows), (0.12, negatives), (0.08, words), (0.12, nothing), (0.03,
    part_of_digit),
)  # fmt: skip

_CROP_SHARES: Final[_Shares] = (
    (0.62, single_in_crop), (0.06, single), (0.08, rows), (0.08, negatives), (0.03, words), (0.03, nothing), (0.10,
    object_alone),
)  # fmt: skip
"""Compositions of crops, each with its share."""

_MNIST_SHARE: Final = 0.16
"""Share of scenes that are MNIST's own images without paper, as scans, tablets and boards look."""

_MNIST_CROP_SHARE: Final = 0.35
"""The same for crops; these show most of how people write."""

_MARKER_SHARE: Final = 0.15
"""Share of these crops that are written with a marker so wide that loops close."""

_MAX_MARKER_PX: Final = 6
"""Largest width that the marker adds, pixels."""


def _mnist_scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """One of MNIST's images without paper, slightly turned, light or dark."""
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
    """Render a scene for the paper network.

    Args:
        ink: What can be written.
        rng: Random generator.
    """
    return _mnist_scene(ink, rng) if rng.random() < _MNIST_SHARE else _draw(ink, rng, _SCENE_SHARES)


def crop_scene(ink: Ink, rng: np.random.Generator) -> Scene:
    """Render a crop for the verifier; most show a digit in the centre.

    Args:
        ink: What can be written.
        rng: Random generator.
    """
    if rng.random() >= _MNIST_CROP_SHARE:
        return _draw(ink, rng, _CROP_SHARES)
    crop = _mnist_scene(ink, rng)
    return _with_marker(crop, rng) if rng.random() < _MARKER_SHARE else crop


def _with_marker(scene: Scene, rng: np.random.Generator) -> Scene:
    """The same MNIST image, written with a marker."""
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(rng.integers(2, _MAX_MARKER_PX + 1)),) * 2)
    light = np.median(scene.grey) > 127
    return replace(
        scene, grey=np.asarray(cv2.erode(scene.grey, pen) if light else cv2.dilate(scene.grey, pen), np.uint8)
    )


def _draw(ink: Ink, rng: np.random.Generator, shares: _Shares) -> Scene:
    sheet = Sheet(ink, rng)
    composition = shares[int(rng.choice(len(shares), p=[share for share, _ in shares]))][1]
    composition(sheet)
    grey = _photograph(sheet, composition)
    boxes = np.array(sheet.boxes, np.float32).reshape(-1, 4) * np.float32(CROP_PX / DRAWN_PX)
    return Scene(grey, np.array(sheet.labels, np.int64), boxes)


def _photograph(sheet: Sheet, composition: Composition) -> NDArray[np.uint8]:
    rng = sheet.rng
    base = rng.uniform(80, 245)
    contrast = float(min(np.exp(rng.uniform(np.log(21), np.log(190))), base - 8))
    if composition is object_alone:
        dark = draw_object(DRAWN_PX, rng)
    elif composition is nothing and rng.random() < 0.7:
        dark = clutter(DRAWN_PX, rng)
    else:
        dark = paper(DRAWN_PX, contrast, rng)
    if composition is not object_alone and rng.random() < 0.07:
        dark = _held_up(dark, sheet)
    opacity = _grained(sheet.opacity, rng)
    if rng.random() < 0.13:
        dark += np.float32(contrast * rng.uniform(0.08, 0.4)) * _show_through(sheet)
    # Where ink lies over print, it is hardly darker than the darker of the two.
    written = np.maximum(dark, contrast * opacity * np.float32(rng.uniform(0.85, 1))) + np.float32(0.15) * np.minimum(
        np.maximum(dark, 0), contrast * opacity
    )
    picture = add_light((base - written).astype(np.float32), rng)
    seen = photograph(picture, sheet.legible(contrast), rng)
    return np.asarray(255 - seen, np.uint8) if rng.random() < 0.15 else seen


def _held_up(dark: NDArray[np.float32], sheet: Sheet) -> NDArray[np.float32]:
    """End the paper somewhere around the writing, with a room behind it."""
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
    """Add the grain that pencil and dry markers leave on paper."""
    if rng.random() > 0.25:
        return opacity
    coarse = rng.standard_normal((DRAWN_PX // 2, DRAWN_PX // 2), np.float32) * np.float32(rng.uniform(0.1, 0.6))
    grain = cv2.resize(coarse, (DRAWN_PX, DRAWN_PX), interpolation=cv2.INTER_LINEAR)
    return np.asarray(opacity * np.clip(1 - np.abs(grain), 0, 1), np.float32)


def _show_through(sheet: Sheet) -> NDArray[np.float32]:
    """The writing on the back of the page, mirrored and blurred."""
    back = Sheet(sheet.ink, sheet.rng)
    rows(back)
    return np.asarray(cv2.GaussianBlur(back.opacity, (0, 0), 3)[:, ::-1], np.float32)
