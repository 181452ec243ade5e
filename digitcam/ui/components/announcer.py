"""Tells a screen reader what others see change: recognition switched, and a steady reading."""

from pathlib import Path

import streamlit as st

from digitcam.ui import texts

_component = st.components.v2.component("digitcam_announcer", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def announce(recognise: bool, reading: str) -> None:
    """Announce a state once it has been stable for a while: a reading may change several times a second.

    Args:
        recognise: Whether recognition is on.
        reading: What is read, on one line; empty for nothing, which is not announced.
    """
    switch = texts.SAY_ON if recognise else texts.SAY_OFF
    _component(key="announcer", data={"say": [switch, texts.SAY_READING.format(text=reading) if reading else ""]})
