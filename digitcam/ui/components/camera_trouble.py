"""Problems with the camera, as found in the browser, and what to do about them."""

from pathlib import Path

import streamlit as st

from digitcam.ui import texts

_component = st.components.v2.component("digitcam_watch", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def camera_trouble() -> str | None:
    """Return a text about what is wrong with the visitor's camera; None if it works."""
    result = _component(key="watch", data={"label": texts.live.VIDEO}, on_trouble_change=lambda: None)
    return texts.live.TROUBLES.get(str(result.get("trouble")))
