"""The database of all notebooks."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from digitcam.config import default_readings_path
from digitcam.errors import NotebookError
from digitcam.notebook.store import Notebooks
from digitcam.ui import texts

LOG: Final = logging.getLogger(__name__)

CONNECTION: Final = "readings"
"""Name of the connection in Streamlit's secrets."""

SINCE: Final = "notebook_since"
"""Key in the session state: the time from which this visitor has used the database."""


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
