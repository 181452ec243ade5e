"""The widgets of the sidebar: their values become `LiveSettings`.

Each widget's key is a query parameter of the page's address, so that a link contains the settings.
"""

from typing import Final

import streamlit as st

from digitcam.config import BoxName, LiveSettings, View
from digitcam.ui import texts

BOXES: Final[dict[str, BoxName]] = {"Digit": "digit", "Number": "number", "Whole frame": "whole"}
VIEWS: Final[dict[str, View]] = {"Camera": "camera", "What the computer sees": "computer"}

START_THRESHOLD: Final = 110
"""Initial grey value of the slider: between pen and paper in ordinary light."""

RECOGNISE: Final = "recognise"
AUTOMATIC: Final = "automatic"

WIDGETS: Final = (RECOGNISE, AUTOMATIC, "threshold", "box", "view", "mirror", "keep")
"""Keys of all widgets here."""

RECOGNISING: Final = "recognising"
"""Key in the session state: whether recognition is on, set by the widget's last value or the button."""


def sidebar_settings() -> LiveSettings:
    """Show the sidebar of the live page and return its settings."""
    with st.sidebar:
        recognise = st.checkbox(
            texts.live.RECOGNISE, key=RECOGNISE, bind="query-params", help=texts.live.RECOGNISE_HELP
        )
        threshold = threshold_setting()
        box = st.selectbox(texts.live.BOX, list(BOXES), key="box", bind="query-params", help=texts.live.BOX_HELP)
        view = st.radio(texts.live.VIEW, list(VIEWS), key="view", bind="query-params")
        mirror = st.toggle(texts.live.MIRROR, key="mirror", bind="query-params", help=texts.live.MIRROR_HELP)
    st.session_state[RECOGNISING] = recognise
    return LiveSettings(recognise=recognise, threshold=threshold, box=BOXES[box], view=VIEWS[view], mirror=mirror)


def switch_recognition() -> None:
    """Toggle *Recognise digits*; the callback of the button and its keyboard shortcut."""
    # The checkbox cannot be used as the old value: on a second press before the answer to the first, the browser sends
    # the checkbox's state of before the first press.
    st.session_state[RECOGNISE] = st.session_state[RECOGNISING] = not st.session_state[RECOGNISING]


def keep_setting() -> bool:
    """Show the switch *Keep readings* and return whether it is on."""
    return st.sidebar.toggle(texts.live.KEEP, key="keep", bind="query-params", help=texts.live.KEEP_HELP)


def threshold_setting() -> int | None:
    """Show the threshold's two widgets; return the threshold, None if automatic."""
    automatic = st.toggle(
        texts.live.AUTOMATIC, value=True, key=AUTOMATIC, bind="query-params", help=texts.live.AUTOMATIC_HELP
    )
    threshold = st.slider(
        texts.live.THRESHOLD,
        0,
        255,
        START_THRESHOLD,
        key="threshold",
        bind="query-params",
        on_change=_by_hand,
        help=texts.live.THRESHOLD_HELP,
    )
    return None if automatic else threshold


def _by_hand() -> None:
    """Turn the automatic threshold off, because the slider was moved; a callback."""
    st.session_state[AUTOMATIC] = False
