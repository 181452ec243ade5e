"""The table of kept readings, in which they are corrected and deleted, and undo."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.notebook.entries import StoredEntry
from digitcam.notebook.export import sheet_title
from digitcam.pictures.encoding import data_url
from digitcam.readings import percent
from digitcam.ui import texts
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.readings_edits import ACCEPTED, Table
from digitcam.ui.components.readings_export import visitors_zone
from digitcam.ui.components.readings_view import View, Which
from digitcam.ui.markdown import escape

ROUND: Final = "readings_round"
"""Key in the session state: number of tables shown so far, part of the table's key. With a new key, the browser
replaces the table, and whatever is being typed in it is lost."""

TABLE: Final = "readings_table"
"""Key in the session state: the `Table` that the browser shows."""

GUARDED: Final = "readings_guarded"
"""Key in the session state: whether notebook_changes.js runs in the browser. It tells when nobody is typing; until then
the table is replaced. Without it, the table is replaced after each change."""

MAY_REPLACE: Final = "readings_may_replace"
"""Key in the session state: whether the next run may replace the table. Missing if the visitor caused the run."""

PROBLEM: Final = "readings_problem"
"""Key in the session state: what was not saved, as long as the visitor does nothing else."""

UNDO: Final = "readings_undo"
"""Key in the session state: `Deleted`, what was last deleted in this tab."""

PICTURE_WIDTH_PX: Final = 130
"""Width of the column of pictures, pixels: room for a number of four digits. Streamlit's own choice on a phone is as
narrow as the title."""

TIME_FORMAT: Final = "D MMM YYYY, HH:mm"
"""In the notation of Moment.js. The browser's own format is too wide for a tablet."""


class Deleted(NamedTuple):
    """Readings that were deleted together.

    Attributes:
        notebook: Name of their notebook.
        entries: The readings.
    """

    notebook: str
    entries: Sequence[StoredEntry]


def readings_table(notebook: str, kept: Sequence[StoredEntry], view: View) -> bool:
    """Show the table; `apply_edits` stores the visitor's changes at the next run.

    It keeps showing the same readings, and what the visitor has typed, until it may be replaced.

    Args:
        notebook: Name of the notebook.
        kept: The readings to show, from the top row.
        view: What the visitor has chosen to see; another one replaces the table.

    Returns:
        Whether the browser shows others.
    """
    state = st.session_state
    table: Table | None = state.get(TABLE)
    may_replace = state.pop(MAY_REPLACE, False) or not state.get(GUARDED)
    # Streamlit forgets the edits while another page is shown.
    is_lost = table is None or (table.notebook, table.view) != (notebook, view) or _key() not in state
    if table is None or is_lost or (may_replace and table.differs_from(kept)):
        state[ROUND] = state.get(ROUND, 0) + (table is not None)
        table = state[TABLE] = Table(notebook, view, kept)
    if table.entries:
        _show(table.entries, view)
    else:
        st.info(texts.readings.NO_DOUBTFUL if view.which is Which.DOUBTFUL else texts.readings.NO_CORRECTED)
    return table.differs_from(kept)


