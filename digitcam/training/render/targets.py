"""What the paper network is to answer for a scene."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.scenes import SIDE_PX, Scene

STRIDE_PX: Final = 4
"""Pixels of the picture a cell of the finding map stands for."""

CELLS: Final = SIDE_PX // STRIDE_PX

SIZE_UNIT_PX: Final = 32.0
"""Widths and heights are told as the logarithm of their ratio to this."""

_FINDABLE_PX: Final = 9.0
"""A lower digit need not be found at this scale; nor must it not."""

_WHOLE: Final = 0.65
"""Share of a digit's box inside the picture from which on it is to be found."""

HUGE_PX: Final = 1.3 * SIDE_PX
"""Of a digit longer than this only parts are to be seen, and a part of a digit is none."""

FIND_CHANNELS: Final = 7
READ_CHANNELS: Final = 12
GLANCE_CHANNELS: Final = 13

NONE: Final = 10
SEVERAL: Final = 11

_BARELY: Final = 0.1
_PARTLY: Final = 0.4
"""Less of a neighbour than this is a bit at the edge; more, and people would not agree how many digits there are."""


def find_target(scene: Scene) -> NDArray[np.float32]:
    """Where digits are.

    Objects as points: Zhou, Wang and Krähenbühl, "Objects as Points" (2019).

    Args:
        scene: The picture's digits.

    Returns:
        (24, 24, 7) float32: the height of the peak, 0 to 1; its weight; the way to the middle, x and y in cells; the
        logarithms of width and height over 32 pixels; the weight of these four.
    """
    target = np.zeros((CELLS, CELLS, FIND_CHANNELS), np.float32)
    target[..., 1] = 1
    for box in scene.boxes:
        _add(target, box)
    return target


def _add(target: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    centre, size = (box[:2] + box[2:]) / 2, np.maximum(box[2:] - box[:2], 1)
    if size.max() > HUGE_PX:
        return
    visible = float(_visible(box[None])[0])
    if visible < _WHOLE or size.max() < _FINDABLE_PX or (centre < 0).any() or (centre >= SIDE_PX).any():
        _ignore(target, box)
        return
    # Narrow digits stand close to each other: the peak is as wide as the digit.
    sigma = np.clip(size / STRIDE_PX * 0.16, 0.55, 2.2)
    away = (_GRID + 0.5) - centre / STRIDE_PX
    peak = np.exp(-0.5 * ((away / sigma) ** 2).sum(axis=-1))
    cell = np.minimum((centre / STRIDE_PX).astype(int), CELLS - 1)
    peak[cell[1], cell[0]] = 1
    taken = peak > target[..., 0]
    target[..., 0][taken] = peak[taken]
    near = taken & (peak > 0.5)
    target[near, 2:4] = -away[near]
    target[near, 4:6] = np.log(size / SIZE_UNIT_PX)
    target[near, 6] = 1


def _visible(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Share of each box that lies in the picture."""
    inside = np.clip(np.minimum(boxes[:, 2:], SIDE_PX) - np.maximum(boxes[:, :2], 0), 0, None)
    return np.asarray(inside.prod(axis=1) / np.maximum(boxes[:, 2:] - boxes[:, :2], 1).prod(axis=1), np.float32)


def _ignore(target: NDArray[np.float32], box: NDArray[np.float32]) -> None:
    x0, y0, x1, y1 = np.clip(np.rint(box / STRIDE_PX), 0, CELLS).astype(int)
    target[y0:y1, x0:x1, 1] = 0


_GRID: Final = np.stack(np.meshgrid(np.arange(CELLS), np.arange(CELLS)), axis=-1).astype(np.float32)


def read_target(scene: Scene) -> NDArray[np.float32]:
    """Which digit stands in the middle, in the size of a closer look.

    Args:
        scene: The picture's digits.

    Returns:
        (12,) float32: 1 for one of the ten digits or for none, and the weight: 0 where it would be a matter of taste.
    """
    target = np.zeros(READ_CHANNELS, np.float32)
    small = (scene.boxes[:, 2:] - scene.boxes[:, :2]).max(axis=1, initial=0) <= HUGE_PX
    boxes, labels = scene.boxes[small], scene.labels[small]
    away = np.abs((boxes[:, :2] + boxes[:, 2:]) / 2 - SIDE_PX / 2).max(axis=1, initial=0) / SIDE_PX
    side = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0) / SIDE_PX
    read = np.flatnonzero((away < 0.15) & (side > 0.36) & (side < 0.92))
    if len(read):
        target[labels[read[away[read].argmin()]]] = target[-1] = 1
    elif not _in_the_middle(boxes, away, side):
        target[NONE] = target[-1] = 1
    return target


def glance_target(scene: Scene) -> NDArray[np.float32]:
    """What stands in the whole picture: one digit and which, none, or several.

    Args:
        scene: The picture's digits.

    Returns:
        (13,) float32: 1 for one of the ten digits alone, for none or for several, and the weight: 0 where it would be a
        matter of taste.
    """
    target = np.zeros(GLANCE_CHANNELS, np.float32)
    side = (scene.boxes[:, 2:] - scene.boxes[:, :2]).max(axis=1, initial=0)
    visible = _visible(scene.boxes)
    whole = (visible >= _WHOLE) & (side >= _FINDABLE_PX) & (side <= HUGE_PX)
    rest = visible[~whole].max(initial=0)
    answer = SEVERAL if whole.sum() > 1 else int(scene.labels[whole][0]) if whole.any() else NONE
    target[answer] = 1
    target[-1] = answer == SEVERAL or rest < (_PARTLY if whole.any() else _BARELY)
    return target


def _in_the_middle(boxes: NDArray[np.float32], away: NDArray[np.float32], side: NDArray[np.float32]) -> bool:
    """Whether something of a digit is there that a closer look might take for it."""
    low, high = SIDE_PX * 0.36, SIDE_PX * 0.64
    touching = (boxes[:, 0] < high) & (boxes[:, 2] > low) & (boxes[:, 1] < high) & (boxes[:, 3] > low)
    return bool((touching & ~((away > 0.3) & (side > 0.36))).any())
