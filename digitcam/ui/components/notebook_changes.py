"""Shows what other tabs have kept, corrected or deleted."""

from pathlib import Path

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.polling import polling_component

_component = polling_component("changes", Path(__file__))


@st.fragment
def show_changes(notebook: str, shown: int) -> None:
    """Draw the page again when its notebook has changed; the browser says when to look.

    Args:
        notebook: Its name.
        shown: The notebook's state as the page shows it, by `Notebooks.state`.
    """
    _component(key="changes", on_look_change=lambda: None)
    try:
        changed = notebooks().state(notebook) != shown
    except NotebookError:
        # The page itself says why.
        changed = True
    if changed:
        st.rerun()
