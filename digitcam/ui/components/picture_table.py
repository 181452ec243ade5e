"""The table of a picture: edited, and copied to the clipboard."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from digitcam.pictures.corrections import Table, column_name
from digitcam.pictures.table_export import NamedTable, column_headings, tab_separated
from digitcam.ui import texts
from digitcam.ui.components.picture_corrections import Corrections, Look, corrections_of
from digitcam.ui.components.picture_reading import Result
from digitcam.ui.components.picture_violations import row_label, row_notes

MAX_CHARACTERS: Final = 100
"""Longest text of a cell, characters."""

UNSURE: Final = "unsure"
"""Name of the editor's column about doubtful cells."""

NAME: Final = "name"
"""Name of the editor's column of names."""

RULES: Final = "rules"
"""Name of the editor's column about cells that are against a rule."""

_copy = st.components.v2.component(
    "digitcam_copy",
    js="".join(Path(__file__).with_name(name).read_text("utf-8") for name in ("settled_keys.js", "copy.js")),
    css=Path(__file__).with_name("copy.css").read_text("utf-8"),
)


def apply_edits(result: Result) -> Corrections:
    """Apply what the visitor has edited in a picture's table; return its corrections."""
    corrections = corrections_of(result.id, result.rows)
    corrections.edit(st.session_state.get(_key(result, corrections)))
    row = st.session_state.get(_insert_key(result))
    if row is not None:
        corrections.insert(row)
        st.session_state[_insert_key(result)] = None
    return corrections


def show_table(result: Result, named: NamedTable) -> None:
    """Show a picture's table, in which it is corrected, and the button that copies it.

    Args:
        result: The page of the picture.
        named: Its table as it is now.
    """
    corrections = corrections_of(result.id, result.rows)
    look = corrections.show(
        Look(tuple(column_headings(named)), _without_end(named.names), _without_end(row_notes(named)))
    )
    columns, config = _editor(corrections.shown, look)
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
        "text": tab_separated(named),
        "label": texts.pictures.COPY,
        "copied": texts.pictures.COPIED,
        "failed": texts.pictures.NOT_COPIED,
    }
    _copy(key=f"copy_{result.id}", data=data)
    st.selectbox(
        texts.columns.INSERT,
        range(len(named.table.rows)),
        None,
        format_func=lambda row: row_label(named, row),
        key=_insert_key(result),
        placeholder=texts.columns.INSERT,
        label_visibility="collapsed",
        width=280,
    )


def _editor(shown: Table, look: Look) -> tuple[dict[str, Sequence[str]], dict[str, Any]]:
    """Return what the editor shows by the names of its columns, and how it shows them."""
    columns: dict[str, Sequence[str]] = {}
    config: dict[str, Any] = {}
    if look.names:
        columns[NAME] = _for_rows(look.names, shown)
        config[NAME] = st.column_config.TextColumn(texts.columns.NAME, disabled=True, pinned=True)
    for column, heading in enumerate(look.headings):
        columns[column_name(column)] = [row.texts[column] for row in shown.rows]
        config[column_name(column)] = st.column_config.TextColumn(heading, max_chars=MAX_CHARACTERS)
    if look.violations:
        columns[RULES] = _for_rows(look.violations, shown)
        config[RULES] = st.column_config.TextColumn(texts.columns.RULES, help=texts.columns.RULES_HELP, disabled=True)
    unsure = [_unsure(shown, row.origin) for row in shown.rows]
    if any(unsure):
        columns[UNSURE] = unsure
        config[UNSURE] = st.column_config.TextColumn(
            texts.pictures.COLUMN_UNSURE, help=texts.pictures.UNSURE_HELP, disabled=True
        )
    return columns, config


def _unsure(table: Table, row: int | None) -> str:
    """Return in which columns of a row there are doubtful cells; empty if in none."""
    columns = [str(place.column + 1) for place in table.doubtful() if place.row == row]
    return texts.pictures.UNSURE_CELLS.format(columns=", ".join(columns)) if columns else ""


def _for_rows(of_rows: Sequence[str], table: Table) -> Sequence[str]:
    """Return a text for each row of a table; "" for the last ones if there are too few."""
    return [*of_rows, *[""] * (len(table.rows) - len(of_rows))]


def _without_end(of_rows: Sequence[str]) -> tuple[str, ...]:
    """Return texts without empty ones at the end."""
    length = max((number for number, text in enumerate(of_rows, 1) if text), default=0)
    return tuple(of_rows[:length])


def _insert_key(result: Result) -> str:
    return f"insert_{result.id}"


def _key(result: Result, corrections: Corrections) -> str:
    return f"cells_{result.id}_{corrections.round}"
