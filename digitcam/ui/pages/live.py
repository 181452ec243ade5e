"""The live page: the camera, and beside it what is read."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui import texts
from digitcam.ui.components.notebook_name import open_notebook
from digitcam.ui.components.sidebar import keep_setting, sidebar_settings, switch_recognition
from digitcam.ui.components.watch import camera_trouble
from digitcam.ui.server.imports import one_at_a_time

SHORTCUT: Final = "D"

HOLD: Final = Path(__file__).parents[1] / "images" / "hold.svg"


def live_page() -> None:
    """Draw the page."""
    st.title(texts.TITLE, anchor=False)
    settings = sidebar_settings()
    notebook = open_notebook() if keep_setting() else None
    video, panel = st.columns([2, 1])
    # Only now: streamlit-webrtc, aiortc and av take a quarter of a second. The browser has the sidebar to do meanwhile.
    with one_at_a_time:
        from digitcam.ui.components.camera import camera, processor_with
    processor = processor_with(settings)
    with video:
        playing = camera(processor)
    # Only now: the browser loads the component with START, which takes it longer than this takes the server.
    with one_at_a_time:
        from digitcam.ui.components.panel import reading_panel
    with video:
        if not playing:
            processor.forget()
        trouble = camera_trouble()
        _hint(trouble, playing, processor.settings.recognise)
        switch = texts.TURN_OFF if processor.settings.recognise else texts.TURN_ON
        st.button(switch, key="switch", on_click=switch_recognition, shortcut=SHORTCUT)
    # The page's only fragment, and the last in its parent. With a second one, a run of the first that begins before the
    # page's own has been sent moves all that follows up, and Streamlit's browser side (1.67) can leave the page blank.
    with panel:
        reading_panel(processor, notebook)


def _hint(trouble: str | None, playing: bool, recognise: bool) -> None:
    """Say what to do next; in a container, so that what follows keeps its place."""
    with one_at_a_time:
        from digitcam.pictures.encoding import data_url
    with st.container():
        if trouble is not None and not playing:
            st.error(trouble, icon=":material/videocam_off:")
        elif not playing:
            st.info(texts.BEFORE_START)
            source = data_url(HOLD.read_bytes(), "image/svg+xml")
            st.html(f'<img src="{source}" alt="{texts.BEFORE_START_ALT}" style="width:100%;max-width:40rem">')
        elif not recognise:
            st.info(texts.TICK_RECOGNISE)
