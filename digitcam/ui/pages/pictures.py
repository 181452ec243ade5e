"""The pictures page: read files, a snapshot, a drawing or a sample."""

import hashlib
import io
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from digitcam.pictures.endings import ENDINGS
from digitcam.ui import texts
from digitcam.ui.components.canvas import drawing
from digitcam.ui.components.network import ready_network
from digitcam.ui.components.picture_reading import Source, forget_results, read_all
from digitcam.ui.components.picture_results import show_results
from digitcam.ui.components.refusals import reword_refusals
from digitcam.ui.components.region import chosen_region
from digitcam.ui.components.snapshot import show_snapshot_trouble
from digitcam.ui.components.threshold import automatic_setting, note_threshold, threshold_slider
from digitcam.ui.components.uploads import chosen, stored
from digitcam.ui.server.workarounds import release_uploads

TYPES: Final = list(ENDINGS)
"""Endings of the files that can be chosen. Because HEIC is among them, an iPhone sends its pictures as they are, not as
JPEG; docs/decisions/0019-child-decoder.md says why."""

MAX_PICTURES: Final = 100
"""Maximum number of pictures on the page, and of their pages. A copy and a preview of each, up to a megabyte, are kept
in memory."""

MAX_TOTAL_MB: Final = 250
"""Maximum size of all uploads together, megabytes: 100 photographs of an ordinary phone. They stay in memory until they
are read."""

FILES: Final = "files"
SNAPSHOT: Final = "snapshot"
"""Keys of the two upload widgets."""

SAMPLES: Final = Path(__file__).parents[2] / "data" / "samples"


class Chosen(NamedTuple):
    """The pictures that a visitor has chosen.

    Attributes:
        sources: The pictures.
        lost: Number of chosen files that the server no longer has.
    """

    sources: list[Source]
    lost: int = 0


def pictures_page() -> None:
    """Show the page."""
    st.title(texts.common.PICTURES, anchor=False)
    st.write(texts.pictures.PICTURES_INTRO)
    with st.sidebar:
        is_automatic, slider = automatic_setting(), st.container()
    threshold = None
    if not is_automatic:
        with slider:
            threshold = threshold_slider(automatic=False)
    with st.container(key="picture_page"):
        choices, results = st.columns([5, 8], gap="medium")
    with choices:
        sources, lost = _chosen()
    if not sources:
        forget_results()
    region = chosen_region()
    found = None
    with results:
        fitting = _fitting(sources)
        if lost and not fitting:
            st.warning(texts.pictures.LOST)
        elif lost or len(fitting) < len(sources):
            st.warning(texts.pictures.TOO_MANY.format(count=len(fitting), limit=MAX_PICTURES, total=MAX_TOTAL_MB))
        elif not sources:
            st.info(texts.pictures.NO_PICTURES)
        # Last on the page: while there is no network, this is a fragment that reruns by itself.
        recogniser = ready_network(by_hand=threshold is not None)
        if recogniser is not None and sources:
            release_uploads([source.upload for source in sources[len(fitting) :] if source.upload is not None])
            read = read_all(fitting, recogniser, region, threshold, MAX_PICTURES)
            show_results(read, region)
            found = read[0].threshold if read else None
    if is_automatic:
        with slider:
            note_threshold(found)
            threshold_slider(automatic=True)


def _chosen() -> Chosen:
    """Show the widgets of the chosen kind of source."""
    choices = {
        texts.pictures.FILES: _files,
        texts.pictures.SNAPSHOT: _snapshot,
        texts.pictures.DRAWING: _drawing,
        texts.pictures.SAMPLES: _samples,
    }
    source = st.segmented_control(
        texts.pictures.SOURCE,
        list(choices),
        default=texts.pictures.FILES,
        required=True,
        key="from",
        bind="query-params",
    )
    if source in (texts.pictures.DRAWING, texts.pictures.SAMPLES):
        stored().clear()
    return choices[source or texts.pictures.FILES]()


def _fitting(sources: list[Source]) -> list[Source]:
    """Return the first pictures, as many as the limits allow."""
    totals = accumulate(source.size for source in sources[:MAX_PICTURES])
    return sources[: sum(total <= MAX_TOTAL_MB * 1_000_000 for total in totals)]


def _files() -> Chosen:
    st.file_uploader(
        texts.pictures.UPLOAD, TYPES, accept_multiple_files=True, help=texts.pictures.UPLOAD_HELP, key=FILES
    )
    reword_refusals()
    return _uploaded(chosen(FILES))


def _snapshot() -> Chosen:
    st.camera_input(texts.pictures.TAKE, key=SNAPSHOT)
    show_snapshot_trouble()
    return _uploaded(chosen(SNAPSHOT), texts.pictures.SNAPSHOT)


def _uploaded(files: Sequence[UploadedFile | DeletedFile], name: str | None = None) -> Chosen:
    sources = []
    for file in files:
        known = stored().get(file.file_id)
        if known is not None:
            sources.append(Source(known.name, file.file_id, known))
        elif isinstance(file, UploadedFile):
            sources.append(Source(name or file.name, file.file_id, file, file))
    return Chosen(sources, lost=len(files) - len(sources))


def _drawing() -> Chosen:
    content = drawing()
    if content is None:
        return Chosen([])
    return Chosen([Source(texts.pictures.DRAWING, hashlib.sha256(content).hexdigest(), io.BytesIO(content))])


def _samples() -> Chosen:
    name = st.pills(
        texts.pictures.CHOOSE_SAMPLE,
        list(texts.pictures.SAMPLE_NAMES),
        format_func=lambda name: texts.pictures.SAMPLE_NAMES[name],
        key="sample",
        wrap=True,
        bind="query-params",
    )
    return Chosen([] if name is None else [Source(texts.pictures.SAMPLE_NAMES[name], name, SAMPLES / f"{name}.jpg")])
