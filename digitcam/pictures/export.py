"""Readings as rows: for tables and JSON."""

from collections.abc import Sequence
from typing import Any

from digitcam.readings import Cell, Reading
from digitcam.recognition.turning import Turn

LINE_SEPARATOR = " / "
"""Between lines of writing where a text has to stand on one line."""


def one_line(text: str) -> str:
    r"""Return a reading's text without line breaks.

    Examples:
        >>> one_line("12\n7")
        '12 / 7'
    """
    return text.replace("\n", LINE_SEPARATOR)


def as_record(name: str, reading: Reading, turn: Turn = 0) -> dict[str, Any]:
    """Return a picture's reading ready for JSON.

    Args:
        name: The file's name.
        reading: What was read.
        turn: Degrees clockwise by which the picture was turned for it.

    Returns:
        File, text, and digits with confidence and box; ``turned`` if the picture was turned.
    """
    digits = [{"digit": d.label, "confidence": round(d.confidence, 4), "box": list(d.box)} for d in reading.digits]
    record = {"file": name, "text": reading.text, "digits": digits}
    return record | {"turned": turn} if turn else record


def as_table(rows: Sequence[Sequence[Cell]]) -> dict[str, Any]:
    """Return a table ready for JSON: the texts of all cells by rows, and where each cell is that is not empty."""
    cells = [
        {
            "row": row,
            "column": column,
            "text": cell.text,
            "confidence": round(cell.confidence, 4),
            "box": list(cell.box),
        }
        for row, of_row in enumerate(rows)
        for column, cell in enumerate(of_row)
        if cell.digits
    ]
    return {"rows": [[cell.text for cell in of_row] for of_row in rows], "cells": cells}
