"""Training targets: a scene's ground truth in the layout of the network's outputs.

Classes, strides and units are those of `recognition.contract`. Each target has weights in addition. A weight of 0
leaves a cell or a picture out of the loss, because people would not agree on the answer.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import (
    CROP_PX,
    DETECTION_CHANNELS,
    DETECTION_STRIDE_PX,
    DIGIT_CLASSES,
    NONE,
    SCENE_CLASSES,
    SEVERAL,
    SIZE_UNIT_PX,
)
from digitcam.training.render.scenes import Scene

CELLS: Final = CROP_PX // DETECTION_STRIDE_PX
"""Number of cells along a side of the detection map."""

PEAK: Final = 0
"""Channel of the detection target: height of the peak, 0 to 1."""

PEAK_WEIGHT: Final = 1
"""Channel: weight of the peak, 0 or 1."""

BOX: Final = slice(2, 6)
"""Channels: offset to the digit's centre and logarithmic size."""

_OFFSET: Final = slice(2, 4)
_LOG_SIZE: Final = slice(4, 6)

BOX_WEIGHT: Final = 6
"""Channel: weight of the offset and the size, 0 or 1."""

DETECTION_TARGET_CHANNELS: Final = DETECTION_CHANNELS + 2
"""Number of channels of the detection target: those of the output and two weights."""

DIGIT_TARGET_CHANNELS: Final = DIGIT_CLASSES + 1
"""Length of the digit target: one value per class, then the weight."""

SCENE_TARGET_CHANNELS: Final = SCENE_CLASSES + 1
"""Length of the scene target: one value per class, then the weight."""

MIN_DIGIT_PX: Final = 9.0
"""Minimum longer side of a digit that must be detected, pixels. Smaller digits are left out of the loss."""

MAX_DIGIT_PX: Final = 1.3 * CROP_PX
"""Maximum longer side of a digit, pixels. Only parts of a larger digit are visible, and they count as no digit."""

MIN_VISIBLE: Final = 0.65
"""Minimum share of a digit's box inside the picture for the digit to be detected and counted."""

MAX_REST_NONE: Final = 0.1
"""Maximum visible share of a cut-off digit in a picture labelled none; with more, the picture has no weight."""

MAX_REST_ONE: Final = 0.4
"""Maximum visible share of a cut-off digit in a picture labelled as one digit; with more, the picture has no weight."""

MAX_OFFSET: Final = 0.15
"""Maximum distance of a central digit from the crop's centre, in x and in y, as a share of the crop's side."""

CENTRAL_SIZES: Final = (0.36, 0.92)
"""Minimum and maximum longer side of a central digit, as a share of the crop's side."""

_CENTRE: Final = (0.36, 0.64)
"""Start and end of the crop's central square, as a share of its side."""

_NEIGHBOUR_DISTANCE: Final = 0.3
"""Distance from the crop's centre beyond which a digit is clearly a neighbour, as a share of the crop's side."""

PEAK_SPREAD: Final = 0.16
"""Standard deviation of a peak over the digit's width and height. Raising it merges the peaks of adjacent digits."""

PEAK_SPREAD_CELLS: Final = (0.55, 2.2)
"""Minimum and maximum standard deviation of a peak, cells."""

_GRID: Final = np.stack(np.meshgrid(np.arange(CELLS), np.arange(CELLS)), axis=-1).astype(np.float32)


def detection_target(scene: Scene) -> NDArray[np.float32]:
    """Return the target of the detection output.

    Digits are Gaussian peaks at their centres: Zhou, Wang and Krähenbühl, "Objects as Points" (2019).

    Args:
        scene: The scene; its picture is not used.

    Returns:
        (24, 24, 7) float32: height of the peak, 0 to 1; its weight; x and y offset from the cell's centre to the
        digit's centre, cells; logarithms of width and height over `SIZE_UNIT_PX`; weight of the last four.
    """
    target = np.zeros((CELLS, CELLS, DETECTION_TARGET_CHANNELS), np.float32)
    target[..., PEAK_WEIGHT] = 1
    for box in scene.boxes:
        _add_digit(target, box)
    return target


