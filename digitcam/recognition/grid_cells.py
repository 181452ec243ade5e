"""Arrange digits by the boxes of a ruled grid: those in one box are one number, however far apart they are."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.recognition.grid_sides import join_numbers, split_beside
from digitcam.recognition.rows import SLOPES
from digitcam.recognition.strips import SHEARS, Slant, digit_height, find_slant, strip_numbers

MIN_IN_BOXES: Final = 0.5
"""Minimum share of the digits that stand in boxes. With fewer the boxes are something else, such as the frame of a
title."""

MIN_BOXES: Final = 3
"""Minimum number of boxes of a grid."""

MAX_BOXES: Final = 1000
"""Maximum number of boxes: every two are compared, and a table of more is not read at this size."""

CROSSING: Final = 0.25
"""A side of a box crosses a digit if it is further than this from the digit's edges, share of the digit's width."""

MAX_CROSSING: Final = 0.15
"""Maximum share of the digits that a side of a box crosses. If it is larger, the paper is squared, and numbers run
across its squares."""

MIN_SHARE: Final = 0.25
"""Columns and rows with fewer boxes are dropped; share of the number in the column or row that has most."""

NEXT_ROW: Final = 0.5
"""Largest distance, or overlap, of boxes in neighbouring rows, share of the smaller one's height."""

_EXCHANGED: Final = [1, 0, 3, 2]
"""Exchanges x and y of boxes."""

MIDDLE: Final = 1 / 3
"""Part of a box's width that stands for it when columns are looked for, so that neighbours leave an empty strip."""


class Arranged(NamedTuple):
    """Digits in rows and columns.

    Attributes:
        lines: Indices of the digits of each row, from the left.
        cell_lengths: Number of digits of each cell, row by row; 0 for an empty one.
    """

    lines: tuple[tuple[int, ...], ...]
    cell_lengths: tuple[tuple[int, ...], ...]


