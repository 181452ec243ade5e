"""The pictures page: files, a snapshot, a drawing or a sample, and what is read in them."""

import hashlib
import io
from itertools import accumulate
from pathlib import Path
from typing import Final

import streamlit as st

from digitcam.parts import Part
from digitcam.ui import texts
from digitcam.ui.canvas import drawing
from digitcam.ui.network import ready_network
from digitcam.ui.picture_results import Source, read_all, show_results
from digitcam.ui.sidebar import threshold_setting

TYPES: Final = ["png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff"]

MAX_PICTURES: Final = 100
"""Read in one go; Streamlit holds each upload in memory as long as it is on the page."""

MAX_TOTAL_MB: Final = 250
"""Read in one go, all files together: 100 pictures of an ordinary phone. Thirty of 12 million pixels, 111 MB, took a
server from 165 to 530 MB."""

SAMPLES: Final = Path(__file__).parents[1] / "data" / "samples"


def pictures_page() -> None:
    """Draw the page."""
    st.title(texts.PICTURES, anchor=False)
    st.write(texts.PICTURES_INTRO)
    with st.sidebar:
        threshold = threshold_setting()
    choices, results = st.columns([2, 3], gap="large")
    with choices:
        sources = _sources()
        part = _part()
    with results:
        fitting = _fitting(sources)
        if len(fitting) < len(sources):
            st.warning(texts.TOO_MANY.format(count=len(fitting), limit=MAX_PICTURES, total=MAX_TOTAL_MB))
        if not sources:
            st.info(texts.NO_PICTURES)
        # Last: while there is no network it shows the training, and that refreshes itself.
        recogniser = ready_network(by_hand=threshold is not None)
        if recogniser is not None and sources:
            show_results(read_all(fitting, recogniser, part, threshold))


def _sources() -> list[Source]:
    choices = {
        texts.FILES: _files,
        texts.SNAPSHOT: _snapshot,
        texts.DRAWING: _drawing,
        texts.SAMPLES: _samples,
    }
    chosen = st.segmented_control(
        texts.SOURCE, list(choices), default=texts.FILES, required=True, key="from", bind="query-params"
    )
    return choices[chosen or texts.FILES]()


def _fitting(sources: list[Source]) -> list[Source]:
    """The first of them, as many as are read in one go."""
    totals = accumulate(source.size for source in sources[:MAX_PICTURES])
    return sources[: sum(total <= MAX_TOTAL_MB * 1_000_000 for total in totals)]


def _files() -> list[Source]:
    uploads = st.file_uploader(texts.UPLOAD, TYPES, accept_multiple_files=True, help=texts.UPLOAD_HELP)
    return [Source(upload.name, upload.file_id, upload, upload.size) for upload in uploads]


def _snapshot() -> list[Source]:
    photo = st.camera_input(texts.TAKE)
    return [] if photo is None else [Source(texts.SNAPSHOT, photo.file_id, photo)]


def _drawing() -> list[Source]:
    content = drawing()
    if content is None:
        return []
    return [Source(texts.DRAWING, hashlib.sha256(content).hexdigest(), io.BytesIO(content))]


def _samples() -> list[Source]:
    name = st.pills(
        texts.CHOOSE_SAMPLE,
        list(texts.SAMPLE_NAMES),
        format_func=lambda name: texts.SAMPLE_NAMES[name],
        key="sample",
        wrap=True,
        bind="query-params",
    )
    return [] if name is None else [Source(texts.SAMPLE_NAMES[name], name, SAMPLES / f"{name}.jpg")]


def _part() -> Part:
    what = st.radio(
        texts.READ_WHAT, [texts.WHOLE_PICTURE, texts.A_BOX], horizontal=True, key="read", bind="query-params"
    )
    if what == texts.WHOLE_PICTURE:
        return Part()
    across = _range(texts.ACROSS, "across")
    down = _range(texts.DOWN, "down")
    return Part(across, down)


def _range(label: str, key: str) -> tuple[int, int]:
    """A slider with two ends; where both meet, one percent is left between them."""
    low, high = st.slider(label, 0, 100, (10, 90), key=key, bind="query-params")
    return (low, high) if low < high else (min(low, 99), min(low, 99) + 1)
