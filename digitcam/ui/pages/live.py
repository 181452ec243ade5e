"""The live page: the camera's video, the reading, and how it was read."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.pictures.encoding import data_url
from digitcam.ui import texts
from digitcam.ui.components.camera import Video, camera, processor_with
from digitcam.ui.components.camera_trouble import PLAYS, SHOWN, last_word, watch_video
from digitcam.ui.components.notebook_name import open_notebook
from digitcam.ui.components.panel import reading_panel
from digitcam.ui.components.recognition_switch import recognition_switch
from digitcam.ui.components.sidebar import WIDGETS, KeepSettings, keep_settings, sidebar_settings
from digitcam.ui.server.load import is_busy
from digitcam.video.processor import DigitProcessor

HOLD: Final = Path(__file__).parents[1] / "images" / "hold.svg"


def live_page() -> None:
    """Show the page."""
    st.title(texts.live.TITLE, anchor=False)
    settings = sidebar_settings()
    keep = keep_settings()
    notebook = open_notebook() if keep.is_on else None
    processor = processor_with(replace(settings, keep=keep.is_on, flash=keep.flash))
    # page.css places what is in this container: side by side on a wide window, below each other on a narrow one.
    with st.container(key="live"):
        with st.container(key="video"):
            # Before START it is above the button, later below the video; page.css moves it.
            hint = st.container()
            video = camera(processor)
            word = _word(video, watch_video())
            recognition_switch()
            if word != PLAYS:
                processor.forget()
            with hint:
                _hint(word, video, processor.settings.recognise)
        # The only fragment of the page, and the last element of its parent. If a fragment reruns before the page's run
        # has been sent, Streamlit (1.67) moves up what follows the fragment, and with a second fragment can blank the
        # page.
        _panel(processor, notebook, keep, word == PLAYS, video, _inputs(video))


def _word(video: Video, watched: str) -> str:
    """Return the word for the video: a trouble, PLAYS, or "" before START and after STOP."""
    if video.is_playing:
        return PLAYS
    return video.trouble or watched


def _hint(word: str, video: Video, recognise: bool) -> None:
    """Show what to do next, in a container, so that what follows keeps its place."""
    with st.container(key=SHOWN + word):
        if not video.is_offered:
            return
        if word in texts.live.TROUBLES:
            st.error(_message(word), icon=":material/videocam_off:")
        elif word != PLAYS:
            source = data_url(HOLD.read_bytes(), "image/svg+xml")
            st.html(f'<img src="{source}" alt="{texts.live.BEFORE_START_ALT}" style="width:100%">')
            st.markdown(texts.live.BEFORE_START)
        elif not recognise:
            st.info(texts.live.TICK_RECOGNISE)


def _message(word: str) -> str:
    """Return the text about a trouble; a server that is too busy answers neither browsers nor their cameras."""
    text = texts.live.TROUBLES[word]
    return f"{text} {texts.live.BUSY}" if word in ("lost", "unconnected") and is_busy() else text


def _inputs(video: Video) -> tuple[object, ...]:
    """Return what the page is drawn from: the newest values from the browser."""
    return (*(st.session_state.get(key) for key in WIDGETS), last_word(), *video.received())


@st.fragment
def _panel(
    processor: DigitProcessor,
    notebook: str | None,
    keep: KeepSettings,
    plays: bool,
    video: Video,
    drawn_from: tuple[object, ...],
) -> None:
    """Show the panel; rerun the page if it was drawn from older values than the browser has sent.

    Streamlit (1.67) sends changes of the same moment as one request. If one of them is the panel's own, only the panel
    is run, and the page does not learn that a setting was changed or that the video plays
    (https://github.com/streamlit/streamlit/pull/12747).
    """
    if _inputs(video) != drawn_from:
        st.rerun()
    reading_panel(processor, notebook, keep, plays=plays)
