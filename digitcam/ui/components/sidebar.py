"""The sidebar: widgets → LiveSettings.

Every widget's key is a query parameter, so that a link carries the settings.
"""

from typing import Final

import streamlit as st

from digitcam.config import BoxName, LiveSettings, View
from digitcam.ui import texts

BOXES: Final[dict[str, BoxName]] = {"Digit": "digit", "Number": "number", "Whole frame": "whole"}
VIEWS: Final[dict[str, View]] = {"Camera": "camera", "What the computer sees": "computer"}

START_THRESHOLD: Final = 110
"""The slider's initial grey value: between pen and paper on an ordinary desk."""

RECOGNISE: Final = "recognise"
AUTOMATIC: Final = "automatic"

RECOGNISING: Final = "recognising"
"""Session state: whether recognition is on, as the server last knew."""


def sidebar_settings() -> LiveSettings:
    """Draw the Live page's sidebar and return its settings."""
    with st.sidebar:
        recognise = st.checkbox(texts.RECOGNISE, key=RECOGNISE, bind="query-params", help=texts.RECOGNISE_HELP)
        threshold = threshold_setting()
        box = st.selectbox(texts.BOX, list(BOXES), key="box", bind="query-params", help=texts.BOX_HELP)
        view = st.radio(texts.VIEW, list(VIEWS), key="view", bind="query-params")
        mirror = st.toggle(texts.MIRROR, key="mirror", bind="query-params", help=texts.MIRROR_HELP)
    st.session_state[RECOGNISING] = recognise
    return LiveSettings(recognise=recognise, threshold=threshold, box=BOXES[box], view=VIEWS[view], mirror=mirror)


def switch_recognition() -> None:
    """Toggle *Recognise digits*; the callback of the button and its keyboard shortcut."""
    # Not from the checkbox: the browser sends its state with every press, and sends the old state when a second press
    # comes before the first one's answer.
    st.session_state[RECOGNISE] = st.session_state[RECOGNISING] = not st.session_state[RECOGNISING]


def keep_setting() -> bool:
    """Draw *Keep readings* and return whether it is on."""
    return st.sidebar.toggle(texts.KEEP, key="keep", bind="query-params", help=texts.KEEP_HELP)


def threshold_setting() -> int | None:
    """Draw the two widgets of the threshold and return it; None is automatic."""
    automatic = st.toggle(texts.AUTOMATIC, value=True, key=AUTOMATIC, bind="query-params", help=texts.AUTOMATIC_HELP)
    threshold = st.slider(
        texts.THRESHOLD,
        0,
        255,
        START_THRESHOLD,
        key="threshold",
        bind="query-params",
        on_change=_by_hand,
        help=texts.THRESHOLD_HELP,
    )
    return None if automatic else threshold


def _by_hand() -> None:
    """Turn the automatic threshold off: the slider was moved."""
    st.session_state[AUTOMATIC] = False
