"""Refreshes the panel, in whose fragment it stands: when there is something new to see, not by the clock.

Every run of a fragment keeps the browser busy, one that draws nothing half as long as the whole panel does
(decision 9), and the video waits meanwhile. Asking for news costs it next to nothing.
"""

import time
from typing import Final

import streamlit as st

from digitcam.ui.components.asking import asking_component
from digitcam.ui.server.news import ADDRESS, new_name, tell_of, word
from digitcam.video.processor import DigitProcessor, Snapshot

NAME: Final = "camera_name"

_refresh = asking_component("refresh")


def refresh(processor: DigitProcessor, shown: Snapshot, every_s: float) -> None:
    """Have the fragment run again when its camera has news.

    Args:
        processor: The camera's.
        shown: What the panel shows of it.
        every_s: So long after this run it runs again, news or not.
    """
    name = st.session_state.setdefault(NAME, new_name())
    tell_of(name, processor)
    data = {"address": f"{ADDRESS}/{name}", "shown": word(shown), "every_ms": 1000 * every_s}
    # The browser's side is told of a run only if it was given something else.
    data["run"] = time.monotonic_ns()
    _refresh(key="refresh", data=data, on_look_change=lambda: None)
