"""The table of a picture: edited, and copied to the clipboard."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from digitcam.pictures.corrections import Table, column_name
from digitcam.pictures.table_export import tab_separated
from digitcam.ui import texts
from digitcam.ui.components.picture_corrections import Corrections, corrections_of
from digitcam.ui.components.picture_reading import Result

MAX_CHARACTERS: Final = 100
"""Longest text of a cell, characters."""

UNSURE: Final = "unsure"
"""Name of the editor's column about doubtful cells."""

_copy = st.components.v2.component(
    "digitcam_copy",
    js=Path(__file__).with_name("copy.js").read_text("utf-8"),
    css=Path(__file__).with_name("copy.css").read_text("utf-8"),
)


def apply_edits(result: Result) -> Corrections:
    """Apply what the visitor has edited in a picture's table; return its corrections."""
    corrections = corrections_of(result.id, result.rows)
    corrections.edit(st.session_state.get(_key(result, corrections)))
    return corrections


def show_table(result: Result) -> None:
    """Show a picture's table, in which it is corrected, and the button that copies it."""
    corrections = corrections_of(result.id, result.rows)
    shown = corrections.shown
    columns = {column_name(column): [row.texts[column] for row in shown.rows] for column in range(shown.columns)}
    config: dict[str, Any] = {
        column_name(column): st.column_config.TextColumn(
            texts.pictures.COLUMN.format(number=column + 1), max_chars=MAX_CHARACTERS
        )
        for column in range(shown.columns)
    }
    unsure = [_unsure(shown, row.origin) for row in shown.rows]
    if any(unsure):
        columns[UNSURE] = unsure
        config[UNSURE] = st.column_config.TextColumn(
            texts.pictures.COLUMN_UNSURE, help=texts.pictures.UNSURE_HELP, disabled=True
        )
    st.data_editor(
        columns,
        key=_key(result, corrections),
        num_rows="dynamic",
        # All rows, so that they can be compared with the picture.
        height="content",
        hide_index=True,
        alt=texts.pictures.TABLE_OF.format(name=result.record["file"]),
        column_config=config,
    )
    data = {
        "text": tab_separated(corrections.table),
        "label": texts.pictures.COPY,
        "copied": texts.pictures.COPIED,
        "failed": texts.pictures.NOT_COPIED,
    }
    _copy(key=f"copy_{result.id}", data=data)


def _unsure(table: Table, row: int | None) -> str:
    """Return in which columns of a row there are doubtful cells; empty if in none."""
    columns = [str(place.column + 1) for place in table.doubtful() if place.row == row]
    return texts.pictures.UNSURE_CELLS.format(columns=", ".join(columns)) if columns else ""


def _key(result: Result, corrections: Corrections) -> str:
    return f"cells_{result.id}_{corrections.round}"
