"""What *Keep readings* keeps: stored in the visitor's notebook, listed, and undone."""

import time
from datetime import UTC, datetime
from typing import Final, NamedTuple

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.notebook.entries import Entry
from digitcam.pictures.encoding import jpeg
from digitcam.pictures.export import one_line
from digitcam.ui import texts
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
    """A reading in the notebook.

    Attributes:
        id: As in `StoredEntry`.
        number: What was read.
    """

    id: int
    number: str


def kept_readings(queue: KeptQueue, notebook: str | None, *, keeps_up: bool) -> None:
    """Store the waiting readings in the notebook, and list the latest, each with an *undo* button.

    Args:
        queue: Readings that wait to be stored.
        notebook: Name of the notebook; None if readings are not kept, which also forgets the last ones.
        keeps_up: Whether the server reads often enough to keep what is held for two seconds.
    """
    state = st.session_state
    if notebook != state.get(NOTEBOOK):
        _leave(queue)
    if notebook is None:
        return
    state[NOTEBOOK] = notebook
    state.setdefault(SINCE, datetime.now(UTC))
    _store_waiting(queue, notebook)
    # page.css reserves its height, so that what follows does not move when the first reading is kept.
    with st.container(key="kept", gap="small"):
        is_busy = not keeps_up or queue.lost > state.get(TOLD_LOST, 0)
        busy = f"  \n:orange[{texts.live.KEEP_TOO_BUSY}]" if is_busy else ""
        st.markdown(state.get(NOTE, texts.live.NOTHING_KEPT_YET) + busy)
        state[SHOWN_LOST] = queue.lost
        _list(notebook, state.get(KEPT, ()))


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
        try:
            added = notebooks().add(notebook, _entry(kept))
        except NotebookError as exc:
            state[NOTE] = f":red[{escape(str(exc))}]"
            state[RETRY] = time.monotonic() + RETRY_S
            return
        queue.drop_oldest()
        number = one_line(kept.reading.text)
        state[KEPT] = (Kept(added.id, number), *state.get(KEPT, ()))[:LISTED]
        state[NOTE] = texts.live.KEPT.format(number=escape(number), count=added.total) + _replaced_note()
        state[TOLD_LOST] = state.get(SHOWN_LOST, 0)


def _entry(kept: KeptReading) -> Entry:
    number = one_line(kept.reading.text)
    return Entry(number, kept.reading.confidence, jpeg(kept.picture), kept.kept_at, read=number)


def _list(notebook: str, kept: tuple[Kept, ...]) -> None:
    with st.container(horizontal=True, key="kept_list", gap="small"):
        for each in kept:
            is_long = len(each.number) > MAX_CHARACTERS
            shown = f"{each.number[: MAX_CHARACTERS - 1]}…" if is_long else each.number
            st.button(
                texts.live.UNDO_KEPT.format(number=escape(shown)),
                key=f"undo_{each.id}",
                icon=":material/undo:",
                on_click=_undo,
                args=(notebook, each),
            )


def _undo(notebook: str, kept: Kept) -> None:
    """Delete a reading from the notebook; a callback."""
    state = st.session_state
    try:
        notebooks().delete(notebook, [kept.id])
        count = notebooks().count(notebook)
    except NotebookError as exc:
        state[NOTE] = f":red[{escape(str(exc))}]"
        return
    state[KEPT] = tuple(each for each in state.get(KEPT, ()) if each.id != kept.id)
    state[NOTE] = texts.live.UNDONE.format(number=escape(kept.number), count=count)


def _replaced_note() -> str:
    """Return a sentence if the database was replaced and the visitor does not know; empty if not."""
    found = replaced_at()
    if found is None or st.session_state.get(TOLD_REPLACED) == found:
        return ""
    st.session_state[TOLD_REPLACED] = found
    return f"  \n:orange[{texts.readings.REPLACED}]"
