"""Shows by itself what other tabs have kept, corrected or deleted."""

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.ui.components.asking import asking_component
from digitcam.ui.components.notebook import notebooks

_changes = asking_component("changes")


@st.fragment
def show_changes(notebook: str, shown: int) -> None:
    """Draw the page anew once its notebook is not what it was; the browser says when to look.

    Args:
        notebook: Its name.
        shown: The notebook's state as the page shows it, by `Notebooks.state`.
    """
    _changes(key="changes", on_look_change=lambda: None)
    try:
        changed = notebooks().state(notebook) != shown
    except NotebookError:
        # The page itself says why.
        changed = True
    if changed:
        st.rerun()
