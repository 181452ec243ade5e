"""This visitor's notebook: which one it is, and the database it is in."""

import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from digitcam.config import default_readings_path
from digitcam.errors import NotebookError
from digitcam.keeping import Keeper
from digitcam.notebook.entries import Entry, is_notebook_id, new_notebook_id
from digitcam.readings import Reading
from digitcam.records import one_line
from digitcam.tiles import ink, png
from digitcam.ui import texts

if TYPE_CHECKING:
    from digitcam.notebook.store import Notebooks

ADDRESS: Final = "notebook"
"""Its name in the page's address."""

NAME: Final = "notebook_name"
KEEPER: Final = "keeper"
NOTE: Final = "keep_note"
CONNECTION: Final = "readings"


@st.cache_resource(show_spinner=False)
def notebooks() -> "Notebooks":
    """The database, shared by every visitor: SQLite in a file, or what ``connections.readings`` in the secrets says.

    Raises:
        NotebookError: If it cannot be used.
    """
    # Only now: the database's library takes most of a second, and most visitors keep nothing.
    from digitcam.notebook.store import Notebooks

    return Notebooks(st.connection(CONNECTION, type="sql", pool_pre_ping=True, **_default()).engine)


def _default() -> Mapping[str, Any]:
    # Arguments would win over secrets.
    if st.secrets.load_if_toml_exists() and CONNECTION in st.secrets.get("connections", {}):
        return {}
    path = default_readings_path().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Before SQLite makes it: what is kept is for nobody else on this machine.
        path.touch(mode=0o600)
    except OSError as exc:
        raise NotebookError(f"Readings cannot be kept in {path} ({exc.strerror}). Set DIGITCAM_READINGS.") from exc
    return {"url": f"sqlite:///{path}"}


def remember_notebook() -> None:
    """Carry the notebook's name from the address into the session and back, since each change of page empties it."""
    name = st.query_params.get(ADDRESS)
    if name is not None:
        st.session_state[NAME] = name
    elif NAME in st.session_state:
        st.query_params[ADDRESS] = st.session_state[NAME]


def notebook_name() -> str | None:
    """The name in the address, right or wrong; None if there is none."""
    name: str | None = st.session_state.get(NAME)
    return name


def open_notebook() -> str:
    """This visitor's notebook, a new one if there is none yet."""
    name = notebook_name()
    if name is None or not is_notebook_id(name):
        name = new_notebook_id()
        st.session_state[NAME] = st.query_params[ADDRESS] = name
    return name


def keep_reading(reading: Reading, notebook: str | None) -> None:
    """Keep a reading if it is steady and new, and say so once it is safe; without a notebook, forget the last one."""
    if notebook is None:
        st.session_state.pop(KEEPER, None)
        st.session_state.pop(NOTE, None)
        return
    keeper = st.session_state.setdefault(KEEPER, Keeper())
    if keeper.update(reading, time.monotonic()):
        _keep(reading, notebook)
    # Always a line, so that the first one kept does not push down what follows.
    st.markdown(st.session_state.get(NOTE, texts.NOTHING_KEPT_YET))


def _keep(reading: Reading, notebook: str) -> None:
    number = one_line(reading.text)
    entry = Entry(number, reading.confidence, png(ink(reading)), datetime.now(timezone.utc))
    try:
        count = notebooks().keep(notebook, entry)
        st.session_state[NOTE] = texts.KEPT.format(number=number, count=count)
    except NotebookError as exc:
        st.session_state[NOTE] = f":red[{exc}]"
        # It tries again when the reading has stood for another second.
        st.session_state[KEEPER] = Keeper()
