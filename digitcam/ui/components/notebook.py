"""The visitor's notebook: the database, and storing readings of the live page."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from digitcam.config import default_readings_path
from digitcam.errors import NotebookError
from digitcam.notebook.entries import Entry
from digitcam.notebook.keeper import Keeper
from digitcam.notebook.store import Notebooks
from digitcam.pictures.encoding import ink_strip, png
from digitcam.pictures.export import one_line
from digitcam.readings import Reading
from digitcam.ui import texts

KEEPER: Final = "keeper"
NOTE: Final = "keep_note"
"""Keys in the session state: the keeper, and the line that says what was kept last."""

CONNECTION: Final = "readings"
"""Name of the connection in Streamlit's secrets."""


@st.cache_resource(show_spinner=False)
def notebooks() -> Notebooks:
    """Return the database that all visitors share.

    It is an SQLite file, or ``connections.readings`` of Streamlit's secrets.

    Raises:
        NotebookError: If it cannot be used.
    """
    return Notebooks(st.connection(CONNECTION, type="sql", pool_pre_ping=True, **_default()).engine)


def _default() -> Mapping[str, Any]:
    # Empty if the secrets have the connection: arguments would take precedence.
    if st.secrets.load_if_toml_exists() and CONNECTION in st.secrets.get("connections", {}):
        return {}
    path = default_readings_path().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # SQLite would create the file readable by other users of the computer.
        path.touch(mode=0o600)
    except OSError as exc:
        raise NotebookError(f"Readings cannot be kept in {path} ({exc.strerror}). Set DIGITCAM_READINGS.") from exc
    return {"url": f"sqlite:///{path}"}


def keep_reading(reading: Reading, notebook: str | None) -> None:
    """Store a reading once it is stable, and show a line about it.

    Args:
        reading: The newest reading.
        notebook: Name of the notebook; None if readings are not kept, which also forgets the last one.
    """
    if notebook is None:
        st.session_state.pop(KEEPER, None)
        st.session_state.pop(NOTE, None)
        return
    keeper = st.session_state.setdefault(KEEPER, Keeper())
    if keeper.update(reading, time.monotonic()):
        _keep(reading, notebook)
    # Always one line, so that what follows does not move when the first reading is kept.
    st.markdown(st.session_state.get(NOTE, texts.live.NOTHING_KEPT_YET))


def _keep(reading: Reading, notebook: str) -> None:
    number = one_line(reading.text)
    entry = Entry(number, reading.confidence, png(ink_strip(reading)), datetime.now(UTC))
    try:
        count = notebooks().keep(notebook, entry)
        st.session_state[NOTE] = texts.live.KEPT.format(number=number, count=count)
    except NotebookError as exc:
        st.session_state[NOTE] = f":red[{exc}]"
        # A new keeper tries again once the reading has been stable for another second.
        st.session_state[KEEPER] = Keeper()
