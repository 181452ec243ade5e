"""The share of cells read right on rendered sheets."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.estimates import FEW, OBSERVATION, interval
from digitcam.evaluate.sheets import SHEETS, render_sheet
from digitcam.evaluate.written import Table
from digitcam.recognition.table import Cell
from digitcam.reporting.text import aligned

BARS: Final = {"sheet_column": 0.985, "sheet_table": 0.98, "sheet_gaps": 0.97}
"""Share of cells to be right on each kind of sheet."""

ReadTable: TypeAlias = Callable[[NDArray[np.uint8]], Sequence[Sequence[Cell]]]
"""(H, W) uint8 grey → rows of cells."""


class CellRow(NamedTuple):
    """The result for one kind of sheet.

    Attributes:
        kind: A key of `SHEETS`.
        sheets: Number of sheets.
        cells: Number of cells, empty ones among them.
        right: Number of cells that were read exactly, in the right row and column.
    """

    kind: str
    sheets: int
    cells: int
    right: int


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
    sheets = cells = right = 0
    for number in numbers:
        sheet = render_sheet(kind, number, images)
        right += cells_right([[cell.text for cell in row] for row in read(sheet.picture)], sheet.table)
        sheets, cells = sheets + 1, cells + sum(map(len, sheet.table))
    return CellRow(kind, sheets, cells, right)


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


def text(rows: Sequence[CellRow]) -> str:
    """Return the results as aligned lines."""
    lines = [["", "sheets", "cells", "bar", "right", "95 % interval", ""]]
    for row in rows:
        low, high = interval(row.right, row.cells)
        share = f"{row.right / row.cells:.1%}"
        few = OBSERVATION if row.sheets < FEW else ""
        bounds = f"{low:.1%} to {high:.1%}"
        lines.append([row.kind, str(row.sheets), str(row.cells), f"{BARS[row.kind]:.1%}", share, bounds, few])
    return aligned(lines)


def data(rows: Sequence[CellRow]) -> list[dict[str, Any]]:
    """Return the results as data for JSON."""
    return [
        row._asdict()
        | {"bar": BARS[row.kind], "interval": interval(row.right, row.cells), "observation": row.sheets < FEW}
        for row in rows
    ]
