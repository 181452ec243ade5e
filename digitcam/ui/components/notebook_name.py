"""The name of this visitor's notebook, in the session and in the page's address."""

from typing import Final

import streamlit as st

from digitcam.notebook.entries import is_notebook_id, new_notebook_id

ADDRESS: Final = "notebook"
"""Query parameter of the page's address."""

NAME: Final = "notebook_name"
"""Session state."""


def remember_notebook() -> None:
    """Copy the name from the address to the session, or back: each change of page empties the address."""
    name = st.query_params.get(ADDRESS)
    if name is not None:
        st.session_state[NAME] = name
    elif NAME in st.session_state:
        st.query_params[ADDRESS] = st.session_state[NAME]


def notebook_name() -> str | None:
    """Return the name in the address, valid or not; None if there is none."""
    name: str | None = st.session_state.get(NAME)
    return name


def open_notebook() -> str:
    """Return the name of this visitor's notebook; a new one if there is none yet."""
    name = notebook_name()
    if name is None or not is_notebook_id(name):
        name = new_notebook_id()
        st.session_state[NAME] = st.query_params[ADDRESS] = name
    return name
