"""The places of the app and the way between them.

A page's libraries are imported when somebody opens it, and those of a part of the page when that part is drawn:
Streamlit sends what is drawn at once, and the browser works on that while the server imports the rest.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui import texts
from digitcam.ui.components.notebook_name import remember_notebook
from digitcam.ui.pages.live import live_page
from digitcam.ui.server.imports import one_at_a_time

STYLE: Final = Path(__file__).parents[1] / "page.css"

HAD_PICTURES: Final = "had_pictures"
"""Whether this visitor has been on the Pictures page."""


def run_page() -> None:
    """Draw the navigation and the page that the address names."""
    page = st.navigation(
        [
            st.Page(live_page, title=texts.LIVE, icon=":material/videocam:", default=True),
            st.Page(_pictures, title=texts.PICTURES, icon=":material/image:", url_path="pictures"),
            st.Page(_readings, title=texts.READINGS, icon=":material/list_alt:", url_path="readings"),
            st.Page(_about, title=texts.ABOUT, icon=":material/info:", url_path="about"),
        ]
    )
    remember_notebook()
    st.html(STYLE)
    if page.title != texts.PICTURES and HAD_PICTURES in st.session_state:
        _forget_pictures()
    page.run()


def _pictures() -> None:
    with one_at_a_time:
        from digitcam.ui.pages.pictures import pictures_page
    st.session_state[HAD_PICTURES] = True
    pictures_page()


def _forget_pictures() -> None:
    with one_at_a_time:
        from digitcam.ui.components.picture_results import forget_pictures
    forget_pictures()


def _readings() -> None:
    with one_at_a_time:
        from digitcam.ui.pages.readings import readings_page
    readings_page()


def _about() -> None:
    with one_at_a_time:
        from digitcam.ui.pages.about import about_page
    about_page()
