"""The reading beside the video, refreshed by itself."""

import base64
import io
from typing import Any, Final

import numpy as np
import streamlit as st
from PIL import Image

from digitcam.config import CLASSES, PATCH_PX
from digitcam.live import DigitProcessor, Snapshot
from digitcam.readings import Digit, Reading
from digitcam.ui.network import network_service, show_network

REFRESH_S: Final = 0.25
"""About as often as a number can be read; Streamlit re-sends the whole panel each time."""

NOTHING: Final = "—"

TILE: Final = (
    '<figure style="margin:0"><img src="{source}" alt="{alternative}" width="140" height="140" '
    'style="image-rendering:pixelated;border-radius:.5rem">'
    '<figcaption style="font-size:.875rem;opacity:.65">What the network gets</figcaption></figure>'
)

# Only the data changes between refreshes, and the axis always ends at 100 %: so nothing jumps or flickers.
BARS: Final[dict[str, Any]] = {
    "mark": "bar",
    "height": 180,
    "encoding": {
        "x": {"field": "digit", "type": "nominal", "title": None, "axis": {"labelAngle": 0, "labelFontSize": 14}},
        "y": {
            "field": "probability",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, 1]},
            "axis": {"format": "%", "tickCount": 2},
        },
        "tooltip": [{"field": "digit"}, {"field": "probability", "type": "quantitative", "format": ".1%"}],
    },
}
"""Vega-Lite (https://vega.github.io/vega-lite/docs/) for the ten probabilities."""


@st.fragment(run_every=REFRESH_S)
def reading_panel(processor: DigitProcessor) -> None:
    """Show the newest result of this visitor's camera, and hand over a network that has become ready."""
    status = network_service().poll()
    if status.recogniser is not processor.recogniser:
        processor.recogniser = status.recogniser
    # In a container, so that what follows keeps its place when the progress goes.
    with st.container():
        show_network(status)
    snapshot = processor.latest()
    _metrics(snapshot.reading)
    _insight(snapshot.reading)
    _speed(snapshot)
    _trouble(snapshot)


def _metrics(reading: Reading) -> None:
    # Not columns: on a phone those would stand one below the other and push the picture off the screen.
    with st.container(horizontal=True):
        st.metric("Reading", reading.text.replace("\n", " / ") or NOTHING)
        st.metric("Confidence", f"{reading.confidence:.0%}" if reading.digits else NOTHING)


def _insight(reading: Reading) -> None:
    """What the network got and how it answered, for the least certain digit."""
    doubtful = min(reading.digits, key=lambda digit: digit.confidence, default=None)
    st.html(_tile(doubtful))
    st.vega_lite_chart(_bars(doubtful), BARS, width="stretch")


def _tile(digit: Digit | None) -> str:
    """The patch, enlarged, as part of the page: a file of its own could be gone before the browser asks for it."""
    patch = np.zeros((PATCH_PX, PATCH_PX), np.float32) if digit is None else digit.patch
    png = io.BytesIO()
    Image.fromarray(np.rint(patch * 255).astype(np.uint8)).save(png, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"
    alternative = "Nothing yet" if digit is None else f"A {digit.text} as the network gets it, white on black"
    return TILE.format(source=source, alternative=alternative)


def _bars(digit: Digit | None) -> dict[str, list[Any]]:
    probabilities = np.zeros(CLASSES, np.float32) if digit is None else digit.probabilities
    return {"digit": [str(i) for i in range(CLASSES)], "probability": probabilities.tolist()}


def _speed(snapshot: Snapshot) -> None:
    st.caption(f"{snapshot.recognised_fps:.0f} recognised frames per second  \n{snapshot.frame_ms:.1f} ms per frame")


def _trouble(snapshot: Snapshot) -> None:
    if snapshot.stalled:
        st.warning(
            "The camera sends no pictures any more. Is it plugged in? Press STOP, then START.",
            icon=":material/videocam_off:",
        )
    if snapshot.error is not None:
        st.warning(f"A frame could not be read and is shown as it came ({snapshot.error}).", icon=":material/warning:")
