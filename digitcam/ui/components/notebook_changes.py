"""Keep the readings page up to date with what other tabs store, correct or delete."""

from pathlib import Path

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.polling import polling_component

_component = polling_component("changes", Path(__file__))


@st.fragment
def show_changes(notebook: str, shown: int) -> None:
    """Rerun the page if its notebook has changed. The browser decides when to check.

    Args:
        notebook: Name of the notebook.
        shown: State of the notebook that the page shows, from `Notebooks.state`.
    """
    _component(key="changes", on_rerun_change=lambda: None)
    try:
        changed = notebooks().state(notebook) != shown
    except NotebookError:
        # The rerun shows the error.
        changed = True
    if changed:
        st.rerun()
