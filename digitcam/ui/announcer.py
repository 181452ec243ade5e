"""Tells a screen reader what others see change: recognition switched, and a reading that stands."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui import texts

REGIONS: Final = 2 * '<div role="status" style="position:absolute;width:1px;height:1px;overflow:hidden"></div>'
"""Out of sight, but not out of hearing."""

_announcer = st.components.v2.component(
    "digitcam_announcer", html=REGIONS, js=(Path(__file__).parent / "announcer.js").read_text("utf-8")
)


def announce(recognise: bool, reading: str) -> None:
    """Have it said, once it has stood for a while: a reading may change several times a second.

    Args:
        recognise: Whether recognition is on.
        reading: What is read, on one line; empty for nothing, which is not said.
    """
    switch = texts.SAY_ON if recognise else texts.SAY_OFF
    _announcer(key="announcer", data={"say": [switch, texts.SAY_READING.format(text=reading) if reading else ""]})
