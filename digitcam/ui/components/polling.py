"""Components for fragments that their browser asks to run, which must not happen while the visitor leaves them."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def polling_component(name: str, script: Path) -> ComponentRenderer:
    """Return a component whose browser side is a script that asks by the function ``asker`` of polling.js.

    Args:
        name: Of the component, after ``digitcam_``.
        script: The Python file that has the script of the same name beside it.
    """
    shared = Path(__file__).with_suffix(".js").read_text("utf-8")
    return st.components.v2.component(f"digitcam_{name}", js=shared + script.with_suffix(".js").read_text("utf-8"))
