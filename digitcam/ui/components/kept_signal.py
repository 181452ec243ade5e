"""The sound and the flash that tell that a reading was kept."""

from pathlib import Path
from typing import Final

import streamlit as st

KEY: Final = "kept_signal"
"""Key of the component; page.css refers to it."""

_component = st.components.v2.component("digitcam_kept_signal", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def signal_kept(count: int, *, sound: bool, flash: bool) -> None:
    """Let the browser tell that a reading was kept, each time the number of readings is higher than before.

    Args:
        count: Number of readings that were stored while this visitor has been here.
        sound: Whether a soft sound tells.
        flash: Whether the edge of the page flashes.
    """
    _component(key=KEY, data={"count": count, "sound": sound, "flash": flash})
