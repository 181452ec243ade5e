"""A sheet to draw digits on."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcam.pictures.encoding import png
from digitcam.ui import texts

WIDTH: Final = 680
HEIGHT: Final = 520
"""Size of the sheet in its own units, which are the pixels of the picture that is read. On the page it fills its
column."""

STROKE: Final = 28
"""Width of the pen, units of the sheet."""

MAX_POINTS: Final = 50_000
"""Maximum number of points that are drawn, so that nobody can keep the server busy with one drawing: an hour's work."""

Stroke: TypeAlias = NDArray[np.int32]
"""(N, 2): points x, y, units of the sheet; N is at least 1."""

_component = st.components.v2.component(
    "digitcam_canvas",
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
)


def drawing() -> bytes | None:
    """Show the sheet; return the drawing as PNG, None while the sheet is blank."""
    data = {
        "width": WIDTH,
        "height": HEIGHT,
        "stroke": STROKE,
        "label": texts.pictures.SHEET,
        "hint": texts.pictures.DRAW,
        "undo": texts.pictures.UNDO,
        "clear": texts.pictures.CLEAR,
    }
    sent = _component(key="drawing", data=data, on_strokes_change=lambda: None).get("strokes")
    strokes = parse_strokes(sent)
    return png(render(strokes)) if strokes else None


def parse_strokes(sent: Any) -> list[Stroke]:
    """Return the strokes that the browser has sent; none if it sent something else.

    Examples:
        >>> [stroke.tolist() for stroke in parse_strokes([[[1, 2], [3, 4]]])]
        [[[1, 2], [3, 4]]]
        >>> parse_strokes("nonsense")
        []
    """
    try:
        strokes = [np.array(stroke, np.float64).reshape(-1, 2) for stroke in sent or ()]
    except (TypeError, ValueError, OverflowError):
        return []
    if sum(map(len, strokes)) > MAX_POINTS or not all(len(stroke) and np.isfinite(stroke).all() for stroke in strokes):
        return []
    # A stroke may lead out of the sheet and back.
    return [np.clip(stroke, -WIDTH, 2 * WIDTH).astype(np.int32) for stroke in strokes]


def render(strokes: Iterable[Stroke]) -> NDArray[np.uint8]:
    """Draw strokes in black on white: (HEIGHT, WIDTH) uint8."""
    sheet = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for stroke in strokes:
        # OpenCV draws nothing for a single point, so the first one is repeated.
        points = np.concatenate([stroke[:1], stroke]).reshape(-1, 1, 2)
        cv2.polylines(sheet, [points], False, 0, STROKE, cv2.LINE_AA)
    return sheet
