"""The table of kept readings, in which they are corrected and deleted, and undo."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.notebook.entries import StoredEntry, is_number
from digitcam.pictures.encoding import data_url
from digitcam.readings import percent
from digitcam.ui import texts
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.markdown import escape

ROUND: Final = "readings_round"
"""Key in the session state: number of tables shown so far, part of the table's key. Streamlit remembers edits by row. A
new key makes it forget them once they are stored, before the next reading moves every row down."""

ROWS: Final = "readings_rows"
"""Key in the session state: the ids of the readings shown, from the top row."""

UNDO: Final = "readings_undo"
"""Key in the session state: `Deleted`, what was last deleted in this tab."""

INK_WIDTH_PX: Final = 110
"""Width of the column of pictures, pixels: room for three digits. Streamlit's own choice on a phone is as narrow as the
title."""


class Deleted(NamedTuple):
    """Readings that were deleted together.

    Attributes:
        notebook: Name of their notebook.
        entries: The readings.
    """

    notebook: str
    entries: Sequence[StoredEntry]


def readings_table(notebook: str, kept: Sequence[StoredEntry]) -> None:
    """Show the table; `apply_edits` stores the visitor's changes at the next run.

    Args:
        notebook: Name of the notebook.
        kept: The readings to show, newest first.
    """
    st.session_state[ROWS] = [entry.id for entry in kept]
    st.data_editor(
        {
            "number": [entry.number for entry in kept],
            "picture": [data_url(entry.picture) for entry in kept],
            "confidence": [percent(entry.confidence) for entry in kept],
            "time": [entry.kept_at for entry in kept],
        },
        key=_key(),
        num_rows="delete",
        disabled=["picture", "confidence", "time"],
        alt=texts.readings.TABLE,
        column_config={
            "number": st.column_config.TextColumn(texts.readings.COLUMN_NUMBER, required=True, max_chars=100),
            "picture": st.column_config.ImageColumn(texts.readings.COLUMN_PICTURE, width=INK_WIDTH_PX),
            "confidence": st.column_config.NumberColumn(texts.common.COLUMN_CONFIDENCE, format="%d%%"),
            "time": st.column_config.DatetimeColumn(texts.readings.COLUMN_TIME, format="localized"),
        },
    )


def apply_edits(notebook: str) -> str | None:
    """Store what the visitor changed in the table.

    Returns:
        A message about the changes that were refused, empty if there were none; None if nothing was changed.

    Raises:
        NotebookError: If the database cannot be used.
    """
    changes: dict[str, Any] = st.session_state.get(_key(), {})
    edited, deleted = changes.get("edited_rows", {}), changes.get("deleted_rows", [])
    if not edited and not deleted:
        return None
    rows: list[int] = st.session_state[ROWS]
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    refused = [text for row, change in edited.items() if (text := _correct(notebook, rows[int(row)], change))]
    if deleted:
        st.session_state[UNDO] = Deleted(notebook, notebooks().delete(notebook, [rows[row] for row in deleted]))
    return "  \n".join(refused)


def _correct(notebook: str, entry_id: int, change: dict[str, Any]) -> str | None:
    number = str(change.get("number") or "").strip()
    if not is_number(number):
        return escape(texts.readings.NOT_A_NUMBER.format(text=number))
    notebooks().correct(notebook, entry_id, number)
    return None


def clear(notebook: str) -> None:
    """Delete all readings of a notebook, so that it can be undone; a callback."""
    # If this fails, nothing is deleted, and the page shows the error when it reads the database.
    with suppress(NotebookError):
        st.session_state[UNDO] = Deleted(notebook, notebooks().clear(notebook))


def undo_button(notebook: str) -> None:
    """Show a button that restores the readings last deleted here, if there are any."""
    deleted: Deleted | None = st.session_state.get(UNDO)
    if deleted is not None and deleted.notebook == notebook and deleted.entries:
        st.button(texts.readings.UNDO.format(count=len(deleted.entries)), icon=":material/undo:", on_click=_undo)


def _undo() -> None:
    deleted: Deleted = st.session_state[UNDO]
    with suppress(NotebookError):
        notebooks().restore(deleted.notebook, deleted.entries)
        del st.session_state[UNDO]


def _key() -> str:
    return f"readings_table_{st.session_state.get(ROUND, 0)}"