def _show(entries: Sequence[StoredEntry], view: View) -> None:
    read = [_read(entry) for entry in entries]
    names = [entry.name for entry in entries]
    st.data_editor(
        {
            **(_places(entries) if view.by_sheet else {}),
            **({"name": names} if any(names) else {}),
            "number": [entry.number for entry in entries],
            **({"read": read} if any(read) else {}),
            "picture": [data_url(entry.picture) for entry in entries],
            **({ACCEPTED: [False for _ in entries]} if view.which is Which.DOUBTFUL else {}),
            "confidence": [percent(entry.confidence) for entry in entries],
            "time": [entry.kept_at for entry in entries],
        },
        key=_key(),
        num_rows="delete",
        disabled=["sheet", "place", "name", "read", "picture", "confidence", "time"],
        alt=texts.readings.TABLE_BY_SHEET if view.by_sheet else texts.readings.TABLE,
        column_config={
            "sheet": texts.readings.COLUMN_SHEET,
            "place": texts.readings.COLUMN_PLACE,
            "name": texts.readings.COLUMN_NAME,
            "number": st.column_config.TextColumn(texts.readings.COLUMN_NUMBER, required=True, max_chars=100),
            "read": st.column_config.TextColumn(texts.readings.COLUMN_READ),
            "picture": st.column_config.ImageColumn(texts.readings.COLUMN_PICTURE, width=PICTURE_WIDTH_PX),
            ACCEPTED: st.column_config.CheckboxColumn(texts.readings.ACCEPT, help=texts.readings.ACCEPT_HELP),
            "confidence": st.column_config.NumberColumn(texts.common.COLUMN_CONFIDENCE, format="%d%%"),
            "time": st.column_config.DatetimeColumn(
                texts.readings.COLUMN_TIME, format=TIME_FORMAT, timezone=str(visitors_zone())
            ),
        },
    )


def _places(entries: Sequence[StoredEntry]) -> dict[str, list[str]]:
    """Return where readings stand, as the columns ``sheet`` and ``place``; empty for those that were kept alone."""
    zone, place = visitors_zone(), texts.readings.PLACE
    cells = [entry.cell for entry in entries]
    return {
        "sheet": [sheet_title(entry, zone) for entry in entries],
        "place": ["" if cell is None else place.format(row=cell.row + 1, column=cell.column + 1) for cell in cells],
    }


def _read(entry: StoredEntry) -> str:
    """Return what was read, if a person has made something else of it; "—" if that was nothing."""
    return entry.read or texts.common.NOTHING if entry.is_corrected else ""


def apply_edits() -> str:
    """Store what the visitor changed in the table.

    Returns:
        A message about the changes that were not saved; empty if there are none.
    """
    state = st.session_state
    table: Table | None = state.get(TABLE)
    outcome = table.store(state[_key()]) if table is not None and _key() in state else None
    if table is not None and outcome is not None:
        state[PROBLEM] = "  \n".join(outcome.refused)
        if outcome.deleted:
            state[UNDO] = Deleted(table.notebook, outcome.deleted)
        if not state.get(GUARDED):
            # Streamlit's edits are by row, and the next reading moves every row down.
            state[ROUND] = state.get(ROUND, 0) + 1
            state[TABLE] = None
    elif MAY_REPLACE not in state:
        state.pop(PROBLEM, None)
    return str(state.get(PROBLEM, ""))


def clear(notebook: str) -> None:
    """Delete all readings of a notebook, so that it can be undone; a callback."""
    with _told():
        deleted = notebooks().clear(notebook)
        # Pressed again before the page shows it, the button deletes nothing more.
        if deleted:
            st.session_state[UNDO] = Deleted(notebook, deleted)


def undo_button(notebook: str) -> None:
    """Show a button that restores the readings last deleted here, if there are any."""
    deleted: Deleted | None = st.session_state.get(UNDO)
    if deleted is not None and deleted.notebook == notebook and deleted.entries:
        st.button(texts.readings.UNDO.format(count=len(deleted.entries)), icon=":material/undo:", on_click=_undo)


def _undo() -> None:
    deleted: Deleted | None = st.session_state.get(UNDO)
    if deleted is None:
        # Pressed again before the page shows it.
        return
    with _told():
        notebooks().restore(deleted.notebook, deleted.entries)
        del st.session_state[UNDO]


@contextmanager
def _told() -> Iterator[None]:
    """Let the next run replace the table, or say what was not done."""
    st.session_state[MAY_REPLACE] = True
    st.session_state.pop(PROBLEM, None)
    try:
        yield
    except NotebookError as exc:
        st.session_state[PROBLEM] = escape(texts.readings.NOT_DONE.format(reason=exc))


def _key() -> str:
    return f"readings_table_{st.session_state.get(ROUND, 0)}"
