"""Keep the readings page up to date with what other tabs store, correct or delete."""

from pathlib import Path

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.polling import polling_component

_component = polling_component("changes", Path(__file__))


@st.fragment
def show_changes(notebook: str, shown: int | None) -> None:
    """Rerun the page if its notebook has changed. The browser decides when to check.

    Args:
        notebook: Name of the notebook.
        shown: State of the notebook that the page shows, from `Notebooks.state`; None if the page shows an error. It is
            then rerun as soon as the database can be used.
    """
    asked = _component(key="changes", on_rerun_change=lambda: None)
    if shown is None and not asked.get("rerun"):
        # The page has just failed; at once it would fail again.
        return
    try:
        changed = notebooks().state(notebook) != shown
    except NotebookError:
        # The rerun shows the error.
        changed = shown is not None
    if changed:
        st.rerun()
