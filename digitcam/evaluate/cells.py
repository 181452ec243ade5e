"""The share of cells read right on rendered sheets, and of numbers that gain a separator."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.estimates import FEW, OBSERVATION, interval
from digitcam.evaluate.sheets import SHEETS, Sheet, render_sheet
from digitcam.evaluate.written import Table, has_separator
from digitcam.readings import Cell
from digitcam.reporting.text import aligned

BARS: Final = {
    "sheet_column": 0.985,
    "sheet_table": 0.98,
    "sheet_gaps": 0.97,
    "sheet_separators": 0.93,
    "sheet_card": 0.98,
    "sheet_page": 0.98,
}
"""Share of cells to be right on each kind of sheet."""

GAINED: Final = "gained"
"""Name of the row of numbers without separators in which one was read."""

GAINED_BAR: Final = 0.003
"""Share of numbers without separators that may gain one."""

ReadTable: TypeAlias = Callable[[NDArray[np.uint8]], Sequence[Sequence[Cell]]]
"""(H, W) uint8 grey → rows of cells."""


class CellRow(NamedTuple):
    """The result for one kind of sheet.

    Attributes:
        kind: A key of `SHEETS`.
        sheets: Number of sheets.
        cells: Number of cells, empty ones among them.
        right: Number of cells that were read exactly, in the right row and column.
        numbers: Number of cells with a number; 0 on sheets with separators.
        gained: Number of cells in which a separator was read; 0 on sheets with separators.
    """

    kind: str
    sheets: int
    cells: int
    right: int
    numbers: int = 0
    gained: int = 0


def measure(
    read: ReadTable,
    images: Mnist,
    count: int,
    progress: Callable[[range, str], Iterable[int]],
) -> list[CellRow]:
    """Read sheets of every kind.

    Args:
        read: Reads a sheet.
        images: The dataset; only its test split is used.
        count: Number of sheets of each kind.
        progress: Yields the numbers of the sheets of a kind, and shows how far it is.
    """
    return [_measure_kind(kind, read, images, progress(range(count), kind)) for kind in SHEETS]


def _measure_kind(kind: str, read: ReadTable, images: Mnist, numbers: Iterable[int]) -> CellRow:
    counts = [_measure_sheet(kind, read, render_sheet(kind, number, images)) for number in numbers]
    return _summed(kind, counts)


def _summed(kind: str, rows: Sequence[CellRow]) -> CellRow:
    return CellRow(kind, *(sum(int(row[field]) for row in rows) for field in range(1, len(CellRow._fields))))


def _measure_sheet(kind: str, read: ReadTable, sheet: Sheet) -> CellRow:
    rows = [[cell.text for cell in row] for row in read(sheet.picture)]
    cells, right = sum(map(len, sheet.table)), cells_right(rows, sheet.table)
    if SHEETS[kind].separated:
        return CellRow(kind, 1, cells, right)
    return CellRow(kind, 1, cells, right, filled(sheet.table), sum(has_separator(cell) for row in rows for cell in row))


def filled(table: Table) -> int:
    """Return the number of cells that are not empty."""
    return sum(bool(cell) for row in table for cell in row)


def cells_right(rows: Sequence[Sequence[str]], truth: Table) -> int:
    """Return the number of cells that are right.

    Examples:
        >>> cells_right([["1", "2"], ["3"]], (("1", "2"), ("3", "4")))
        3
    """
    return sum(
        r < len(rows) and c < len(rows[r]) and rows[r][c] == text
        for r, row in enumerate(truth)
        for c, text in enumerate(row)
    )


def gained(rows: Sequence[CellRow]) -> CellRow | None:
    """Return the numbers that gained a separator, on all sheets without any; None if there are no such sheets."""
    plain = [row for row in rows if row.numbers]
    if not plain:
        return None
    return _summed(GAINED, plain)


def text(rows: Sequence[CellRow]) -> str:
    """Return the results as aligned lines."""
    lines = [["", "sheets", "cells", "bar", "right", "95 % interval", ""]]
    lines += [_text_row(row, row.cells, f"{BARS[row.kind]:.1%}", row.right) for row in rows]
    total = gained(rows)
    if total is not None:
        lines.append(_text_row(total, total.numbers, f"≤ {GAINED_BAR:.1%}", total.gained))
    return aligned(lines)


def _text_row(row: CellRow, count: int, bar: str, hits: int) -> list[str]:
    low, high = interval(hits, count)
    few = OBSERVATION if row.sheets < FEW else ""
    return [row.kind, str(row.sheets), str(count), bar, f"{hits / count:.1%}", f"{low:.1%} to {high:.1%}", few]


def data(rows: Sequence[CellRow]) -> list[dict[str, Any]]:
    """Return the results as data for JSON."""
    return [
        row._asdict()
        | {"bar": BARS[row.kind], "interval": interval(row.right, row.cells), "observation": row.sheets < FEW}
        for row in rows
    ]


def gained_data(rows: Sequence[CellRow]) -> dict[str, Any] | None:
    """Return the numbers that gained a separator as data for JSON; None if there are no sheets without any."""
    total = gained(rows)
    if total is None:
        return None
    share = {"interval": interval(total.gained, total.numbers), "observation": total.sheets < FEW}
    return {"sheets": total.sheets, "numbers": total.numbers, "gained": total.gained, "bar": GAINED_BAR} | share
