"""A sheet to draw on; the only module that imports streamlit_drawable_canvas."""

import binascii
from typing import Any, Final

import streamlit as st

from digitcam.ui import texts

WIDTH_PX: Final = 340
"""Width that fits an upright phone: 390 pixels less the page's margins."""

HEIGHT_PX: Final = 260
STROKE_PX: Final = 14


def drawing() -> bytes | None:
    """Show the sheet; return what is drawn on it as PNG, None while it is blank."""
    st.caption(texts.DRAW)
    result = sheet()
    try:
        drawn = bool(result.json_data and result.json_data.get("objects"))
        content: bytes | None = result.image_bytes if drawn else None
    except (ValueError, binascii.Error, AttributeError):
        # A browser may send anything.
        return None
    return content


def sheet() -> Any:
    """Show the component."""
    # Imported here: on import the library looks for its files through a running server, and fails without one.
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
