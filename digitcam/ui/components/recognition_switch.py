"""Switch recognition on and off with the D key, or by a click on the video: the script clicks on the checkbox."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui.components.sidebar import RECOGNISE

KEY: Final = "switch"
"""Key of the component; page.css refers to it."""

_component = st.components.v2.component("digitcam_switch", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def recognition_switch() -> None:
    """Let the browser listen. The component itself is not visible."""
    _component(key=KEY, data={"checkbox": RECOGNISE})
