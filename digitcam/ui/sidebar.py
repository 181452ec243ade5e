"""The sidebar: widgets to Settings."""

from typing import Final

import streamlit as st

from digitcam.config import BoxName, Settings, View

BOXES: Final[dict[str, BoxName]] = {"Digit": "digit", "Number": "number", "Whole frame": "whole"}
VIEWS: Final[dict[str, View]] = {"Camera": "camera", "What the computer sees": "computer"}

START_THRESHOLD: Final = 110
"""Between pen and paper on an ordinary desk."""

AUTOMATIC: Final = "automatic_threshold"


def sidebar_settings() -> Settings:
    """Draw the sidebar and return what it says."""
    with st.sidebar:
        recognise = st.checkbox("Recognise digits", help="Read what you hold into the white box.")
        # Not value=True: a widget may have a default or be set by code, Streamlit warns if it is both.
        st.session_state.setdefault(AUTOMATIC, True)
        automatic = st.toggle(
            "Automatic threshold",
            key=AUTOMATIC,
            help="Finds the ink by itself, in any light, dark on light or light on dark.",
        )
        threshold = st.slider(
            "Threshold",
            0,
            255,
            START_THRESHOLD,
            on_change=_by_hand,
            help="Everything darker than this is ink. Moving it turns the automatic off; choose "
            "*What the computer sees* and tune until the digit is clear and the background black.",
        )
        box = st.selectbox("Box", list(BOXES), help="What is read: one digit, a number, or everything.")
        view = st.radio("View", list(VIEWS))
    return Settings(recognise=recognise, threshold=None if automatic else threshold, box=BOXES[box], view=VIEWS[view])


def _by_hand() -> None:
    """The slider was moved: it takes force at once."""
    st.session_state[AUTOMATIC] = False
