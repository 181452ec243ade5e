"""The share of cells read right on rendered sheets that are upside down or lie on their side."""

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.cells import cells_right
from digitcam.evaluate.estimates import FEW, OBSERVATION, interval
from digitcam.evaluate.readers import WHOLE
from digitcam.evaluate.sheets import SHEETS, render_sheet
from digitcam.evaluate.written import Table
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import Turn, turn_picture
from digitcam.reporting.text import aligned

NAMES: Final[dict[Turn, str]] = {0: "upright", 90: "right side down", 180: "upside down", 270: "left side down"}
"""Name of the position of a sheet, by the degrees that it is turned clockwise."""


class TurnRow(NamedTuple):
    """The result for one turn of the sheets of all kinds.

    Attributes:
        turn: Degrees clockwise by which the sheets were turned.
        sheets: Number of sheets.
        cells: Number of cells, empty ones among them.
        right: Number of cells that were read exactly, in the right row and column.
        wrongly: Number of sheets that were not read the right way up.
        seconds: Time that reading took.
        plain_seconds: Time that reading without looking for a turn took; 0 where a turn has to be found.
    """

    turn: Turn
    sheets: int
    cells: int
    right: int
    wrongly: int
    seconds: float
    plain_seconds: float


def measure(
    recogniser: Recogniser, images: Mnist, count: int, progress: Callable[[range, str], Iterable[int]]
) -> list[TurnRow]:
    """Read the sheets of all kinds in four turns.

    Args:
        recogniser: Reads them.
        images: The dataset; only its test split is used.
        count: Number of sheets of each kind.
        progress: Yields the numbers of the sheets of a kind, and shows how far it is.
    """
    rows: dict[Turn, list[TurnRow]] = {turn: [] for turn in NAMES}
    for kind in SHEETS:
        for number in progress(range(count), f"{kind}, turned"):
            sheet = render_sheet(kind, number, images)
            for turn, of_turn in rows.items():
                of_turn.append(_measure_sheet(recogniser, turn_picture(sheet.picture, turn), sheet.table, turn))
    return [TurnRow(turn, *map(sum, zip(*(row[1:] for row in each), strict=True))) for turn, each in rows.items()]


def _measure_sheet(recogniser: Recogniser, picture: NDArray[np.uint8], table: Table, turn: Turn) -> TurnRow:
    started = time.perf_counter()
    if not turn:
        recogniser.read(picture, WHOLE)
    plain = time.perf_counter()
    read = recogniser.read_page(picture, WHOLE)
    ended = time.perf_counter()
    right = cells_right([[cell.text for cell in row] for row in read.reading.rows], table)
    wrongly = (turn + read.turn) % 360 != 0
    return TurnRow(turn, 1, sum(map(len, table)), right, wrongly, ended - plain, (plain - started) * (not turn))


def text(rows: list[TurnRow]) -> str:
    """Return the results as aligned lines."""
    head = ["", "sheets", "cells", "right", "95 % interval", "turned wrongly", "times the time", ""]
    return aligned([head, *map(_text_row, rows)])


def _text_row(row: TurnRow) -> list[str]:
    low, high = interval(row.right, row.cells)
    return [
        NAMES[row.turn],
        str(row.sheets),
        str(row.cells),
        f"{row.right / row.cells:.1%}",
        f"{low:.1%} to {high:.1%}",
        str(row.wrongly),
        f"{row.seconds / row.plain_seconds:.2f}" if row.plain_seconds else "",
        OBSERVATION if row.sheets < FEW else "",
    ]


def data(rows: list[TurnRow]) -> list[dict[str, Any]]:
    """Return the results as data for JSON."""
    return [
        row._asdict() | {"interval": interval(row.right, row.cells), "observation": row.sheets < FEW} for row in rows
    ]
