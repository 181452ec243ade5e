"""Components for fragments that run when their browser asks, which must not happen while the visitor leaves them."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE: Final = Path(__file__).parent


def asking_component(name: str) -> "ComponentRenderer":
    """The component whose side in the browser is `name`.js and asks by what asking.js calls `asker`."""
    script = (HERE / "asking.js").read_text("utf-8") + (HERE / f"{name}.js").read_text("utf-8")
    return st.components.v2.component(f"digitcam_{name}", js=script)
