"""Columns of the numbers outside a ruled grid: above and below it, and left and right of it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.recognition.strips import NUMBER_GAP, SHEARS, digit_height, straightened, strip_numbers


def join_numbers(
    column_of: NDArray[np.int64],
    digits: Sequence[Box],
    reaches: Sequence[Box],
    line_of: NDArray[np.int64],
    outside: NDArray[np.bool_],
) -> None:
    """Move all digits of a number that stands above or below the grid into the column of its first digit.

    Args:
        column_of: (N,), the digits' columns, which are changed.
        digits: N boxes, line by line.
        reaches: N boxes, with the separators before the digits.
        line_of: (N,), the digits' lines.
        outside: (N,), which of them stand above or below.
    """
    near = NUMBER_GAP * digit_height(digits)
    for index, before in enumerate(digits[:-1], 1):
        if outside[index] and line_of[index] == line_of[index - 1] and reaches[index].x0 - before.x1 <= near:
            column_of[index] = column_of[index - 1]


def split_beside(
    column_of: NDArray[np.int64],
    digits: Sequence[Box],
    reaches: Sequence[Box],
    row_of: NDArray[np.int64],
    beside: NDArray[np.bool_],
) -> None:
    """Give numbers that stand apart on one side of the grid columns of their own.

    Args:
        column_of: (N,), the digits' columns, which are changed; on the left they are negative.
        digits: N boxes.
        reaches: N boxes, with the separators before the digits.
        row_of: (N,), the digits' rows.
        beside: (N,), which of them stand on this side.
    """
    numbers = [
        number
        for row in np.unique(row_of[beside]).tolist()
        for number in _numbers(np.flatnonzero(beside & (row_of == row)).tolist(), digits, reaches)
    ]
    if not numbers:
        return
    hulls = np.array([_hull([digits[index] for index in number]) for number in numbers], np.float64)
    strips = strip_numbers(straightened(hulls / digit_height(digits), SHEARS))
    if column_of[numbers[0][0]] < 0:
        strips = strips - strips.max()
    for number, strip in zip(numbers, strips.tolist(), strict=True):
        column_of[number] += strip


def _numbers(row: list[int], digits: Sequence[Box], reaches: Sequence[Box]) -> list[list[int]]:
    """Split the digits of a row where two stand further apart than those of a number."""
    row.sort(key=lambda index: digits[index].x0)
    near = NUMBER_GAP * digit_height(digits)
    numbers = [row[:1]]
    for before, after in pairwise(row):
        if reaches[after].x0 - digits[before].x1 <= near:
            numbers[-1].append(after)
        else:
            numbers.append([after])
    return numbers


def _hull(boxes: Sequence[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))
