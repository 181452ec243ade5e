"""Read the chosen pictures, one at a time, and keep the results for this visitor."""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.uploaded_file_manager import UploadedFile

from digitcam.errors import ImageError
from digitcam.pictures.annotate import annotate
from digitcam.pictures.crop import RelativeRegion, read_region, rescale_reading
from digitcam.pictures.encoding import jpeg
from digitcam.pictures.export import as_record, one_line
from digitcam.pictures.loading import load_colour
from digitcam.pictures.stored import store_picture
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.components.uploads import StoredUpload, forget_uploads, store

RESULTS: Final = "picture_results"
"""Key in the session state: the results by picture and settings."""

_reading: Final = threading.Lock()
"""Held while a picture is read. One of 50 million pixels takes 400 MB, so all visitors take turns."""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture that the visitor has chosen.

    Attributes:
        name: Name that is shown.
        key: Identifies the picture.
        content: The file, or the stored copy of an upload that was read before.
        upload: The upload, which is released once it has been read; None if there is none.
    """

    name: str
    key: str
    content: Path | BinaryIO | StoredUpload
    upload: UploadedFile | None = None

    @property
    def size(self) -> int:
        """Size of the upload in the server's memory, bytes; 0 without one."""
        return 0 if self.upload is None else self.upload.size


@dataclass(frozen=True, slots=True)
class Result:
    """The reading of one picture, small enough to keep all of them in memory.

    Attributes:
        record: File name, text and digits, as exported to JSON.
        confidence: Confidence of the least certain digit; 0 if there is none.
        preview: The annotated picture as JPEG; None if the picture could not be read.
        problem: Why the picture could not be read; None if it could.
    """

    record: dict[str, Any]
    confidence: float = 0.0
    preview: bytes | None = field(default=None, repr=False)
    problem: str | None = None

    @property
    def text(self) -> str:
        """The reading on one line."""
        return one_line(self.record["text"])

    @property
    def row(self) -> dict[str, Any]:
        """Values for the table and the CSV file."""
        return {
            "file": self.record["file"],
            "text": self.text,
            "confidence": round(self.confidence, 4) if self.record["digits"] else None,
            "digits": len(self.record["digits"]),
            "problem": self.problem,
        }


class Loaded(NamedTuple):
    """A picture in memory.

    Attributes:
        picture: (h, w, 3) uint8 BGR, the original or a stored copy.
        scale: Its pixels per pixel of the original.
    """

    picture: NDArray[np.uint8]
    scale: float


def read_all(
    sources: Sequence[Source], recogniser: Recogniser, region: RelativeRegion, threshold: int | None
) -> list[Result]:
    """Read pictures and show the progress. Results with the same settings are reused."""
    how = (region, threshold, recogniser)
    known: dict[Any, Result] = st.session_state.get(RESULTS, {})
    fresh: dict[Any, Result] = {}
    unread = sum((source.key, how) not in known for source in sources)
    bar = st.progress(0.0) if unread > 1 else None
    for number, source in enumerate(sources, 1):
        if bar is not None:
            bar.progress(
                number / len(sources), texts.pictures.READING_PICTURES.format(number=number, count=len(sources))
            )
        key = (source.key, how)
        fresh[key] = known[key] if key in known else _read(source, recogniser, region, threshold)
    if bar is not None:
        bar.empty()
    st.session_state[RESULTS] = fresh
    return list(fresh.values())


def forget_results() -> None:
    """Drop the results of this visitor."""
    st.session_state.pop(RESULTS, None)


def forget_pictures() -> None:
    """Drop the results and uploads of this visitor, who has left the pictures page."""
    forget_results()
    forget_uploads()


def _read(source: Source, recogniser: Recogniser, region: RelativeRegion, threshold: int | None) -> Result:
    try:
        with _reading:
            loaded = _load(source)
            reading = read_region(recogniser, loaded.picture, region, threshold)
            record = as_record(source.name, rescale_reading(reading, 1 / loaded.scale))
            return Result(record, reading.confidence, jpeg(annotate(loaded.picture, reading)))
    except ImageError as exc:
        return Result({"file": source.name, "text": "", "digits": []}, problem=str(exc))


def _load(source: Source) -> Loaded:
    """Load a picture or its stored copy; replace an upload by a stored copy."""
    if isinstance(source.content, StoredUpload):
        copy = source.content.require_copy()
        return Loaded(load_colour(io.BytesIO(copy.content), source.name), copy.scale)
    try:
        picture = load_colour(source.content, source.name)
    except ImageError as exc:
        if source.upload is not None:
            store(source.upload, StoredUpload(source.name, problem=str(exc)))
        raise
    if source.upload is not None:
        store(source.upload, StoredUpload(source.name, store_picture(picture, source.upload.getvalue())))
    return Loaded(picture, 1.0)
