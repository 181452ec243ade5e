"""Rows and columns: a reading → a table of cells, each one number.

Cells stand in one column if an empty strip separates them from their neighbours in every row. Sheets are turned and
seen at an angle, so several shears are tried; the best one has the narrowest columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import NO_BOX, Box, Digit, Reading

Spans: TypeAlias = NDArray[np.float64]
"""(N, 2): left and right edges, in heights of a digit."""

COLUMN_GAP: Final = 0.5
"""Minimum width of the empty strip between two columns, in heights of a digit. Raising it joins narrow columns;
lowering it splits numbers whose digits stand under each other. Chosen on rendered sheets that ``evaluate --sheets``
does not show."""

NUMBER_GAP: Final = 1.1
"""Gap between two digits of a line from which they may be two numbers, where no columns are found; in heights."""

EVEN_GAP: Final = 2.0
"""Two digits are one number although they are NUMBER_GAP apart if their gap is less than this multiple of the line's
smallest: some people write widely."""

MIN_ROWS: Final = 3
"""Minimum number of lines for columns: in two, digits stand under each other by chance."""

MIN_FILLED: Final = 0.4
"""Minimum share of cells that are not empty for columns. Raising it takes sparse tables for scattered numbers."""

SHEARS: Final = np.linspace(-0.2, 0.2, 41)
"""Slants of the columns that are tried: horizontal shift over height."""

CONVERGENCES: Final = np.linspace(-0.12, 0.12, 9)
"""Changes of the slant over the sheet's size that are tried: lines that are parallel on paper converge in a picture."""

SLANT_COST: Final = 2.0
"""Width by which columns must become narrower for a slant or convergence of 1, in heights of a digit."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One number in a table; empty if it has no digits.

    Attributes:
        digits: From left to right.
    """

    digits: tuple[Digit, ...] = ()

    @property
    def text(self) -> str:
        """The number as people would type it."""
        return "".join(digit.text for digit in self.digits)

    @property
    def confidence(self) -> float:
        """The lowest confidence of its digits; 0 if there are none."""
        return min((digit.confidence for digit in self.digits), default=0.0)

    @property
    def box(self) -> Box:
        """The smallest box around its digits, in pixels of the picture; `NO_BOX` if there are none."""
        boxes = [digit.box for digit in self.digits]
        if not boxes:
            return NO_BOX
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        return Box(min(x0), min(y0), max(x1), max(y1))


def find_table(reading: Reading) -> tuple[tuple[Cell, ...], ...]:
    """Arrange a reading in rows and columns.

    Args:
        reading: Its lines become the rows.

    Returns:
        The rows, from the top; each with its cells from the left. If columns are found, all rows have the same number
        of cells, and a cell without a number has no digits. Else each row has only the numbers that were written.
    """
    if len(reading.lines) >= MIN_ROWS:
        rows = _with_columns(reading)
        cells = [cell for row in rows for cell in row]
        if sum(bool(cell.digits) for cell in cells) >= MIN_FILLED * len(cells):
            return rows
    height = _digit_height(reading.digits)
    return tuple(_split(line, height) for line in reading.lines)


def _digit_height(digits: Sequence[Digit]) -> float:
    return float(max(1, np.median([digit.box.height for digit in digits]))) if digits else 1.0


def _with_columns(reading: Reading) -> tuple[tuple[Cell, ...], ...]:
    columns = dict(zip(map(id, reading.digits), column_numbers(_straightened(reading.digits)).tolist(), strict=True))
    count = max(columns.values()) + 1
    return tuple(
        tuple(Cell(tuple(d for d in line if columns[id(d)] == column)) for column in range(count))
        for line in reading.lines
    )


def column_numbers(spans: Spans) -> NDArray[np.int64]:
    """Return each span's column: columns are separated by gaps of at least `COLUMN_GAP` in which no span lies.

    Examples:
        >>> column_numbers(np.array([[0.0, 1.0], [3.0, 4.0], [0.8, 2.0]])).tolist()
        [0, 1, 0]
    """
    order, gaps = _gaps(spans)
    numbers = np.empty(len(spans), np.int64)
    numbers[order] = np.concatenate([[0], np.cumsum(gaps >= COLUMN_GAP)])
    return numbers


def _gaps(spans: Spans) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the order of the spans from the left, (N,), and the gap before each but the first, (N - 1,)."""
    order = np.argsort(spans[:, 0], kind="stable")
    covered_to = np.maximum.accumulate(spans[order, 1])
    return order, spans[order[1:], 0] - covered_to[:-1]


def _straightened(digits: Sequence[Digit]) -> Spans:
    """Return the digits' spans in the shear and convergence in which the columns are narrowest."""
    boxes = np.array([digit.box for digit in digits], np.float64) / _digit_height(digits)
    half_width = (boxes[:, 2] - boxes[:, 0]) / 2
    x, y = ((boxes[:, [0, 1]] + boxes[:, [2, 3]]) / 2 - boxes.reshape(-1, 2, 2).mean(axis=(0, 1))).T
    size = max(1.0, float(np.ptp(x)), float(np.ptp(y)))

    def spans(shear: float, convergence: float) -> Spans:
        moved = x + (shear + convergence * x / size) * y
        return np.stack([moved - half_width, moved + half_width], axis=1)

    def cost(slant: tuple[float, float]) -> float:
        return _column_width(spans(*slant)) + SLANT_COST * (abs(slant[0]) + abs(slant[1]))

    return spans(*min(((s, c) for s in SHEARS.tolist() for c in CONVERGENCES.tolist()), key=cost))


def _column_width(spans: Spans) -> float:
    """Return the total width of the columns."""
    gaps = _gaps(spans)[1]
    return float(spans[:, 1].max() - spans[:, 0].min() - gaps[gaps >= COLUMN_GAP].sum())


def _split(line: Sequence[Digit], height: float) -> tuple[Cell, ...]:
    """Split a line where two digits are further apart than people write one number."""
    gaps = [(after.box.x0 - before.box.x1) / height for before, after in pairwise(line)]
    widest = max(NUMBER_GAP, EVEN_GAP * min(gaps, default=0))
    starts = [0, *(index for index, gap in enumerate(gaps, 1) if gap > widest), len(line)]
    return tuple(Cell(tuple(line[start:end])) for start, end in pairwise(starts))
