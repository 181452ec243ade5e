"""Ink mask to the boxes of the digits in it."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

MIN_HEIGHT: Final = 0.08
"""A mark lower than this share of the picture is a speck, a dot or a comma."""

MIN_SIDE_PX: Final = 6
"""A mark smaller than this either way (the longer way) has too few pixels to be told from dirt."""

MAX_ASPECT: Final = 2.2
"""Wider than this times its height: a rule, an underline or a minus, not a digit (the widest MNIST digit has 1.6)."""

PART_GAP: Final = 0.25
"""Parts of one digit (the detached top of a 5) lie at most this share of the taller part apart."""

PART_OVERLAP: Final = 0.5
"""... and share at least this much of the narrower part's width."""

PART_HEIGHT: Final = 0.6
"""... and are at most this share of its height; two digits one above the other are about as tall as each other."""

MAX_MARKS: Final = 200
"""More marks than this are a texture, not writing; only the tallest are looked at, so that no picture takes long."""


def segment(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Find the digits in an ink mask.

    Connected strokes are one mark; a detached part joins the mark it belongs to; specks and rules are dropped, and so
    is what runs off the picture's edge, unless nothing else is there: that is a neighbour, a finger or the table.

    Args:
        mask: (h, w) uint8, 0 paper, anything else ink.

    Returns:
        (N, 4) int32 boxes x0, y0, x1, y1, half-open, in pixels of the mask; no particular order.
    """
    boxes = _components(mask)
    boxes = _join_parts(boxes)
    boxes = boxes[_plausible(boxes, mask.shape[0])]
    return _prefer_inside(boxes, mask.shape[1], mask.shape[0])


def _components(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Bounding boxes (N, 4) of the 8-connected components, single pixels left out."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats = stats[1:count]
    stats = stats[stats[:, cv2.CC_STAT_AREA] >= MIN_SIDE_PX]
    x, y, w, h = (stats[:, i] for i in (cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    return np.stack([x, y, x + w, y + h], axis=1).astype(np.int32)


def _plausible(boxes: NDArray[np.int32], height: int) -> NDArray[np.bool_]:
    """Which boxes (N, 4) have the size and shape of a digit in a picture of this height: (N,) bool."""
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return np.asarray((h >= max(MIN_SIDE_PX, MIN_HEIGHT * height)) & (w <= MAX_ASPECT * h))


def _prefer_inside(boxes: NDArray[np.int32], width: int, height: int) -> NDArray[np.int32]:
    """Drop the boxes that touch the picture's edge if any does not; keep the largest if all do, and touch only one."""
    sides: NDArray[np.int64] = (boxes[:, :2] <= 0).sum(axis=1) + (boxes[:, 2] >= width) + (boxes[:, 3] >= height)
    if (sides == 0).any():
        return np.asarray(boxes[sides == 0])
    boxes = boxes[sides == 1]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return np.asarray(boxes[np.argsort(-area)[:1]])


def _join_parts(boxes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Merge boxes that are parts of one digit, until none are: (N, 4) to (M, 4), M <= N."""
    # Tallest first: a part joins the body it belongs to, not another part.
    pending = sorted(boxes.tolist(), key=lambda b: b[1] - b[3])[:MAX_MARKS]
    bodies: list[list[int]] = []
    for box in pending:
        body = next((b for b in bodies if _is_part(box, b)), None)
        if body is None:
            bodies.append(box)
        else:
            body[:] = [min(body[0], box[0]), min(body[1], box[1]), max(body[2], box[2]), max(body[3], box[3])]
    return np.array(bodies, np.int32).reshape(-1, 4)


def _is_part(part: list[int], body: list[int]) -> bool:
    """Whether the first box is a detached part of the digit in the second."""
    overlap = min(part[2], body[2]) - max(part[0], body[0])
    gap = max(part[1], body[1]) - min(part[3], body[3])
    width = min(part[2] - part[0], body[2] - body[0])
    body_height = body[3] - body[1]
    is_smaller = part[3] - part[1] <= PART_HEIGHT * body_height
    return is_smaller and overlap >= PART_OVERLAP * width and gap <= PART_GAP * body_height
