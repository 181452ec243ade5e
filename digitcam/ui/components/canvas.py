"""A canvas to draw digits on.

The only module that imports streamlit_drawable_canvas.
"""

import binascii
from typing import Any, Final

import streamlit as st

from digitcam.ui import texts

WIDTH_PX: Final = 340
"""Width of the canvas, pixels: fits a phone held upright, 390 pixels less the page's margins."""

HEIGHT_PX: Final = 260

STROKE_PX: Final = 14
"""Width of the pen, pixels."""


def drawing() -> bytes | None:
    """Show the canvas; return the drawing as PNG, None while the canvas is blank."""
    st.caption(texts.pictures.DRAW)
    result = show_canvas()
    try:
        drawn = bool(result.json_data and result.json_data.get("objects"))
        content: bytes | None = result.image_bytes if drawn else None
    except (ValueError, binascii.Error, AttributeError):
        # A browser can send arbitrary data.
        return None
    return content


def show_canvas() -> Any:
    """Show the component; tests replace this function."""
    # Not imported at the top: the library's import fails unless a Streamlit server is running (0.13).
    from streamlit_drawable_canvas import st_canvas

    return st_canvas(
        stroke_width=STROKE_PX,
        stroke_color="#000000",
        background_color="#ffffff",
        width=WIDTH_PX,
        height=HEIGHT_PX,
        return_image_data=True,
        key="drawing",
    )
