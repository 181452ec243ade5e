"""Tables as the reader might return them."""

from digitcam.pictures.corrections import ReadCell, Table, untouched

DOUBTFUL = "!"
"""Ends the text of a cell that is read with a low confidence."""


def table(*rows: list[str]) -> Table:
    """Return a table that was read; texts that end in "!" are doubtful."""
    return untouched(tuple(tuple(map(cell, row)) for row in rows))


def cell(text: str) -> ReadCell:
    """Return a cell; its crop is its text."""
    if not text:
        return ReadCell()
    read = text.removesuffix(DOUBTFUL)
    return ReadCell(read, 0.5 if text.endswith(DOUBTFUL) else 0.98, crop=read.encode())
