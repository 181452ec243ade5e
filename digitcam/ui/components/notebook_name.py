"""The name of the visitor's notebook, in the session and in the page's address."""

from typing import Final

import streamlit as st

from digitcam.notebook.entries import is_notebook_id, new_notebook_id

PARAMETER: Final = "notebook"
"""Query parameter in the page's address."""

NAME: Final = "notebook_name"
"""Key in the session state."""


def remember_notebook() -> None:
    """Copy the name from the address to the session, or back.

    Streamlit empties the address when the visitor changes the page.
    """
    name = st.query_params.get(PARAMETER)
    if name is not None:
        st.session_state[NAME] = name
    elif NAME in st.session_state:
        st.query_params[PARAMETER] = st.session_state[NAME]


def notebook_name() -> str | None:
    """Return the name from the address, which may be invalid; None if there is none."""
    name: str | None = st.session_state.get(NAME)
    return name


def open_notebook() -> str:
    """Return the name of the visitor's notebook; create one if there is no valid one."""
    name = notebook_name()
    if name is None or not is_notebook_id(name):
        name = new_notebook_id()
        st.session_state[NAME] = st.query_params[PARAMETER] = name
    return name
