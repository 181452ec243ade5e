"""Why the file uploader refuses a file, in this page's words."""

from pathlib import Path

import streamlit as st

from digitcam.ui import texts

_component = st.components.v2.component("digitcam_refusals", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def reword_refusals() -> None:
    """Replace Streamlit's words about refused files on this page."""
    limit = st.get_option("server.maxUploadSize")
    words = {reason: sentence.format(limit=limit) for reason, sentence in texts.pictures.REFUSALS.items()}
    _component(key="refusals", data=words)
