"""Why no snapshot can be taken, in this page's words."""

from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui import texts

PATIENCE_MS: Final = 5000
"""Time in which a camera that is allowed starts, milliseconds."""

CSS: Final = """
p { margin: 0; }
p:not(:empty) { padding: 0.75rem 1rem; border: 1px solid currentColor; border-radius: 0.5rem; }
"""

_component = st.components.v2.component(
    "digitcam_snapshot", js=Path(__file__).with_suffix(".js").read_text("utf-8"), css=CSS
)


def show_snapshot_trouble() -> None:
    """Say what is wrong with the camera, in place of the camera widget; nothing while it can be used."""
    _component(key="snapshot_trouble", data={"words": texts.pictures.CAMERA_TROUBLES, "patience_ms": PATIENCE_MS})
