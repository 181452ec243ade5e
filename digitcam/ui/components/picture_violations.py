"""The cells of a picture's table that are against a rule, in words."""

from typing import Final

import streamlit as st

from digitcam.pictures.columns import Violation
from digitcam.pictures.rules import Spot
from digitcam.pictures.table_export import NamedTable
from digitcam.ui import texts
from digitcam.ui.markdown import escape

LISTED: Final = 5
"""Maximum number of cells that are listed below a table; the others are counted, and are in the strip."""


def show_violations(named: NamedTable) -> None:
    """Name the cells of a table that are against the rules, if there are any."""
    lines = [
        escape(texts.columns.VIOLATION.format(place=place_of(named, spot), reason=reason(violation)))
        for spot, violation in named.violations.items()
    ]
    if len(lines) > LISTED:
        lines[LISTED:] = [texts.columns.MORE_VIOLATIONS.format(count=len(lines) - LISTED)]
    if lines:
        st.warning("  \n".join(lines), icon=":material/rule:")


def reason(violation: Violation) -> str:
    """Return why a cell is against a rule, in words."""
    fault, text, expected = violation
    if fault.value in texts.columns.COUNTED:
        one, several = texts.columns.COUNTED[fault.value]
        expected = one if expected == "1" else several.format(count=expected)
    return texts.columns.FAULTS[fault.value].format(text=text, expected=expected)


def row_label(named: NamedTable, row: int) -> str:
    """Return a row in words: its number, and its name if it has one.

    Without what stands in it: a row that is chosen while a correction is on its way to the server must be known there.
    """
    return ", ".join([texts.columns.ROW.format(number=row + 1), *filter(None, named.names[row : row + 1])])


def place_of(named: NamedTable, spot: Spot) -> str:
    """Return where a cell is, by the names of its row and its column or by their numbers."""
    name = named.names[spot.row] if named.names else ""
    heading = named.rules.column(spot.column).name
    if not name and not heading:
        return texts.pictures.CELL_PLACE.format(row=spot.row + 1, column=spot.column + 1)
    row = name or texts.columns.ROW.format(number=spot.row + 1)
    return f"{row}, {heading or texts.columns.COLUMN.format(number=spot.column + 1)}"
