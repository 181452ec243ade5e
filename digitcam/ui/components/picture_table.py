"""The table of a picture: edited, and copied to the clipboard."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from digitcam.pictures.corrections import Place, Row
from digitcam.pictures.rules import Spot
from digitcam.pictures.table_export import NamedTable, column_headings, tab_separated
from digitcam.readings import percent
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result
from digitcam.ui.components.picture_corrections import MAX_CHARACTERS, Corrections, corrections_of, parse_edits
from digitcam.ui.components.picture_violations import place_of, reason, row_label

_component = st.components.v2.component(
    "digitcam_table",
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
)

_copy = st.components.v2.component(
    "digitcam_copy",
    js=Path(__file__).with_name("copy.js").read_text("utf-8"),
    css=Path(__file__).with_name("copy.css").read_text("utf-8"),
)

WORDS: Final = {
    "hint": texts.pictures.TO_CELL,
    "row": texts.columns.ADDED_ROW,
    "undo": texts.columns.UNDO_DELETE,
    "remove": texts.columns.DELETE,
    "show": texts.pictures.SHOW_NUMBER,
    "longest": MAX_CHARACTERS,
}
"""What `picture_table.js` says."""


def apply_edits(result: Result) -> None:
    """Apply what the visitor has edited in a picture's table since the last run."""
    corrections = corrections_of(result.id, result.rows)
    corrections.edit(parse_edits(st.session_state.get(table_key(result.id), {}).get("edits")))
    row = st.session_state.get(_insert_key(result))
    # A row that is no longer there is the text of its choice.
    if isinstance(row, int):
        corrections.insert(row)


def show_table(result: Result, named: NamedTable) -> None:
    """Show a picture's table, in which it is corrected, and the button that copies it.

    Args:
        result: The page of the picture.
        named: Its table as it is now.
    """
    corrections = corrections_of(result.id, result.rows)
    shown = {
        "picture": result.id,
        "label": texts.pictures.TABLE_OF.format(name=result.record["file"]),
        "first": texts.columns.NAME if any(named.names) else "",
        "headings": column_headings(named),
        "rows": [_row(number, row, named, corrections) for number, row in enumerate(named.table.rows)],
        "undo": bool(corrections.deleted),
        "applied": corrections.applied,
        "words": WORDS,
    }
    _component(key=table_key(result.id), data=shown, on_edits_change=lambda: None)
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


def table_key(result_id: str) -> str:
    """Return the key of the component that shows a table."""
    return f"cells_{result_id}"


def _row(number: int, row: Row, named: NamedTable, corrections: Corrections) -> dict[str, Any]:
    """Return what the browser shows of a row."""
    name = named.names[number] if named.names else ""
    return {
        "key": row.key,
        "label": name or texts.columns.ROW.format(number=number + 1),
        "head": name if any(named.names) else str(number + 1),
        "cells": [_cell(Spot(number, column), row, named, corrections) for column in range(named.table.columns)],
    }


def _cell(spot: Spot, row: Row, named: NamedTable, corrections: Corrections) -> dict[str, Any]:
    """Return what the browser shows of a cell: how sure the reader was, until a person has checked it."""
    violation = named.violations.get(spot)
    cell = {
        "text": row.texts[spot.column],
        "place": place_of(named, spot),
        "rule": "" if violation is None else reason(violation),
        "sure": "",
    }
    if row.origin is None:
        return cell
    place = Place(row.origin, spot.column)
    read = named.table.cell(place)
    if read.is_doubtful and place not in corrections.table.checked:
        cell["sure"] = texts.pictures.CELL_SURE.format(percent=percent(read.confidence))
    return cell


def _insert_key(result: Result) -> str:
    """Return the key of the choice of a row to insert: another one after each, so that none is inserted twice.

    What the browser sends before the answer has arrived still has the choice.
    """
    return f"insert_{result.id}_{corrections_of(result.id, result.rows).inserted}"
