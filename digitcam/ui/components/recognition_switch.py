"""Switch recognition on and off with the D key, or by a click on the video."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui.components.sidebar import switch_recognition

SWITCH: Final = "switch"
"""Key of the component in the session state."""

_component = st.components.v2.component("digitcam_switch", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def recognition_switch() -> None:
    """Let the browser call `switch_recognition`. The component itself is not visible."""
    _component(key=SWITCH, on_switch_change=switch_recognition)
