"""Step 5, lay out: detections → lines of writing in reading order."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.rows import join_rows
from digitcam.recognition.selection import UNREAD, Detections

SAME_LINE_OVERLAP: Final = 0.4
"""Two boxes stand on one line if they share this much of the lower one's height. At 0.5, sloping rows of digits of
unequal height break apart; at 0.33, lines that nearly touch are joined."""


def lay_out(detections: Detections, region: Box) -> Reading:
    """Arrange detections in lines.

    Args:
        detections: N digits, in pixels of the region.
        region: The part of the picture that was read.

    Returns:
        The reading, its boxes in pixels of the picture and inside the region.
    """
    boxes = [
        Box(*box).shifted(region.x0, region.y0).clipped(region)
        for box in np.rint(detections.boxes).astype(int).tolist()
    ]
    digits = [_digit(detections, index, box) for index, box in enumerate(boxes)]
    order = join_rows(reading_order(np.array(boxes, np.int32).reshape(-1, 4)), boxes)
    return Reading(tuple(tuple(digits[index] for index in line) for line in order), region)


def _digit(detections: Detections, index: int, box: Box) -> Digit:
    label = int(detections.labels[index])
    return Digit(
        label=None if label == UNREAD else label,
        confidence=float(detections.confidence[index]),
        box=box,
        probabilities=detections.probabilities[index],
        patch=detections.patches[index],
    )


def reading_order(boxes: NDArray[np.int32]) -> tuple[tuple[int, ...], ...]:
    """Arrange boxes as people read: lines from top to bottom, each from left to right.

    A box joins the line whose last box it stands level with, so that sloping rows stay whole.

    Args:
        boxes: (N, 4) xyxy, any unit.

    Returns:
        For each line the indices into ``boxes``; empty for no boxes.

    Examples:
        >>> reading_order(np.array([[50, 0, 60, 20], [0, 2, 10, 22], [0, 50, 10, 70]], np.int32))
        ((1, 0), (2,))
    """
    lines: list[list[int]] = []
    for index in np.argsort(boxes[:, 0], kind="stable").tolist():
        line = max(lines, key=lambda line: _shared_height(boxes[line[-1]], boxes[index]), default=None)
        if line is not None and _shared_height(boxes[line[-1]], boxes[index]) >= SAME_LINE_OVERLAP:
            line.append(index)
        else:
            lines.append([index])
    lines.sort(key=lambda line: float(np.mean(boxes[line][:, [1, 3]])))
    return tuple(tuple(line) for line in lines)


def _shared_height(first: NDArray[np.int32], second: NDArray[np.int32]) -> float:
    """Vertical overlap of two boxes (4,) as a share of the lower one's height; 0 or less if there is none."""
    shared = min(first[3], second[3]) - max(first[1], second[1])
    return float(shared / max(1, min(first[3] - first[1], second[3] - second[1])))
