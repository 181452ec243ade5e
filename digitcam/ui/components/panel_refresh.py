"""Rerun the panel when it has something new to show, instead of at fixed times.

Each rerun takes processor time in the browser, even if it changes nothing, and the video stutters meanwhile.
"""

import time
from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.ui.components.polling import polling_component
from digitcam.ui.server.stream_status import PATH, new_name, register, status_of
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot

NAME: Final = "camera_name"
"""Key in the session state: the name of the stream."""

KEY: Final = "refresh"

CALM: Final = "calm"
"""What the script sends instead of True while nobody uses a control of the page."""

_component = polling_component("refresh", Path(__file__))


def refresh(processor: DigitProcessor, shown: Snapshot, every_s: float) -> None:
    """Rerun the surrounding fragment when its stream has something new.

    Args:
        processor: Of the stream.
        shown: The result that the panel shows.
        every_s: Maximum time until the fragment reruns, seconds.
    """
    name = st.session_state.setdefault(NAME, new_name())
    register(name, processor)
    data = {"address": f"{PATH}/{name}", "shown": status_of(shown), "every_ms": 1000 * every_s}
    # Streamlit calls the script again only if its data have changed.
    data["run"] = time.monotonic_ns()
    _component(key=KEY, data=data, on_rerun_change=lambda: None)


def is_calm() -> bool:
    """Return whether this run was requested while nobody was using a control of the page."""
    component = st.session_state.get(KEY)
    return component is not None and component.get("rerun") == CALM
