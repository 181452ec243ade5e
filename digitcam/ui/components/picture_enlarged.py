"""A picture as large as the window, and what the frames in pictures mean."""

import html

import streamlit as st

from digitcam.pictures.annotate import SURE, Trust
from digitcam.pictures.encoding import data_url
from digitcam.readings import UNTRUSTED, percent
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result
from digitcam.ui.markdown import escape


def show_enlarge(result: Result, number: int) -> None:
    """Show the button that enlarges a picture.

    Args:
        result: The reading of the picture.
        number: Its place on the page.
    """
    if st.button(texts.pictures.ENLARGE, icon=":material/zoom_in:", type="tertiary", key=f"enlarge_{number}"):
        st.dialog(escape(result.record["file"]), width="large")(_enlarged)(result)


def show_legend() -> None:
    """Explain the frames and labels in the pictures."""
    marks = {kind: UNTRUSTED if kind is Trust.UNTRUSTED else "" for kind in Trust}
    entries = "".join(
        f'<li><i class="digitcam-{kind.name.lower()}">{mark}</i>'
        f"{texts.pictures.LEGEND_OF[kind.name.lower()].format(percent=percent(SURE))}</li>"
        for kind, mark in marks.items()
    )
    st.html(f'<ul class="digitcam-legend" aria-label="{texts.pictures.LEGEND}">{entries}</ul>')


def _enlarged(result: Result) -> None:
    """Show a picture as large as the window; on a phone larger, so that it has to be scrolled."""
    show_legend()
    source = data_url(result.preview or b"", "image/jpeg")
    # It has the focus for people who scroll by keys.
    st.html(
        f'<div class="digitcam-enlarged" tabindex="0" role="group" aria-label="{texts.pictures.ENLARGED}">'
        f'<img src="{source}" alt="{html.escape(result.alt)}"></div>'
    )
