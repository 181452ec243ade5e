"""Segmentation: find the boxes of digits in an ink mask."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

MIN_HEIGHT: Final = 0.08
"""Minimum height of a digit as a share of the picture's height. Lower marks are specks, dots or commas."""

MIN_SIDE_PX: Final = 6
"""Minimum height of a digit, and minimum area of a mark, pixels. Smaller marks cannot be told from dirt."""

MAX_ASPECT: Final = 2.2
"""Maximum width over height of a digit. Wider marks are rules, underlines or minus signs; MNIST's widest digit has
1.6."""

PART_GAP: Final = 0.25
"""Maximum vertical gap between a digit and a detached part of it, such as the top of a 5, as a share of the digit's
height. Raising it joins more marks; the next two limits must hold as well."""

PART_OVERLAP: Final = 0.5
"""Minimum horizontal overlap of the two, as a share of the narrower one's width."""

PART_HEIGHT: Final = 0.6
"""Maximum height of the part as a share of the digit's height. Two digits one above the other are about equally
high."""

MAX_MARKS: Final = 200
"""Maximum number of marks; only the tallest are kept. More marks than this are texture, not writing, and joining them
would take long."""


def segment(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Find the digits in an ink mask.

    Connected ink is one mark, and a detached part is joined to its digit. Specks and rules are dropped. Marks that
    touch the picture's edge are dropped if there are others: they are neighbouring digits, fingers or the table.

    Args:
        mask: (h, w) uint8, 0 for paper, other values for ink.

    Returns:
        (N, 4) int32 boxes xyxy, half-open, pixels of the mask, in no particular order.
    """
    boxes = _components(mask)
    boxes = _join_parts(boxes)
    boxes = boxes[_plausible(boxes, mask.shape[0])]
    return _prefer_inside(boxes, mask.shape[1], mask.shape[0])


def _components(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return the boxes (N, 4) of the 8-connected components; drop tiny ones."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats = stats[1:count]
    stats = stats[stats[:, cv2.CC_STAT_AREA] >= MIN_SIDE_PX]
    x, y, w, h = (stats[:, i] for i in (cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    return np.stack([x, y, x + w, y + h], axis=1).astype(np.int32)


def _plausible(boxes: NDArray[np.int32], height: int) -> NDArray[np.bool_]:
    """Tell which boxes (N, 4) have the size and shape of a digit: (N,) bool.

    Args:
        boxes: (N, 4) int32 xyxy.
        height: Height of the picture, pixels.
    """
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return np.asarray((h >= max(MIN_SIDE_PX, MIN_HEIGHT * height)) & (w <= MAX_ASPECT * h))


def _prefer_inside(boxes: NDArray[np.int32], width: int, height: int) -> NDArray[np.int32]:
    """Drop the boxes that touch the picture's edge.

    If all of them do, keep the largest of those that touch one side only.
    """
    sides: NDArray[np.int64] = (boxes[:, :2] <= 0).sum(axis=1) + (boxes[:, 2] >= width) + (boxes[:, 3] >= height)
    if (sides == 0).any():
        return np.asarray(boxes[sides == 0])
    boxes = boxes[sides == 1]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return np.asarray(boxes[np.argsort(-area)[:1]])


def _join_parts(boxes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Join the boxes of detached parts to their digits: (N, 4) to (M, 4), M <= N."""
    # Tallest first, so that a part is compared with digits and not with other parts.
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
    """Tell if the first box holds a detached part of the digit in the second."""
    overlap = min(part[2], body[2]) - max(part[0], body[0])
    gap = max(part[1], body[1]) - min(part[3], body[3])
    width = min(part[2] - part[0], body[2] - body[0])
    body_height = body[3] - body[1]
    is_smaller = part[3] - part[1] <= PART_HEIGHT * body_height
    return is_smaller and overlap >= PART_OVERLAP * width and gap <= PART_GAP * body_height
