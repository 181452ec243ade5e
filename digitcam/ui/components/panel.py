"""The panel beside and below the video: the newest reading and how it was made, refreshed by itself."""

from typing import Any, Final

import streamlit as st

from digitcam.pictures.export import one_line
from digitcam.readings import Reading, percent
from digitcam.ui import texts
from digitcam.ui.components.announcer import announce
from digitcam.ui.components.kept import kept_readings
from digitcam.ui.components.kept_signal import signal_kept
from digitcam.ui.components.network import network_service, show_network
from digitcam.ui.components.panel_refresh import is_calm, refresh
from digitcam.ui.components.sidebar import KeepSettings
from digitcam.ui.components.steps import SHOWN_LABELS, each_digit, reading_steps
from digitcam.ui.components.threshold import follow_threshold
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot

REFRESH_S: Final = 2.0
"""Maximum interval between two updates of the panel, seconds; a new reading is shown at once. Lower values make the
numbers fresher, but each update takes 75 ms of processor time in the browser, which the video then lacks."""

BUSY_REFRESH_S: Final = 1.0
"""The same while a network is trained, seconds."""

TYPE_SIZES: Final = ((4, "reading"), (8, "reading_wide"))
"""Maximum number of characters of a reading, and the key of its container, by which page.css chooses the size of the
type: digits that can be read from the back of a classroom, as many as fit beside the video."""

LONG: Final = "reading_long"
"""Key of the container for longer readings, and for a sentence in the place of a reading."""

AXIS: Final = {"labelAngle": 0, "labelFontSize": 14, "labelExpr": "split(datum.label, ' ')", "labelOverlap": False}
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


def reading_panel(processor: DigitProcessor, notebook: str | None, keep: KeepSettings, *, plays: bool) -> None:
    """Show the newest reading of the visitor's video and keep it if asked to.

    Also hands the processor the recogniser as soon as its networks are ready. The caller is a fragment: it reruns by
    itself.

    Args:
        processor: Of this visitor.
        notebook: Name of the notebook in which readings are kept; None if they are not.
        keep: How it is told that one was kept.
        plays: Whether the page shows that the video plays. If not, there is nothing to show but the network's training.
    """
    status = network_service().poll(by_hand=processor.settings.threshold is not None)
    if status.recogniser is not processor.recogniser:
        processor.recogniser = status.recogniser
    latest = processor.latest()
    snapshot = latest if plays else Snapshot()
    follow_threshold(snapshot.found_threshold(), may_rerun=is_calm())
    # Each container keeps the place of what follows; page.css places them around the video.
    with st.container(key="answer"):
        if plays:
            _answer(snapshot, processor.settings.recognise, status.reader)
    with st.container(key="keeping"):
        count = kept_readings(processor.keeping.queue, notebook, keeps_up=snapshot.keeps_up)
    with st.container(key="steps"):
        if plays:
            st.html(reading_steps(snapshot.grey, snapshot.computer_view(), snapshot.reading))
            with st.expander(texts.live.EACH_DIGIT):
                st.html(each_digit(snapshot.reading))
            _trouble(snapshot)
    with st.container(key="network"):
        show_network(status)
    signal_kept(count, sound=keep.sound, flash=keep.flash)
    announce(processor.settings.recognise, one_line(snapshot.reading.text))
    refresh(processor, latest, REFRESH_S if status.progress is None else BUSY_REFRESH_S)


def _answer(snapshot: Snapshot, recognise: bool, reader: str) -> None:
    """Show the reading, its probabilities, and how fast and by what it was read."""
    reading = snapshot.reading
    with st.container(key="big"):
        if recognise and not reading.digits and snapshot.error is None and snapshot.sees_ink():
            _in_words(texts.live.INK_ONLY)
        else:
            _metrics(reading)
    with st.container(key="chart"):
        _probabilities(reading)
        _speed(snapshot, reader)


def _metrics(reading: Reading) -> None:
    text = one_line(reading.text) or texts.common.NOTHING
    key = next((key for most, key in TYPE_SIZES if len(text) <= most), LONG)
    # Streamlit's columns are placed below each other on a phone, which would push the steps off the screen.
    with st.container(horizontal=True, key=key):
        st.metric(texts.live.READING, text)
        st.metric(texts.live.CONFIDENCE, f"{percent(reading.confidence)}%" if reading.digits else texts.common.NOTHING)


def _in_words(words: str) -> None:
    with st.container(horizontal=True, key=LONG):
        st.metric(texts.live.READING, words)


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
    speed = texts.live.SPEED.format(fps=snapshot.recognised_fps)
    lines = [
        texts.live.STEADY if snapshot.reading.digits and round(snapshot.recognised_fps) == 0 else speed,
        texts.live.FRAME_TIME.format(ms=snapshot.frame_ms),
        *([texts.live.READER.format(reader=reader)] if reader else []),
    ]
    st.caption("  \n".join(lines))


def _trouble(snapshot: Snapshot) -> None:
    if snapshot.stalled:
        st.warning(texts.live.CAMERA_SILENT, icon=":material/videocam_off:")
    if snapshot.error is not None:
        st.warning(texts.live.FRAME_FAILED, icon=":material/warning:")
