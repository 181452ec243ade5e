"""Ground truth of a scene in the form of the network's outputs, each with weights.

The classes, strides and units are those of `recognition.contract`. A weight of 0 leaves a cell or a picture out of the
loss, where people would not agree.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import (
    CROP_PX,
    DETECTION_STRIDE_PX,
    DIGIT_CLASSES,
    NONE,
    SCENE_CLASSES,
    SEVERAL,
    SIZE_UNIT_PX,
)
from digitcam.training.render.scenes import Scene

CELLS: Final = CROP_PX // DETECTION_STRIDE_PX
"""Cells of the detection map along a side."""

PEAK: Final = 0
PEAK_WEIGHT: Final = 1
BOX: Final = slice(2, 6)
BOX_WEIGHT: Final = 6
"""Channels of the detection target: height of the peak, its weight, offset and logarithmic size, their weight."""

DETECTION_TARGET_CHANNELS: Final = 7
DIGIT_TARGET_CHANNELS: Final = DIGIT_CLASSES + 1
SCENE_TARGET_CHANNELS: Final = SCENE_CLASSES + 1
"""The classes and a weight."""

MIN_DIGIT_PX: Final = 9.0
"""Smallest longer side of a digit that has to be detected, pixels; smaller ones are left out of the loss."""

MIN_VISIBLE: Final = 0.65
"""Smallest share of a digit's box inside the picture for which it has to be detected."""

MAX_DIGIT_PX: Final = 1.3 * CROP_PX
"""Largest digit, pixels: of a larger one only parts are visible, and a part of a digit is none."""

MAX_REST_NONE: Final = 0.1
MAX_REST_ONE: Final = 0.4
"""Largest visible share of a cut-off digit beside none and beside one: with more, people would not agree how many there
are."""

CENTRE: Final = 0.15
"""Largest distance of a digit in a crop's centre from it, as a share of the side."""

CROP_SIZES: Final = (0.36, 0.92)
"""Smallest and largest longer side of such a digit, as a share of the side."""

PEAK_SPREAD: Final = 0.16
"""Standard deviation of a peak over the digit's size; narrow digits stand close to each other."""

PEAK_SPREAD_CELLS: Final = (0.55, 2.2)
"""Its limits, cells."""


def detection_target(scene: Scene) -> NDArray[np.float32]:
    """Return the target of the detection output.

    Digits are Gaussian peaks at their centres: Zhou, Wang and Krähenbühl, "Objects as Points" (2019).

    Args:
        scene: The picture's digits.

    Returns:
        (24, 24, 7) float32: height of the peak, 0 to 1; its weight; offset to the digit's centre, x and y, cells;
        logarithms of width and height over 32 pixels; the weight of these four.
    """
    target = np.zeros((CELLS, CELLS, DETECTION_TARGET_CHANNELS), np.float32)
    target[..., PEAK_WEIGHT] = 1
    for box in scene.boxes:
        _add(target, box)
    return target


def _add(target: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    centre, size = (box[:2] + box[2:]) / 2, np.maximum(box[2:] - box[:2], 1)
    if size.max() > MAX_DIGIT_PX:
        return
    visible = float(_visible(box[None])[0])
    if visible < MIN_VISIBLE or size.max() < MIN_DIGIT_PX or (centre < 0).any() or (centre >= CROP_PX).any():
        _ignore(target, box)
        return
    sigma = np.clip(size / DETECTION_STRIDE_PX * PEAK_SPREAD, *PEAK_SPREAD_CELLS)
    away = (_GRID + 0.5) - centre / DETECTION_STRIDE_PX
    peak = np.exp(-0.5 * ((away / sigma) ** 2).sum(axis=-1))
    cell = np.minimum((centre / DETECTION_STRIDE_PX).astype(int), CELLS - 1)
    peak[cell[1], cell[0]] = 1
    taken = peak > target[..., PEAK]
    target[..., PEAK][taken] = peak[taken]
    near = taken & (peak > 0.5)
    target[near, 2:4] = -away[near]
    target[near, 4:6] = np.log(size / SIZE_UNIT_PX)
    target[near, BOX_WEIGHT] = 1


def _visible(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Share of each box (N, 4) that lies in the picture: (N,)."""
    inside = np.clip(np.minimum(boxes[:, 2:], CROP_PX) - np.maximum(boxes[:, :2], 0), 0, None)
    return np.asarray(inside.prod(axis=1) / np.maximum(boxes[:, 2:] - boxes[:, :2], 1).prod(axis=1), np.float32)


def _ignore(target: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    x0, y0, x1, y1 = np.clip(np.rint(box / DETECTION_STRIDE_PX), 0, CELLS).astype(int)
    target[y0:y1, x0:x1, PEAK_WEIGHT] = 0


_GRID: Final = np.stack(np.meshgrid(np.arange(CELLS), np.arange(CELLS)), axis=-1).astype(np.float32)


def digit_target(scene: Scene) -> NDArray[np.float32]:
    """Return the target of the digit output: the digit in the centre, in the size it has in a crop.

    Args:
        scene: The picture's digits.

    Returns:
        (12,) float32: 1 for one of the ten digits or none; last, the weight.
    """
    target = np.zeros(DIGIT_TARGET_CHANNELS, np.float32)
    small = (scene.boxes[:, 2:] - scene.boxes[:, :2]).max(axis=1, initial=0) <= MAX_DIGIT_PX
    boxes, labels = scene.boxes[small], scene.labels[small]
    away = np.abs((boxes[:, :2] + boxes[:, 2:]) / 2 - CROP_PX / 2).max(axis=1, initial=0) / CROP_PX
    side = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0) / CROP_PX
    smallest, largest = CROP_SIZES
    central = np.flatnonzero((away < CENTRE) & (side > smallest) & (side < largest))
    if len(central):
        target[labels[central[away[central].argmin()]]] = target[-1] = 1
    elif not _in_the_middle(boxes, away, side):
        target[NONE] = target[-1] = 1
    return target


def scene_target(scene: Scene) -> NDArray[np.float32]:
    """Return the target of the scene output: one digit and which, none, or several.

    Args:
        scene: The picture's digits.

    Returns:
        (13,) float32: 1 for one of the ten single digits, none or several; last, the weight.
    """
    target = np.zeros(SCENE_TARGET_CHANNELS, np.float32)
    side = (scene.boxes[:, 2:] - scene.boxes[:, :2]).max(axis=1, initial=0)
    visible = _visible(scene.boxes)
    whole = (visible >= MIN_VISIBLE) & (side >= MIN_DIGIT_PX) & (side <= MAX_DIGIT_PX)
    rest = visible[~whole].max(initial=0)
    answer = SEVERAL if whole.sum() > 1 else int(scene.labels[whole][0]) if whole.any() else NONE
    target[answer] = 1
    target[-1] = answer == SEVERAL or rest < (MAX_REST_ONE if whole.any() else MAX_REST_NONE)
    return target


def _in_the_middle(boxes: NDArray[np.float32], away: NDArray[np.float32], side: NDArray[np.float32]) -> bool:
    """Whether part of a digit is in the centre that might be taken for one."""
    low, high = CROP_PX * 0.36, CROP_PX * 0.64
    touching = (boxes[:, 0] < high) & (boxes[:, 2] > low) & (boxes[:, 1] < high) & (boxes[:, 3] > low)
    return bool((touching & ~((away > 0.3) & (side > 0.36))).any())
