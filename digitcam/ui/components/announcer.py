"""Tells a screen reader what others see change: recognition switched, and a reading that stands."""

from pathlib import Path

import streamlit as st

from digitcam.ui import texts

_announcer = st.components.v2.component(
    "digitcam_announcer", js=(Path(__file__).parent / "announcer.js").read_text("utf-8")
)


def announce(recognise: bool, reading: str) -> None:
    """Have it said, once it has stood for a while: a reading may change several times a second.

    Args:
        recognise: Whether recognition is on.
        reading: What is read, on one line; empty for nothing, which is not said.
    """
    switch = texts.SAY_ON if recognise else texts.SAY_OFF
    _announcer(key="announcer", data={"say": [switch, texts.SAY_READING.format(text=reading) if reading else ""]})
