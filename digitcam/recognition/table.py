"""Step 7, arrange: the digits of each line → cells, rows and columns.

Cells stand in one column if an empty strip separates them from their neighbours in every row. Sheets are turned and
seen at an angle, so several shears are tried; the best one has the narrowest columns. Where there are no columns, lines
are split where two digits are further apart than people write one number. In a ruled grid the boxes decide
(`grid_cells`).
"""

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.constants import LEADING_SEPARATORS
from digitcam.recognition.grid import dark_on_light, find_boxes
from digitcam.recognition.grid_cells import arrange
from digitcam.recognition.separators import find_gaps
from digitcam.recognition.strips import NUMBER_GAP, SHEARS, digit_height, straightened, strip_numbers

CellLengths: TypeAlias = tuple[tuple[int, ...], ...]
"""Number of digits of each cell, line by line; as in `digitcam.readings.Reading`."""

EVEN_GAP: Final = 3.0
"""A gap belongs to a number if it is at most this multiple of the number's narrow gaps: some people write widely,"""

MAX_UNEVEN: Final = 1.0
"""and at most so much wider than they are, in heights of a digit."""

NARROW_QUANTILE: Final = 0.25
"""The quantile that stands for the narrow gaps of a line. A lower one would take the gap between a 7 and what stands
under its bar for all of them; at a higher one, numbers of a single digit would set it."""

MAX_NUMBER_GAP: Final = 2.5
"""Gap in a line from which two digits are never one number, in heights of a digit."""

MIN_ROWS: Final = 3
"""Minimum number of lines for columns: in two, digits stand under each other by chance."""

MIN_FILLED: Final = 0.4
"""Minimum share of cells that are not empty for columns. Raising it takes sparse tables for scattered numbers."""


MIN_GRID_DIGITS: Final = 2
"""Minimum number of digits for which a grid is looked for; one digit is one number."""

_INSIDE: Final = (".", ",", "/", ":")
"""Separators that stand inside a number. A minus sign may begin the next one."""


def with_cells(reading: Reading, grey: NDArray[np.uint8]) -> Reading:
    """Arrange the digits of a reading in cells; its separators are known.

    Args:
        reading: The digits, line by line.
        grey: (h, w) uint8, the part of the picture that was read.
    """
    return _in_grid(reading, grey) or replace(reading, cell_lengths=cell_lengths(list(map(_reaches, reading.lines))))


def _in_grid(reading: Reading, grey: NDArray[np.uint8]) -> Reading | None:
    """Arrange the digits by the boxes of a ruled grid; None if there is none."""
    if len(reading.digits) < MIN_GRID_DIGITS:
        return None
    left, top = reading.region[:2]
    lines = [[digit.box.shifted(-left, -top) for digit in line] for line in reading.lines]
    reaches = [[box.shifted(-left, -top) for box in _reaches(line)] for line in reading.lines]
    digits = [box for line in lines for box in line]
    boxes = find_boxes(dark_on_light(grey, digits), digit_height(digits))
    arranged = arrange(lines, boxes, reaches)
    if arranged is None:
        return None
    rows = tuple(tuple(reading.digits[index] for index in line) for line in arranged.lines)
    starts = [set(accumulate(lengths, initial=0)) for lengths in arranged.cell_lengths]
    return replace(reading, lines=tuple(map(_with_starts, rows, starts)), cell_lengths=arranged.cell_lengths)


def _with_starts(line: Sequence[Digit], starts: Container[int]) -> tuple[Digit, ...]:
    """Remove separators that cannot begin a number; in a grid they are usually the line between two boxes."""
    return tuple(
        replace(digit, before="") if index in starts and digit.before not in LEADING_SEPARATORS else digit
        for index, digit in enumerate(line)
    )


def _reaches(line: Sequence[Digit]) -> list[Box]:
    """Return the boxes of a line's digits; a digit after a separator reaches to the one before, as one number does."""
    boxes = [digit.box for digit in line]
    gaps = find_gaps(np.array(boxes, np.float32))
    for index, (before, after) in enumerate(pairwise(line), 1):
        begins = gaps[index].leads and after.before in LEADING_SEPARATORS
        if after.before in _INSIDE and not begins:
            boxes[index] = after.box._replace(x0=min(after.box.x0, before.box.x1))
    return boxes