def arrange(
    lines: Sequence[Sequence[Box]],
    boxes: NDArray[np.float32],
    reaches: Sequence[Sequence[Box]] | None = None,
) -> Arranged | None:
    """Arrange digits by the boxes around them.

    A digit in no box gets the row and the column of the box nearest to it in y and in x. Numbers left and right of the
    grid have columns of their own. Lines above and below all boxes stay as they are.

    Args:
        lines: The digits' boxes, line by line from the top, each from the left; pixels.
        boxes: (N, 4) float32 xyxy, pixels, as `grid.find_boxes` finds them.
        reaches: The digits' boxes with the separators before them; None if there are none.

    Returns:
        The rows and columns that have digits, as indices into all digits one line after the other; None if these boxes
        are no grid of at least two columns with most of the digits in it, or if boxes of a whole row or column are
        missing.
    """
    digits = [box for line in lines for box in line]
    if not digits or not MIN_BOXES <= len(boxes) <= MAX_BOXES:
        return None
    boxes = boxes[~_is_frame(boxes)]
    boxes = boxes[~_is_joined(boxes) & ~_is_joined(boxes[:, _EXCHANGED])]
    if len(boxes) < MIN_BOXES:
        return None
    centres = np.array([((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in digits])
    if _in_any(centres, boxes).mean() < MIN_IN_BOXES:
        return None
    scaled = boxes.astype(np.float64) / (height := digit_height(digits))
    across, down = _strips(scaled, SHEARS), _strips(scaled[:, _EXCHANGED], SLOPES)
    is_part = _is_rare(across.numbers) | _is_rare(down.numbers)
    boxes, scaled, across, down = boxes[~is_part], scaled[~is_part], across.take(~is_part), down.take(~is_part)
    if across.numbers.max(initial=0) < 1:
        return None
    row_of = _level(centres[:, ::-1] / height, scaled[:, _EXCHANGED], down)
    column_of = _level(centres / height, scaled, across)
    outside = (row_of < 0) | (row_of > down.numbers.max())
    line_of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    reach_of = [box for line in reaches or lines for box in line]
    join_numbers(column_of, digits, reach_of, line_of, outside)
    for side in (-1, int(across.numbers.max()) + 1):
        split_beside(column_of, digits, reach_of, row_of, ~outside & (column_of == side))
    arranged = _arranged(np.stack([row_of, line_of * outside], axis=1), column_of, digits)
    if _crosses(digits, boxes) > MAX_CROSSING or any(_is_stacked(cell) for cell in _cells(arranged, digits)):
        return None
    return arranged


def _arranged(row_of: NDArray[np.int64], column_of: NDArray[np.int64], digits: Sequence[Box]) -> Arranged:
    """Sort digits by their rows (N, 2) and columns (N,)."""
    used = np.unique(column_of)
    lines, lengths = [], []
    for row in np.unique(row_of, axis=0):
        of_row = np.flatnonzero((row_of == row).all(axis=1)).tolist()
        lines.append(tuple(sorted(of_row, key=lambda index: (column_of[index], digits[index].x0))))
        lengths.append(tuple(int(np.count_nonzero(column_of[of_row] == column)) for column in used))
    return Arranged(tuple(lines), tuple(lengths))


def _cells(arranged: Arranged, digits: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the digits of each cell."""
    for line, lengths in zip(arranged.lines, arranged.cell_lengths, strict=True):
        for start, end in pairwise(accumulate(lengths, initial=0)):
            yield [digits[index] for index in line[start:end]]


def _is_stacked(cell: Sequence[Box]) -> bool:
    """Return whether one digit of a cell stands above another: the cell is two, and the boxes of one were not found."""
    return any(after.x0 + after.width / 2 < before.x1 for before, after in pairwise(cell))


def _crosses(digits: Sequence[Box], boxes: NDArray[np.float32]) -> float:
    """Return the share of digits that a vertical side of a box crosses, as on squared paper."""
    x0, y0, x1, y1 = np.array(digits, np.float64).T[:, :, None]
    inset, middle = CROSSING * (x1 - x0), (y0 + y1) / 2
    level = (boxes[:, 1] < middle) & (middle < boxes[:, 3])
    through = [(x0 + inset < side) & (side < x1 - inset) for side in (boxes[:, 0], boxes[:, 2])]
    return float(np.mean(np.any(level & (through[0] | through[1]), axis=1)))


def _is_frame(boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which boxes (N,) have the centre of another one in them."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = np.all((boxes[:, None, :2] < centres) & (centres < boxes[:, None, 2:]), axis=2)
    return np.asarray(inside.sum(axis=1) > 1)


def _is_joined(boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which boxes (N,) span two or more boxes of a neighbouring row.

    They are merged cells, or boxes with a broken line between them. For boxes that are joined vertically, x and y are
    exchanged.
    """
    x, y = (boxes[:, [0, 1]] + boxes[:, [2, 3]]).T / 2
    height = boxes[:, 3] - boxes[:, 1]
    within = (boxes[:, :1] < x) & (x < boxes[:, 2:3])
    below = y - y[:, None]
    between = np.abs(below) - (height[:, None] + height) / 2
    is_next = within & (np.abs(between) < NEXT_ROW * np.minimum(height[:, None], height))
    return np.asarray(np.maximum((is_next & (below > 0)).sum(axis=1), (is_next & (below < 0)).sum(axis=1)) > 1)


def _in_any(centres: NDArray[np.float64], boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which points (M, 2) lie in a box: (M,)."""
    inside = (centres[:, None] >= boxes[:, :2]) & (centres[:, None] <= boxes[:, 2:])
    return np.asarray(np.any(np.all(inside, axis=2), axis=1))


class _Strips(NamedTuple):
    """The columns of boxes; their rows if x and y are exchanged.

    Attributes:
        numbers: (N,), each box's column.
        slant: What straightens them.
    """

    numbers: NDArray[np.int64]
    slant: Slant

    def take(self, chosen: NDArray[np.bool_]) -> "_Strips":
        """Return those of some boxes, numbered from 0 without gaps."""
        return _Strips(np.unique(self.numbers[chosen], return_inverse=True)[1].astype(np.int64), self.slant)


def _strips(boxes: NDArray[np.float64], shears: NDArray[np.float64]) -> _Strips:
    """Return the columns of boxes (N, 4), in heights of a digit."""
    middle, half = (boxes[:, [0]] + boxes[:, [2]]) / 2, MIDDLE * (boxes[:, [2]] - boxes[:, [0]]) / 2
    narrow = np.column_stack([middle - half, boxes[:, 1], middle + half, boxes[:, 3]])
    slant = find_slant(narrow, shears)
    return _Strips(strip_numbers(slant.spans(narrow)), slant)


def _is_rare(strips: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which boxes (N,) are in a strip of few: parts of boxes that a long stroke divides."""
    counts = np.bincount(strips)
    return np.asarray(counts[strips] < MIN_SHARE * counts.max())


def _level(centres: NDArray[np.float64], boxes: NDArray[np.float64], strips: _Strips) -> NDArray[np.int64]:
    """Return the column of each point: that of the box nearest in x, and of those equally near the nearest in y.

    Left of all boxes it is -1, and right of them one more than the last. For rows, x and y are exchanged.

    Args:
        centres: (M, 2), in heights of a digit.
        boxes: (N, 4), in heights of a digit.
        strips: The columns of the boxes.

    Returns:
        (M,).
    """
    # On a turned sheet, a box of another row may stand above what is left of all boxes.
    x, left, right = strips.slant.moved(centres)[:, None], *strips.slant.spans(boxes).T
    y = centres[:, 1][:, None]
    beside = np.maximum(np.maximum(left - x, x - right), 0)
    away = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0)
    # The nearest in x counts, and of those equally near the nearest in y.
    nearest = np.lexsort((away, beside), axis=1)[:, 0]
    each = np.arange(len(centres))
    found = strips.numbers[nearest].copy()
    is_outside = beside[each, nearest] > 0
    found[is_outside & (x[:, 0] < left[nearest]) & (found == 0)] = -1
    found[is_outside & (x[:, 0] > right[nearest]) & (found == strips.numbers.max())] += 1
    return np.asarray(found)
