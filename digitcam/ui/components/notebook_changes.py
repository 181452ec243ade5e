"""Keep the readings page up to date with what other tabs store, correct or delete."""

from pathlib import Path

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.polling import polling_component
from digitcam.ui.components.readings_edits import Table
from digitcam.ui.components.readings_table import GUARDED, MAY_REPLACE, ROUND, TABLE

_component = polling_component("changes", Path(__file__), "readings_keys.js", "settled_keys.js")


@st.fragment
def show_changes(notebook: str, shown: int | None, is_outdated: bool) -> None:
    """Rerun the page if its notebook has changed. The browser decides when to check, and when to replace the table.

    Args:
        notebook: Name of the notebook.
        shown: State of the notebook that the page shows, from `Notebooks.state`; None if the page shows an error. It is
            then rerun as soon as the database can be used.
        is_outdated: Whether the browser's table shows something else.
    """
    state = st.session_state
    table: Table | None = state.get(TABLE)
    ids = [entry.id for entry in table.entries] if table is not None else []
    data = {"outdated": is_outdated, "round": state.get(ROUND, 0), "ids": ids}
    asked = _component(
        key="changes",
        data=data,
        on_rerun_change=lambda: None,
        on_replace_change=lambda: None,
        on_guarded_change=lambda: None,
    )
    state[GUARDED] = bool(asked.get("guarded"))
    is_free = bool(asked.get("replace"))
    if shown is None and not asked.get("rerun"):
        # The page has just failed; at once it would fail again.
        return
    try:
        changed = notebooks().state(notebook) != shown
    except NotebookError:
        # The rerun shows the error.
        changed = shown is not None
    if changed or is_free:
        state[MAY_REPLACE] = is_free
        st.rerun()
