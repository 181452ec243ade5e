"""The reading beside the video, refreshed by itself."""

from typing import Any, Final

import numpy as np
import streamlit as st

from digitcam.pictures.export import one_line
from digitcam.readings import Reading
from digitcam.recognition.contract import DIGITS
from digitcam.ui import texts
from digitcam.ui.components.announcer import announce
from digitcam.ui.components.network import network_service, show_network
from digitcam.ui.components.notebook import keep_reading
from digitcam.ui.components.refresh import refresh
from digitcam.ui.components.strip import each_digit, strip
from digitcam.video.processor import DigitProcessor, Snapshot

REFRESH_S: Final = 2.0
"""So often the numbers that flicker are brought up to date, and what the box looks like; a new reading is shown at
once. Streamlit re-sends the whole panel each time, which takes the browser 75 ms of a core that its video could use."""

CLOSELY_S: Final = 1 / 3
"""The same while there is more to follow than the camera: progress, or how long a number to be kept has stood."""

BIG: Final = 4
"""So many characters fit beside the video in the biggest type."""

# Only the data changes between refreshes, and the axis always ends at 100 %: so nothing jumps or flickers.
BARS: Final[dict[str, Any]] = {
    "mark": "bar",
    "height": 160,
    "description": texts.PROBABILITIES,
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


@st.fragment
def reading_panel(processor: DigitProcessor, notebook: str | None) -> None:
    """Show the newest result of this visitor's camera, keep it, and hand over a network that has become ready."""
    status = network_service().poll(by_hand=processor.settings.threshold is not None)
    if status.recogniser is not processor.recogniser:
        processor.recogniser = status.recogniser
    # In a container, so that what follows keeps its place when the progress goes.
    with st.container():
        show_network(status)
    snapshot = processor.latest()
    _metrics(snapshot.reading)
    with st.container():
        keep_reading(snapshot.reading, notebook)
    st.html(strip(snapshot.grey, snapshot.computer_view(), snapshot.reading))
    _probabilities(snapshot.reading)
    with st.expander(texts.EACH_DIGIT):
        st.html(each_digit(snapshot.reading))
    _speed(snapshot, status.reader)
    announce(processor.settings.recognise, one_line(snapshot.reading.text))
    _trouble(snapshot)
    closely = notebook is not None or status.progress is not None
    refresh(processor, snapshot, CLOSELY_S if closely else REFRESH_S)


def _metrics(reading: Reading) -> None:
    text = one_line(reading.text) or texts.NOTHING
    # Not columns: on a phone those would stand one below the other and push the picture off the screen.
    with st.container(horizontal=True, key="reading" if len(text) <= BIG else "reading_long"):
        st.metric(texts.READING, text)
        st.metric(texts.CONFIDENCE, f"{reading.confidence:.0%}" if reading.digits else texts.NOTHING)


def _probabilities(reading: Reading) -> None:
    """How the network answered, for the least certain digit."""
    doubtful = min(reading.digits, key=lambda digit: digit.confidence, default=None)
    probabilities = np.zeros(DIGITS, np.float32) if doubtful is None else doubtful.probabilities
    several = doubtful if len(reading.digits) > 1 else None
    st.caption(texts.PROBABILITIES if several is None else texts.OF_THE_DOUBTFUL.format(text=several.text))
    data = {"digit": [str(label) for label in range(DIGITS)], "probability": probabilities.tolist()}
    st.vega_lite_chart(data, BARS, width="stretch")


def _speed(snapshot: Snapshot, reader: str) -> None:
    speed = texts.SPEED.format(fps=snapshot.recognised_fps, ms=snapshot.frame_ms)
    st.caption(speed + (texts.READ_BY.format(reader=reader) if reader else ""))


def _trouble(snapshot: Snapshot) -> None:
    if snapshot.stalled:
        st.warning(texts.CAMERA_SILENT, icon=":material/videocam_off:")
    if snapshot.error is not None:
        st.warning(texts.FRAME_FAILED.format(error=snapshot.error), icon=":material/warning:")