def cell_lengths(lines: Sequence[Sequence[Box]]) -> CellLengths:
    """Arrange the digits of each line in cells, each one number.

    Args:
        lines: The boxes of the digits, line by line from the top, each from the left; no line is empty.

    Returns:
        The number of digits of each cell, line by line. If columns are found, all lines have the same number of cells,
        and 0 stands for a cell without a number. Else each line has only the numbers that were written.

    Examples:
        >>> cell_lengths([[Box(0, 0, 20, 40), Box(25, 0, 45, 40), Box(145, 0, 165, 40)]])
        ((2, 1),)
    """
    if len(lines) >= MIN_ROWS:
        rows = _with_columns(lines)
        cells = [length for row in rows for length in row]
        if np.count_nonzero(cells) >= MIN_FILLED * len(cells):
            return rows
    if all(len(line) == 1 for line in lines):
        return ((1,),) * len(lines)
    height = digit_height(box for line in lines for box in line)
    return tuple(_split(line, height) for line in lines)


def _with_columns(lines: Sequence[Sequence[Box]]) -> CellLengths:
    flat = [box for line in lines for box in line]
    boxes = np.array(flat, np.float64) / digit_height(flat)
    of_line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    numbers = _without_narrow(strip_numbers(straightened(boxes, SHEARS)), boxes, of_line)
    lengths = np.zeros((len(lines), int(numbers.max()) + 1), np.int64)
    np.add.at(lengths, (of_line, numbers), 1)
    return tuple(map(tuple, lengths.tolist()))


def _without_narrow(
    numbers: NDArray[np.int64], boxes: NDArray[np.float64], of_line: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Join columns whose digits are no further apart than those of one number: people write lists of numbers widely.

    Args:
        numbers: (N,), the digits' columns.
        boxes: (N, 4), in heights of a digit, line by line, each from the left.
        of_line: (N,), the digits' lines.

    Returns:
        (N,), the columns that remain.
    """
    gaps, steps = boxes[1:, 0] - boxes[:-1, 2], np.diff(numbers)
    is_level = np.diff(of_line) == 0
    across = [gaps[is_level & (steps == 1) & (numbers[1:] == column)] for column in range(1, int(numbers.max()) + 1)]
    within = gaps[is_level & (steps == 0)]
    if not len(within) and across:
        # All columns have a single digit: either all are numbers of their own, or none is.
        across = [np.concatenate(across)] * len(across)
    widest = _widest_in_number(within.tolist())
    stays = [not len(each) or np.median(each) > widest for each in across]
    return np.concatenate([[0], np.cumsum(stays)]).astype(np.int64)[numbers]


def _split(line: Sequence[Box], height: float) -> tuple[int, ...]:
    """Split a line where two digits are further apart than people write one number."""
    gaps = [(after.x0 - before.x1) / height for before, after in pairwise(line)]
    widest = _widest_in_number(gaps)
    starts = [0, *(index for index, gap in enumerate(gaps, 1) if gap > widest), len(line)]
    return tuple(end - start for start, end in pairwise(starts))


def _widest_in_number(gaps: Sequence[float]) -> float:
    """Return the widest gap between two digits that may be one number.

    Args:
        gaps: Those of the line, or those that are known to lie in numbers, in heights of a digit.

    Examples:
        >>> [_widest_in_number(gaps) for gaps in ([], [0.2, 1.5], [0.5, 0.6, 1.2, 0.5], [1.6, 1.7])]
        [1.1, 1.1, 1.5, 2.5]
    """
    if not gaps:
        return NUMBER_GAP
    narrow = sorted(gaps)[int(NARROW_QUANTILE * (len(gaps) - 1))]
    return min(MAX_NUMBER_GAP, max(NUMBER_GAP, min(EVEN_GAP * narrow, narrow + MAX_UNEVEN)))