def _add_digit(target: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    centre, size = (box[:2] + box[2:]) / 2, np.maximum(box[2:] - box[:2], 1)
    if size.max() > MAX_DIGIT_PX:
        return
    visible = float(_visible_shares(box[None])[0])
    if visible < MIN_VISIBLE or size.max() < MIN_DIGIT_PX or (centre < 0).any() or (centre >= CROP_PX).any():
        _ignore(target, box)
        return
    sigma = np.clip(size / DETECTION_STRIDE_PX * PEAK_SPREAD, *PEAK_SPREAD_CELLS)
    away = (_GRID + 0.5) - centre / DETECTION_STRIDE_PX
    peak = np.exp(-0.5 * ((away / sigma) ** 2).sum(axis=-1))
    cell = np.minimum((centre / DETECTION_STRIDE_PX).astype(int), CELLS - 1)
    peak[cell[1], cell[0]] = 1
    higher = peak > target[..., PEAK]
    target[..., PEAK][higher] = peak[higher]
    near = higher & (peak > 0.5)
    target[near, _OFFSET] = -away[near]
    target[near, _LOG_SIZE] = np.log(size / SIZE_UNIT_PX)
    target[near, BOX_WEIGHT] = 1


def _visible_shares(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the share (N,) of each box (N, 4) that lies inside the picture."""
    inside = np.clip(np.minimum(boxes[:, 2:], CROP_PX) - np.maximum(boxes[:, :2], 0), 0, None)
    return np.asarray(inside.prod(axis=1) / np.maximum(boxes[:, 2:] - boxes[:, :2], 1).prod(axis=1), np.float32)


def _ignore(target: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    """Leave the cells of a box out of the loss."""
    x0, y0, x1, y1 = np.clip(np.rint(box / DETECTION_STRIDE_PX), 0, CELLS).astype(int)
    target[y0:y1, x0:x1, PEAK_WEIGHT] = 0


def digit_target(scene: Scene) -> NDArray[np.float32]:
    """Return the target of the digit output: the digit in the centre, or none.

    The digit must have about the size that digits have in crops.

    Args:
        scene: The scene; its picture is not used.

    Returns:
        (12,) float32: 1 at the class, one of ten digits or none; last, the weight.
    """
    target = np.zeros(DIGIT_TARGET_CHANNELS, np.float32)
    small = (scene.boxes[:, 2:] - scene.boxes[:, :2]).max(axis=1, initial=0) <= MAX_DIGIT_PX
    boxes, labels = scene.boxes[small], scene.labels[small]
    away = np.abs((boxes[:, :2] + boxes[:, 2:]) / 2 - CROP_PX / 2).max(axis=1, initial=0) / CROP_PX
    side = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0) / CROP_PX
    smallest, largest = CENTRAL_SIZES
    central = np.flatnonzero((away < MAX_OFFSET) & (side > smallest) & (side < largest))
    if len(central):
        target[labels[central[away[central].argmin()]]] = target[-1] = 1
    elif not _is_ambiguous(boxes, away, side):
        target[NONE] = target[-1] = 1
    return target


def _is_ambiguous(boxes: NDArray[np.float32], away: NDArray[np.float32], side: NDArray[np.float32]) -> bool:
    """Tell if a digit covers part of the crop's centre that some people would name.

    Args:
        boxes: (N, 4) float32 xyxy, pixels of the crop.
        away: (N,) float32, distances from the crop's centre, as a share of its side.
        side: (N,) float32, longer sides, likewise.
    """
    low, high = CROP_PX * _CENTRE[0], CROP_PX * _CENTRE[1]
    touching = (boxes[:, 0] < high) & (boxes[:, 2] > low) & (boxes[:, 1] < high) & (boxes[:, 3] > low)
    return bool((touching & ~((away > _NEIGHBOUR_DISTANCE) & (side > CENTRAL_SIZES[0]))).any())


def scene_target(scene: Scene) -> NDArray[np.float32]:
    """Return the target of the scene output: exactly one digit, none, or several.

    Args:
        scene: The scene; its picture is not used.

    Returns:
        (13,) float32: 1 at the class, one of ten digits, none or several; last, the weight.
    """
    target = np.zeros(SCENE_TARGET_CHANNELS, np.float32)
    side = (scene.boxes[:, 2:] - scene.boxes[:, :2]).max(axis=1, initial=0)
    visible = _visible_shares(scene.boxes)
    whole = (visible >= MIN_VISIBLE) & (side >= MIN_DIGIT_PX) & (side <= MAX_DIGIT_PX)
    rest = visible[~whole].max(initial=0)
    answer = SEVERAL if whole.sum() > 1 else int(scene.labels[whole][0]) if whole.any() else NONE
    target[answer] = 1
    target[-1] = answer == SEVERAL or rest < (MAX_REST_ONE if whole.any() else MAX_REST_NONE)
    return target
