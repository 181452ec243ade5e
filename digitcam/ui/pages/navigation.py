"""The pages and the navigation between them."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui import texts
from digitcam.ui.components.notebook_name import remember_notebook
from digitcam.ui.components.picture_reading import forget_pictures
from digitcam.ui.pages.about import about_page
from digitcam.ui.pages.live import live_page
from digitcam.ui.pages.pictures import pictures_page
from digitcam.ui.pages.readings import readings_page
from digitcam.ui.server import addresses

STYLE: Final = Path(__file__).parents[1] / "page.css"


def run_page() -> None:
    """Show the navigation and the page that the address names."""
    page = st.navigation(
        [
            st.Page(live_page, title=texts.common.LIVE, icon=":material/videocam:", default=True),
            st.Page(pictures_page, title=texts.common.PICTURES, icon=":material/image:", url_path=addresses.PICTURES),
            st.Page(
                readings_page, title=texts.common.READINGS, icon=":material/list_alt:", url_path=addresses.READINGS
            ),
            st.Page(about_page, title=texts.common.ABOUT, icon=":material/info:", url_path=addresses.ABOUT),
        ]
    )
    remember_notebook()
    st.html(STYLE)
    if page.title != texts.common.PICTURES:
        forget_pictures()
    page.run()
