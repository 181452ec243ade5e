"""The visitor's notebook: the database, and storing readings of the live page."""

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
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
from digitcam.ui.markdown import escape

LOG: Final = logging.getLogger(__name__)

KEEPER: Final = "keeper"
NOTE: Final = "keep_note"
"""Keys in the session state: the keeper, and the line that says what was kept last."""

CONNECTION: Final = "readings"
"""Name of the connection in Streamlit's secrets."""

SINCE: Final = "notebook_since"
TOLD: Final = "notebook_told"
"""Keys in the session state: the time from which this visitor has used the database, and the time of the last
replacement that the live page has reported."""


@st.cache_resource(show_spinner=False)
def notebooks() -> Notebooks:
    """Return the database that all visitors share.

    It is an SQLite file, or ``connections.readings`` of Streamlit's secrets.

    Raises:
        NotebookError: If it cannot be used.
    """
    try:
        engine = st.connection(CONNECTION, type="sql", pool_pre_ping=True, **_default()).engine
    except NotebookError:
        raise
    except ModuleNotFoundError as exc:
        _log_once(str(exc))
        raise NotebookError(texts.readings.NO_DRIVER) from exc
    except Exception as exc:  # whatever Streamlit and SQLAlchemy say of wrong secrets
        _log_once(f"{type(exc).__name__}: {exc}")
        raise NotebookError(texts.readings.WRONG_CONNECTION) from exc
    return Notebooks(engine)


def _default() -> Mapping[str, Any]:
    # Empty if the secrets have the connection: arguments would take precedence.
    if not st.secrets.load_if_toml_exists():
        if any(Path(path).exists() for path in st.get_option("secrets.files")):
            # Without this, readings would be kept in a file instead of the database that the secrets name.
            _log_once("the secrets cannot be loaded")
            raise NotebookError(texts.readings.WRONG_SECRETS)
    elif CONNECTION in st.secrets.get("connections", {}):
        return {}
    return {"url": f"sqlite:///{default_readings_path().absolute()}"}


@cache
def _log_once(reason: str) -> None:
    LOG.error("The database of the readings is configured wrongly: %s", reason)


def replaced_at() -> datetime | None:
    """Return when the database was deleted or replaced since this visitor first used it; None if it was not."""
    since: datetime = st.session_state.setdefault(SINCE, datetime.now(UTC))
    found = notebooks().replaced_at
    return found if found is not None and found >= since else None


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
    st.session_state.setdefault(SINCE, datetime.now(UTC))
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
        st.session_state[NOTE] = texts.live.KEPT.format(number=escape(number), count=count) + _replaced_note()
    except NotebookError as exc:
        st.session_state[NOTE] = f":red[{escape(str(exc))}]"
        # A new keeper tries again once the reading has been stable for another second.
        st.session_state[KEEPER] = Keeper()


def _replaced_note() -> str:
    """Return a sentence if the database was replaced and the visitor does not know; empty if not."""
    found = replaced_at()
    if found is None or st.session_state.get(TOLD) == found:
        return ""
    st.session_state[TOLD] = found
    return f"  \n:orange[{texts.readings.REPLACED}]"
