"""The live page: the camera's video and, beside it, the reading."""

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
"""Key that switches recognition."""

HOLD: Final = Path(__file__).parents[1] / "images" / "hold.svg"


def live_page() -> None:
    """Show the page."""
    st.title(texts.live.TITLE, anchor=False)
    settings = sidebar_settings()
    notebook = open_notebook() if keep_setting() else None
    video, panel = st.columns([2, 1])
    processor = processor_with(settings)
    with video:
        playing = camera(processor)
        if not playing:
            processor.forget()
        _hint(camera_trouble(), playing, processor.settings.recognise)
        switch = texts.live.TURN_OFF if processor.settings.recognise else texts.live.TURN_ON
        st.button(switch, key="switch", on_click=switch_recognition, shortcut=SHORTCUT)
    # The only fragment of the page, and the last element of its parent. If a fragment reruns before the page's run has
    # been sent, Streamlit (1.67) moves up what follows the fragment, and with a second fragment can blank the page.
    with panel:
        reading_panel(processor, notebook)


def _hint(trouble: str | None, playing: bool, recognise: bool) -> None:
    """Show what to do next, in a container, so that what follows keeps its place."""
    with st.container():
        if trouble is not None and not playing:
            st.error(trouble, icon=":material/videocam_off:")
        elif not playing:
            st.info(texts.live.BEFORE_START)
            source = data_url(HOLD.read_bytes(), "image/svg+xml")
            st.html(f'<img src="{source}" alt="{texts.live.BEFORE_START_ALT}" style="width:100%;max-width:40rem">')
        elif not recognise:
            st.info(texts.live.TICK_RECOGNISE)
