"""What *Keep readings* keeps: stored in the visitor's notebook, listed, and undone."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.notebook.entries import Entry, SheetCell, new_sheet_id
from digitcam.notebook.turns import Person
from digitcam.pictures.encoding import jpeg
from digitcam.pictures.export import one_line
from digitcam.ui import texts
from digitcam.ui.components.names import next_person, person_kept, person_taken_back, show_next
from digitcam.ui.components.notebook import SINCE, notebooks, replaced_at
from digitcam.ui.markdown import escape
from digitcam.video.kept import KeptQueue, KeptReading

# Keys in the session state.

NOTEBOOK: Final = "kept_in"
"""Name of the notebook in use."""

KEPT: Final = "kept"
"""The listed readings, newest first."""

NOTE: Final = "keep_note"
"""The line about the latest reading."""

COUNT: Final = "kept_count"
"""Number of readings that were stored while this visitor has been here."""

RETRY: Final = "keep_again_at"
"""Time before which storing is not tried again, seconds."""

SHOWN_LOST: Final = "kept_lost_shown"
"""Number of lost readings when the page was last drawn."""

TOLD_LOST: Final = "kept_lost_told"
"""The same when a reading was last stored: what is above it is reported."""

TOLD_REPLACED: Final = "notebook_told"
"""Time of the last replacement of the database that was reported."""

LISTED: Final = 5
"""Number of kept readings that are listed."""

MAX_CHARACTERS: Final = 12
"""Maximum number of characters of a listed reading; longer ones are cut."""

RETRY_S: Final = 1.0
"""Time after which storing is tried again if it failed, seconds."""


class Kept(NamedTuple):
    """A reading in the notebook: a number, or all numbers of a sheet.

    Attributes:
        ids: As in `StoredEntry`.
        number: What was read; of a sheet, how many numbers.
        person: Whose it is; None without a list of names.
        of_stream: As `KeptReading.number`.
    """

    ids: Sequence[int]
    number: str
    person: Person | None
    of_stream: int

    @property
    def label(self) -> str:
        """What it is called on its button."""
        return self.number if self.person is None else self.person.name


def kept_readings(queue: KeptQueue, notebook: str | None, *, keeps_up: bool) -> int:
    """Store the waiting readings in the notebook, and list the latest, each with an *undo* button.

    Args:
        queue: Readings that wait to be stored.
        notebook: Name of the notebook; None if readings are not kept, which also forgets the last ones.
        keeps_up: Whether the server reads often enough to keep what is held for two seconds.

    Returns:
        Number of readings that were stored while this visitor has been here.
    """
    state = st.session_state
    if notebook != state.get(NOTEBOOK):
        _leave(queue)
    if notebook is None:
        return int(state.get(COUNT, 0))
    state[NOTEBOOK] = notebook
    state.setdefault(SINCE, datetime.now(UTC))
    _store_waiting(queue, notebook)
    # page.css reserves its height, so that what follows does not move when the first reading is kept.
    with st.container(key="kept", gap="small"):
        show_next()
        is_busy = not keeps_up or queue.lost > state.get(TOLD_LOST, 0)
        busy = f"  \n:orange[{texts.live.KEEP_TOO_BUSY}]" if is_busy else ""
        st.markdown(state.get(NOTE, texts.live.NOTHING_KEPT_YET) + busy)
        state[SHOWN_LOST] = queue.lost
        _list(notebook, state.get(KEPT, ()))
    return int(state.get(COUNT, 0))


def _leave(queue: KeptQueue) -> None:
    """Store what waits in the notebook that was in use, if there was one, and forget the last readings."""
    state = st.session_state
    if NOTEBOOK in state:
        _store_waiting(queue, state.pop(NOTEBOOK))
    for key in (KEPT, NOTE, RETRY):
        state.pop(key, None)


def _store_waiting(queue: KeptQueue, notebook: str) -> None:
    state = st.session_state
    while (kept := queue.oldest()) is not None and time.monotonic() >= state.get(RETRY, 0):
        before = _replaced(kept)
        person = before.person if before else next_person()
        entries = list(_entries(kept, "" if person is None else person.name))
        try:
            ids = (
                notebooks().replace(notebook, before.ids, entries) if before else notebooks().add_all(notebook, entries)
            )
        except NotebookError as exc:
            state[NOTE] = f":red[{escape(str(exc))}]"
            state[RETRY] = time.monotonic() + RETRY_S
            return
        queue.drop_oldest()
        if before and not ids:
            # Somebody works on the part that is stored.
            continue
        if before is None:
            person_kept()
        state[COUNT] = state.get(COUNT, 0) + 1
        number = texts.live.NUMBERS.format(numbers=len(ids)) if kept.cells else one_line(kept.reading.text)
        listed = [each for each in state.get(KEPT, ()) if each != before]
        state[KEPT] = (Kept(ids, number, person, kept.number), *listed)[:LISTED]
        state[NOTE] = _note(notebook, kept, person) + _replaced_note()
        state[TOLD_LOST] = state.get(SHOWN_LOST, 0)


def _replaced(kept: KeptReading) -> Kept | None:
    """Return the listed part of a sheet in whose place the whole sheet is kept; None if there is none."""
    listed: Sequence[Kept] = st.session_state.get(KEPT, ())
    return next((each for each in listed if kept.replaces and each.of_stream == kept.replaces), None)


def _entries(kept: KeptReading, name: str) -> Iterator[Entry]:
    """Yield what is stored of a reading: its number, or all numbers of a sheet."""
    if not kept.cells:
        number = one_line(kept.reading.text)
        yield Entry(number, kept.reading.confidence, jpeg(kept.picture), kept.kept_at, read=number, name=name)
    sheet = new_sheet_id()
    for row, column, cell, picture in kept.cells:
        place = SheetCell(sheet, "", row, column)
        yield Entry(cell.text, cell.confidence, jpeg(picture), kept.kept_at, read=cell.text, cell=place, name=name)


def _note(notebook: str, kept: KeptReading, person: Person | None) -> str:
    """Return the line about a reading that was stored."""
    number = one_line(kept.reading.text)
    if kept.cells:
        rows = len({cell.row for cell in kept.cells})
        form = texts.live.NUMBERS_IN_ROW if rows == 1 else texts.live.NUMBERS_IN_ROWS
        number = form.format(numbers=len(kept.cells), rows=rows)
    try:
        count = notebooks().count(notebook)
    except NotebookError as exc:
        return f":red[{escape(str(exc))}]"
    number = escape(number)
    if person is None:
        note = texts.live.KEPT.format(number=number, count=count)
    else:
        note = texts.live.KEPT_FOR.format(name=escape(person.name), number=number, count=count)
    return f"{note}  \n:orange[{texts.live.UNREAD.format(count=kept.unread)}]" if kept.unread else note


def _list(notebook: str, kept: tuple[Kept, ...]) -> None:
    with st.container(horizontal=True, key="kept_list", gap="small"):
        for each in kept:
            is_long = len(each.label) > MAX_CHARACTERS
            shown = f"{each.label[: MAX_CHARACTERS - 1]}…" if is_long else each.label
            st.button(
                texts.live.UNDO_KEPT.format(number=escape(shown)),
                key=f"undo_{each.ids[0]}",
                icon=":material/undo:",
                on_click=_undo,
                args=(notebook, each),
            )


def _undo(notebook: str, kept: Kept) -> None:
    """Delete a reading from the notebook; a callback."""
    state = st.session_state
    try:
        notebooks().delete(notebook, kept.ids)
        count = notebooks().count(notebook)
    except NotebookError as exc:
        state[NOTE] = f":red[{escape(str(exc))}]"
        return
    state[KEPT] = tuple(each for each in state.get(KEPT, ()) if each.ids != kept.ids)
    person_taken_back(kept.person)
    number = kept.number if kept.person is None else f"{kept.person.name}: {kept.number}"
    state[NOTE] = texts.live.UNDONE.format(number=escape(number), count=count)


def _replaced_note() -> str:
    """Return a sentence if the database was replaced and the visitor does not know; empty if not."""
    found = replaced_at()
    if found is None or st.session_state.get(TOLD_REPLACED) == found:
        return ""
    st.session_state[TOLD_REPLACED] = found
    return f"  \n:orange[{texts.readings.REPLACED}]"
