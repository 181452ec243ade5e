"""Messages for screen readers: the state of recognition and the stable reading."""

from pathlib import Path

import streamlit as st

from digitcam.ui import texts

_component = st.components.v2.component("digitcam_announcer", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def announce(recognise: bool, reading: str) -> None:
    """Announce the state to screen readers once it has been stable for 1.5 seconds.

    Args:
        recognise: Whether recognition is on.
        reading: The reading on one line. Empty if there is none; then no reading is announced.
    """
    switch = texts.live.SAY_ON if recognise else texts.live.SAY_OFF
    _component(key="announcer", data={"say": [switch, texts.live.SAY_READING.format(text=reading) if reading else ""]})
