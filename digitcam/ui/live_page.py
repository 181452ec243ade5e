"""The live page: the camera, and beside it what is read."""

from typing import Final

import streamlit as st

from digitcam.ui.camera import camera, processor_with
from digitcam.ui.panel import reading_panel
from digitcam.ui.sidebar import sidebar_settings

# Streamlit leaves six lines empty above a page; a phone would then not show video and reading together.
STYLE: Final = "<style>.stMainBlockContainer { padding-top: 2.5rem; }</style>"


def live_page() -> None:
    """Draw the page."""
    st.html(STYLE)
    st.title("Digitcam")
    processor = processor_with(sidebar_settings())
    video, panel = st.columns([2, 1])
    with video:
        playing = camera(processor)
        if not playing:
            processor.forget()
        _hint(playing, processor.settings.recognise)
    # The page's only fragment, and the last in its parent. With a second one, a run of the first that begins before the
    # page's own has been sent moves all that follows up, and Streamlit's browser side (1.67) can leave the page blank.
    with panel:
        reading_panel(processor)


def _hint(playing: bool, recognise: bool) -> None:
    if not playing:
        st.info("Press START and allow the camera, then hold a handwritten digit into the white box.")
    elif not recognise:
        st.info("Tick *Recognise digits* in the sidebar to have the box read.")
