"""Components whose script reruns the fragment around them.

A script does not do so while the visitor is leaving the page.
"""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def polling_component(name: str, script: Path, *more: str) -> ComponentRenderer:
    """Declare a component whose script can call ``rerunRequester`` of polling.js.

    Args:
        name: Name of the component, without ``digitcam_``.
        script: The Python file; the script is the ``.js`` file of the same name beside it.
        more: Names of further scripts beside it, which share its functions.
    """
    paths = [Path(__file__).with_suffix(".js"), *map(script.with_name, more), script.with_suffix(".js")]
    return st.components.v2.component(f"digitcam_{name}", js="".join(path.read_text("utf-8") for path in paths))
