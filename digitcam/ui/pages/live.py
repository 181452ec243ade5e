"""The live page: the camera, and beside it what is read."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.pictures.encoding import data_url
from digitcam.ui import texts
from digitcam.ui.components.camera import camera, processor_with
from digitcam.ui.components.camera_trouble import camera_trouble
from digitcam.ui.components.notebook_name import open_notebook
from digitcam.ui.components.panel import reading_panel
from digitcam.ui.components.sidebar import keep_setting, sidebar_settings, switch_recognition

SHORTCUT: Final = "D"

HOLD: Final = Path(__file__).parents[1] / "images" / "hold.svg"


def live_page() -> None:
    """Draw the page."""
    st.title(texts.TITLE, anchor=False)
    settings = sidebar_settings()
    notebook = open_notebook() if keep_setting() else None
    video, panel = st.columns([2, 1])
    processor = processor_with(settings)
    with video:
        playing = camera(processor)
        if not playing:
            processor.forget()
        _hint(camera_trouble(), playing, processor.settings.recognise)
        switch = texts.TURN_OFF if processor.settings.recognise else texts.TURN_ON
        st.button(switch, key="switch", on_click=switch_recognition, shortcut=SHORTCUT)
    # The page's only fragment, and last in its parent. With a second one, a run of the first that begins before the run
    # of the page has been sent moves everything after it up, and Streamlit's browser side (1.67) can leave the page
    # blank.
    with panel:
        reading_panel(processor, notebook)


def _hint(trouble: str | None, playing: bool, recognise: bool) -> None:
    """Say what to do next; in a container, so that what follows keeps its place."""
    with st.container():
        if trouble is not None and not playing:
            st.error(trouble, icon=":material/videocam_off:")
        elif not playing:
            st.info(texts.BEFORE_START)
            source = data_url(HOLD.read_bytes(), "image/svg+xml")
            st.html(f'<img src="{source}" alt="{texts.BEFORE_START_ALT}" style="width:100%;max-width:40rem">')
        elif not recognise:
            st.info(texts.TICK_RECOGNISE)
