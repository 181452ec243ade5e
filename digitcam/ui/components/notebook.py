"""This visitor's notebook: the database, and which readings are kept in it."""

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
CONNECTION: Final = "readings"


@st.cache_resource(show_spinner=False)
def notebooks() -> Notebooks:
    """Return the database that all visitors share: an SQLite file, or ``connections.readings`` of the secrets.

    Raises:
        NotebookError: If it cannot be used.
    """
    return Notebooks(st.connection(CONNECTION, type="sql", pool_pre_ping=True, **_default()).engine)


def _default() -> Mapping[str, Any]:
    # Arguments would override the secrets.
    if st.secrets.load_if_toml_exists() and CONNECTION in st.secrets.get("connections", {}):
        return {}
    path = default_readings_path().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Created before SQLite does, with permissions for this user alone.
        path.touch(mode=0o600)
    except OSError as exc:
        raise NotebookError(f"Readings cannot be kept in {path} ({exc.strerror}). Set DIGITCAM_READINGS.") from exc
    return {"url": f"sqlite:///{path}"}


def keep_reading(reading: Reading, notebook: str | None) -> None:
    """Keep a reading if it is steady and new, and say so once it is stored; without a notebook, forget the last one."""
    if notebook is None:
        st.session_state.pop(KEEPER, None)
        st.session_state.pop(NOTE, None)
        return
    keeper = st.session_state.setdefault(KEEPER, Keeper())
    if keeper.update(reading, time.monotonic()):
        _keep(reading, notebook)
    # Always one line, so that the first kept reading does not push down what follows.
    st.markdown(st.session_state.get(NOTE, texts.NOTHING_KEPT_YET))


def _keep(reading: Reading, notebook: str) -> None:
    number = one_line(reading.text)
    entry = Entry(number, reading.confidence, png(ink_strip(reading)), datetime.now(UTC))
    try:
        count = notebooks().keep(notebook, entry)
        st.session_state[NOTE] = texts.KEPT.format(number=number, count=count)
    except NotebookError as exc:
        st.session_state[NOTE] = f":red[{exc}]"
        # A new keeper tries again when the reading has been steady for another second.
        st.session_state[KEEPER] = Keeper()
