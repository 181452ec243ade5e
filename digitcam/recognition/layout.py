"""Boxes to lines of writing, in reading order."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

SAME_LINE: Final = 0.4
"""Two boxes are on one line if they share this much of the lower one's height. Half would part a sloping row's digits
of unequal height; a third joins lines that nearly touch."""


def reading_order(boxes: NDArray[np.int32]) -> tuple[tuple[int, ...], ...]:
    """Arrange boxes as people read: lines from the top, each from the left.

    A box joins the line whose nearest box (to its left or right) it stands level with, so sloping rows stay whole.

    Args:
        boxes: (N, 4) x0, y0, x1, y1, any unit.

    Returns:
        For each line the indices into ``boxes``; empty for no boxes.

    Examples:
        >>> reading_order(np.array([[50, 0, 60, 20], [0, 2, 10, 22], [0, 50, 10, 70]], np.int32))
        ((1, 0), (2,))
    """
    lines: list[list[int]] = []
    for index in np.argsort(boxes[:, 0], kind="stable").tolist():
        line = max(lines, key=lambda line: _level(boxes[line[-1]], boxes[index]), default=None)
        if line is not None and _level(boxes[line[-1]], boxes[index]) >= SAME_LINE:
            line.append(index)
        else:
            lines.append([index])
    lines.sort(key=lambda line: float(np.mean(boxes[line][:, [1, 3]])))
    return tuple(tuple(line) for line in lines)


def _level(a: NDArray[np.int32], b: NDArray[np.int32]) -> float:
    """Share of the lower box's height that two boxes (4,) have in common, 0 or less if none."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return float(shared / max(1, min(a[3] - a[1], b[3] - b[1])))
