"""The widgets of the sidebar: their values become `LiveSettings`.

Each widget's key is a query parameter of the page's address, so that a link contains the settings.
"""

from typing import Final, NamedTuple

import streamlit as st

from digitcam.config import BoxName, LiveSettings, View
from digitcam.ui import texts
from digitcam.ui.components.names import NAMES, names_input
from digitcam.ui.components.threshold import AUTOMATIC, THRESHOLD, threshold_setting

BOXES: Final[dict[str, BoxName]] = {"Digit": "digit", "Number": "number", "Whole frame": "whole"}
VIEWS: Final[dict[str, View]] = {"Camera": "camera", "What the computer sees": "computer"}

RECOGNISE: Final = "recognise"

WIDGETS: Final = (RECOGNISE, AUTOMATIC, THRESHOLD, "box", "view", "mirror", "keep", NAMES, "sound", "flash")
"""Keys of all widgets here."""


class KeepSettings(NamedTuple):
    """How readings are kept.

    Attributes:
        is_on: Whether they are.
        sound: Whether a sound tells that one was kept.
        flash: Whether a flash tells it.
    """

    is_on: bool = False
    sound: bool = True
    flash: bool = True


def sidebar_settings() -> LiveSettings:
    """Show the sidebar of the live page and return its settings."""
    with st.sidebar:
        recognise = st.checkbox(
            texts.live.RECOGNISE, value=True, key=RECOGNISE, bind="query-params", help=texts.live.RECOGNISE_HELP
        )
        # page.css shows the one that fits: a key or a mouse, or a finger.
        with st.container(key="switch_hint"):
            st.caption(texts.live.SWITCH_BY_KEY)
            st.caption(texts.live.SWITCH_BY_TOUCH)
        threshold = threshold_setting()
        box = st.selectbox(texts.live.BOX, list(BOXES), key="box", bind="query-params", help=texts.live.BOX_HELP)
        view = st.radio(texts.live.VIEW, list(VIEWS), key="view", bind="query-params")
        mirror = st.toggle(texts.live.MIRROR, key="mirror", bind="query-params", help=texts.live.MIRROR_HELP)
    return LiveSettings(recognise=recognise, threshold=threshold, box=BOXES[box], view=VIEWS[view], mirror=mirror)


def keep_settings() -> KeepSettings:
    """Show the switch *Keep readings*, with the list of names and the signals while it is on."""
    sidebar = st.sidebar
    if not sidebar.toggle(texts.live.KEEP, key="keep", bind="query-params", help=texts.live.KEEP_HELP):
        return KeepSettings()
    names_input()
    return KeepSettings(
        is_on=True,
        sound=sidebar.checkbox(texts.live.SOUND, value=True, key="sound", bind="query-params"),
        flash=sidebar.checkbox(texts.live.FLASH, value=True, key="flash", bind="query-params"),
    )
