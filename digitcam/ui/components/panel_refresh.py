"""Runs the panel's fragment again when there is something new to show, not by the clock.

Every run of a fragment keeps the browser busy, even one that draws nothing, and the video waits meanwhile.
"""

import time
from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui.components.polling import polling_component
from digitcam.ui.server.stream_status import ADDRESS, new_name, register, status_of
from digitcam.video.processor import DigitProcessor, Snapshot

NAME: Final = "camera_name"
"""Session state: the stream's name."""

_component = polling_component("refresh", Path(__file__))


def refresh(processor: DigitProcessor, shown: Snapshot, every_s: float) -> None:
    """Run the surrounding fragment again when its stream has something new.

    Args:
        processor: The stream's.
        shown: What the panel shows of it.
        every_s: Time after which the fragment runs again in any case, seconds.
    """
    name = st.session_state.setdefault(NAME, new_name())
    register(name, processor)
    data = {"address": f"{ADDRESS}/{name}", "shown": status_of(shown), "every_ms": 1000 * every_s}
    # The browser's side notices a run only if its data have changed.
    data["run"] = time.monotonic_ns()
    _component(key="refresh", data=data, on_look_change=lambda: None)
