"""Rerun the panel when it has something new to show, instead of at fixed times.

Each rerun takes processor time in the browser, even if it changes nothing, and the video stutters meanwhile.
"""

from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any, Final

import streamlit as st

from digitcam.ui.components.polling import polling_component
from digitcam.ui.server.stream_status import PATH, new_name, register, status_of
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot

NAME: Final = "camera_name"
"""Key in the session state: the name of the stream."""

KEY: Final = "refresh"

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
    data["drawn_s"] = monotonic()
    _component(key=KEY, data=data, on_rerun_change=lambda: None)


def is_calm() -> bool:
    """Return whether this run was requested while nobody was using a control of the page."""
    return bool(_request().get("calm"))


def is_from_before(time_s: float) -> bool:
    """Return whether this run was requested by a panel that was drawn before a time of `monotonic`."""
    return bool(_request().get("drawn_s", time_s) < time_s)


def _request() -> Mapping[str, Any]:
    """Return what the script sent with its request for this run; empty if something else requested it."""
    component = st.session_state.get(KEY)
    return {} if component is None else component.get("rerun") or {}
