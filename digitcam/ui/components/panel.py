"""The panel beside the video: the newest reading, refreshed by itself."""

from typing import Any, Final

import streamlit as st

from digitcam.pictures.export import one_line
from digitcam.readings import Reading, percent
from digitcam.ui import texts
from digitcam.ui.components.announcer import announce
from digitcam.ui.components.kept import kept_readings
from digitcam.ui.components.network import network_service, show_network
from digitcam.ui.components.panel_refresh import is_calm, refresh
from digitcam.ui.components.steps import SHOWN_LABELS, each_digit, reading_steps
from digitcam.ui.components.threshold import follow_threshold
from digitcam.ui.markdown import escape
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot

REFRESH_S: Final = 2.0
"""Maximum interval between two updates of the panel, seconds; a new reading is shown at once. Lower values make the
numbers fresher, but each update takes 75 ms of processor time in the browser, which the video then lacks."""

BUSY_REFRESH_S: Final = 1 / 3
"""The same while a network is trained, seconds."""

BIG: Final = 4
"""Maximum number of characters that are shown in the largest type beside the video."""

AXIS: Final = {"labelAngle": 0, "labelFontSize": 14, "labelExpr": "split(datum.label, ' ')"}
"""The labels of the bars; each word on a line of its own, because a bar is only as wide as one."""

# The axis always ends at 100 %, so that bars do not jump between two updates.
BARS: Final[dict[str, Any]] = {
    "mark": "bar",
    "height": 176,
    "description": texts.live.PROBABILITIES,
    # After a change of its width, a chart of Streamlit (1.67) can be some pixels too wide: its last label was cut off.
    "padding": {"right": 8},
    "encoding": {
        "x": {"field": "digit", "type": "nominal", "title": None, "sort": None, "axis": AXIS},
        "y": {
            "field": "probability",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, 1]},
            "axis": {"format": "%", "tickCount": 2},
        },
        "tooltip": [{"field": "digit"}, {"field": "probability", "type": "quantitative", "format": ".0%"}],
    },
}
"""Vega-Lite (https://vega.github.io/vega-lite/docs/) for the probabilities."""


def reading_panel(processor: DigitProcessor, notebook: str | None, *, plays: bool) -> None:
    """Show the newest reading of the visitor's video and keep it if asked to.

    Also hands the processor the recogniser as soon as its networks are ready. The caller is a fragment: it reruns by
    itself.

    Args:
        processor: Of this visitor.
        notebook: Name of the notebook in which readings are kept; None if they are not.
        plays: Whether the page shows that the video plays. If not, it says why, and the panel need not.
    """
    status = network_service().poll(by_hand=processor.settings.threshold is not None)
    if status.recogniser is not processor.recogniser:
        processor.recogniser = status.recogniser
    # The container keeps the place of what follows when the progress bar disappears.
    with st.container():
        show_network(status)
    snapshot = processor.latest()
    follow_threshold(snapshot.found_threshold(), may_rerun=is_calm())
    _metrics(snapshot.reading)
    with st.container():
        kept_readings(processor.keeping.queue, notebook, keeps_up=snapshot.keeps_up)
    st.html(reading_steps(snapshot.grey, snapshot.computer_view(), snapshot.reading))
    _probabilities(snapshot.reading)
    with st.expander(texts.live.EACH_DIGIT):
        st.html(each_digit(snapshot.reading))
    _speed(snapshot, status.reader)
    announce(processor.settings.recognise, one_line(snapshot.reading.text))
    _trouble(snapshot, plays=plays)
    refresh(processor, snapshot, REFRESH_S if status.progress is None else BUSY_REFRESH_S)


def _metrics(reading: Reading) -> None:
    text = one_line(reading.text) or texts.common.NOTHING
    # Streamlit's columns are placed below each other on a phone, which would push the steps off the screen.
    with st.container(horizontal=True, key="reading" if len(text) <= BIG else "reading_long"):
        st.metric(texts.live.READING, text)
        st.metric(texts.live.CONFIDENCE, f"{percent(reading.confidence)}%" if reading.digits else texts.common.NOTHING)


def _probabilities(reading: Reading) -> None:
    """Show the probabilities of the least certain digit."""
    least = min(reading.digits, key=lambda digit: digit.confidence, default=None)
    shown = [0.0] * len(SHOWN_LABELS) if least is None else least.shown_probabilities().tolist()
    named = least if len(reading.digits) > 1 else None
    st.caption(texts.live.PROBABILITIES if named is None else texts.live.OF_THE_DOUBTFUL.format(text=named.text))
    # In whole percent, so that the bar of the reading is exactly as high as the confidence above it says.
    data = {"digit": list(SHOWN_LABELS), "probability": [percent(each) / 100 for each in shown]}
    st.vega_lite_chart(data, BARS, width="stretch")


def _speed(snapshot: Snapshot, reader: str) -> None:
    speed = texts.live.SPEED.format(fps=snapshot.recognised_fps, ms=snapshot.frame_ms)
    st.caption(speed + (texts.live.READ_BY.format(reader=reader) if reader else ""))


def _trouble(snapshot: Snapshot, *, plays: bool) -> None:
    if snapshot.stalled and plays:
        st.warning(texts.live.CAMERA_SILENT, icon=":material/videocam_off:")
    if snapshot.error is not None:
        st.warning(texts.live.FRAME_FAILED.format(error=escape(snapshot.error)), icon=":material/warning:")
