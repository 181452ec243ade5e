"""Problems with the camera and its video, as found in the browser."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui import texts

WATCH: Final = "watch"
"""Key of the component in the session state."""

PLAYS: Final = "plays"
"""Word for a video that plays."""

SHOWN: Final = "video_shown_"
"""Start of the key of the container that shows the state of the video; the word for that state follows. Streamlit makes
the key a class of the container, in which the script reads what the page shows."""

_component = st.components.v2.component("digitcam_watch", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def watch_video() -> str:
    """Return the state of the video in the browser. The script reruns the page when the page shows another state.

    Returns:
        A key of `texts.live.TROUBLES`; `PLAYS` if the video plays although the page showed that it does not; else "".
    """
    data = {
        "label": texts.live.VIDEO,
        "start": texts.live.START,
        "stop": texts.live.STOP,
        "denied": texts.live.CAMERA_DENIED,
        "unavailable": texts.live.CAMERA_UNAVAILABLE,
        "shown": SHOWN,
        "troubles": list(texts.live.TROUBLES),
    }
    result = _component(key=WATCH, data=data, on_trouble_change=lambda: None)
    word = str(result.get("trouble"))
    return word if word == PLAYS or word in texts.live.TROUBLES else ""


def last_word() -> object:
    """Return what the browser sent last; None if nothing."""
    return st.session_state.get(WATCH, {}).get("trouble")
