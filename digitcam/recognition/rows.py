"""Join the parts of a row: on a turned sheet, numbers far apart in one row do not stand level with each other."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.recognition.strips import digit_height, straightened

SLOPES: Final = np.linspace(-0.1, 0.1, 21)
"""Slopes of the rows that are tried: vertical shift over width. Paper held or laid by hand is turned by up to 5
degrees; steeper rows would be made of numbers that were written downwards."""

SAME_ROW: Final = 0.5
"""Maximum vertical distance of two parts of a row on the straightened sheet, in heights of a digit. From 0.3 to 0.6 it
made no difference on rendered sheets that ``evaluate --sheets`` does not show."""

MIN_LINES: Final = 3
"""Minimum number of lines of a sheet; fewer say little about its slope."""

Line = tuple[int, ...]
"""Indices of the boxes of a line, from the left."""


class _Part(NamedTuple):
    """A line, perhaps joined of several.

    Attributes:
        y: The centre of its digits on the straightened sheet, in heights of a digit.
        x0: Its left edge, pixels.
        x1: Its right edge, pixels.
        line: Its boxes.
    """

    y: float
    x0: int
    x1: int
    line: Line


def join_rows(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[Line, ...]:
    """Join lines that are parts of one row.

    Args:
        lines: Lines as `layout.reading_order` returns them.
        boxes: N boxes, pixels.

    Returns:
        The rows, from the top.
    """
    if len(lines) < MIN_LINES:
        return tuple(lines)
    middles = _straightened_middles(boxes)
    parts = sorted(_part(line, boxes, middles) for line in lines)
    rows = {index: parts[index] for index in range(len(parts))}
    row_of = list(rows)
    for _, first, second in _level_pairs(parts):
        upper, lower = row_of[first], row_of[second]
        if upper != lower and _are_one_row(rows[upper], rows[lower]):
            joined = sorted(rows[upper].line + rows.pop(lower).line, key=lambda index: boxes[index].x0)
            rows[upper] = _part(tuple(joined), boxes, middles)
            row_of = [upper if row == lower else row for row in row_of]
    return tuple(row.line for row in sorted(rows.values())) if len(rows) < len(lines) else tuple(lines)


def _straightened_middles(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Return the vertical centres of boxes on the straightened sheet, in heights of a digit: (N,)."""
    exchanged = np.array(boxes, np.float64)[:, [1, 0, 3, 2]] / digit_height(boxes)
    return np.asarray(straightened(exchanged, SLOPES).mean(axis=1))


def _part(line: Line, boxes: Sequence[Box], middles: NDArray[np.float64]) -> _Part:
    of_line = [boxes[index] for index in line]
    y = float(np.median(middles[list(line)]))
    return _Part(y, min(box.x0 for box in of_line), max(box.x1 for box in of_line), line)


def _level_pairs(parts: Sequence[_Part]) -> list[tuple[float, int, int]]:
    """Return the pairs of parts, sorted by y, that are about level: their distance and indices, closest first."""
    pairs = []
    for first, part in enumerate(parts):
        level = bisect_left(parts, part.y + SAME_ROW, first, key=attrgetter("y"))
        pairs += [(parts[second].y - part.y, first, second) for second in range(first + 1, level)]
    return sorted(pairs)


def _are_one_row(first: _Part, second: _Part) -> bool:
    """Return whether two parts stand level and beside each other."""
    return abs(first.y - second.y) < SAME_ROW and (first.x1 <= second.x0 or second.x1 <= first.x0)
