"""What was read in pictures: annotated previews, a table and its downloads."""

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

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
from digitcam.reporting.csv import to_csv
from digitcam.ui import texts
from digitcam.ui.components.uploads import StoredUpload, forget_uploads, store

RESULTS: Final = "picture_results"

COLUMNS: Final = 2

CSV_COLUMNS: Final = ("file", "text", "confidence", "digits", "problem")

_reading: Final = threading.Lock()
"""Held while a picture is read: one of 50 million pixels takes 400 MB, so one at a time for all visitors."""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture to be read.

    Attributes:
        name: Its name, for people.
        key: Identifies the picture.
        content: Where it is, or what is stored of it.
        upload: Its upload, released once it has been read; None if there is none.
    """

    name: str
    key: str
    content: Path | BinaryIO | StoredUpload
    upload: UploadedFile | None = None

    @property
    def size(self) -> int:
        """Bytes that the server holds of it."""
        return 0 if self.upload is None else self.upload.size


@dataclass(frozen=True, slots=True)
class Result:
    """What was read in one picture; small, since all of a visitor's are held in memory.

    Attributes:
        record: File, text and digits, ready for JSON.
        confidence: Of the least certain digit; 0 if there is none.
        preview: JPEG of the annotated picture; None if it could not be read.
        problem: Why it could not be read; None if it could.
    """

    record: dict[str, Any]
    confidence: float = 0.0
    preview: bytes | None = field(default=None, repr=False)
    problem: str | None = None

    @property
    def text(self) -> str:
        """The reading, on one line."""
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


def read_all(
    sources: Sequence[Source], recogniser: Recogniser, region: RelativeRegion, threshold: int | None
) -> list[Result]:
    """Read pictures, with progress; what was read in the same way before is not read again."""
    how = (region, threshold, recogniser)
    known: dict[Any, Result] = st.session_state.get(RESULTS, {})
    fresh: dict[Any, Result] = {}
    unread = sum((source.key, how) not in known for source in sources)
    bar = st.progress(0.0) if unread > 1 else None
    for number, source in enumerate(sources, 1):
        if bar is not None:
            bar.progress(number / len(sources), texts.READING_PICTURES.format(number=number, count=len(sources)))
        key = (source.key, how)
        fresh[key] = known[key] if key in known else _read(source, recogniser, region, threshold)
    if bar is not None:
        bar.empty()
    st.session_state[RESULTS] = fresh
    return list(fresh.values())


def forget_results() -> None:
    """Drop what was read."""
    st.session_state.pop(RESULTS, None)


def forget_pictures() -> None:
    """Drop everything of this visitor's pictures: another page shows none of it."""
    forget_results()
    forget_uploads()


def _read(source: Source, recogniser: Recogniser, region: RelativeRegion, threshold: int | None) -> Result:
    try:
        with _reading:
            picture, scale = _opened(source)
            reading = read_region(recogniser, picture, region, threshold)
            record = as_record(source.name, rescale_reading(reading, 1 / scale))
            return Result(record, reading.confidence, jpeg(annotate(picture, reading)))
    except ImageError as exc:
        return Result({"file": source.name, "text": "", "digits": []}, problem=str(exc))


def _opened(source: Source) -> tuple[NDArray[np.uint8], float]:
    """The picture, or its stored copy, and that copy's scale; of an upload a copy is stored from now on."""
    if isinstance(source.content, StoredUpload):
        copy = source.content.require_copy()
        return load_colour(io.BytesIO(copy.content), source.name), copy.scale
    try:
        picture = load_colour(source.content, source.name)
    except ImageError as exc:
        if source.upload is not None:
            store(source.upload, StoredUpload(source.name, problem=str(exc)))
        raise
    if source.upload is not None:
        store(source.upload, StoredUpload(source.name, store_picture(picture, source.upload.getvalue())))
    return picture, 1.0


def show_results(results: Sequence[Result]) -> None:
    """Show the downloads, the table, and each picture."""
    _downloads(results)
    if len(results) > 1:
        _table(results)
    for start in range(0, len(results), COLUMNS):
        row = results[start : start + COLUMNS]
        for place, result in zip(st.columns(min(COLUMNS, len(results))), row, strict=False):
            with place:
                _show(result)


def _table(results: Sequence[Result]) -> None:
    shown = [column for column in CSV_COLUMNS if column != "problem" or any(result.problem for result in results)]
    st.dataframe(
        [{column: _cell(result, column) for column in shown} for result in results],
        hide_index=True,
        alt=texts.PICTURE_TABLE,
        column_config={
            "file": texts.COLUMN_FILE,
            "text": st.column_config.TextColumn(texts.COLUMN_TEXT),
            "confidence": st.column_config.TextColumn(texts.COLUMN_CONFIDENCE, alignment="right"),
            "digits": st.column_config.NumberColumn(texts.COLUMN_DIGITS),
            "problem": st.column_config.TextColumn(texts.COLUMN_PROBLEM),
        },
    )


def _cell(result: Result, column: str) -> Any:
    """A value as people read it; blank if there is none."""
    value = result.row[column]
    if column == "confidence" and value is not None:
        return f"{value:.0%}"
    return "" if value is None else value


def _downloads(results: Sequence[Result]) -> None:
    csv = to_csv((result.row for result in results), CSV_COLUMNS)
    records = [result.record | ({"problem": result.problem} if result.problem else {}) for result in results]
    with st.container(horizontal=True):
        # With a byte order mark, without which Excel takes UTF-8 for the local code page.
        st.download_button(
            texts.AS_CSV,
            csv.encode("utf-8-sig"),
            "digitcam.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.download_button(
            texts.AS_JSON,
            json.dumps(records, indent=2, ensure_ascii=False),
            "digitcam.json",
            "application/json",
            on_click="ignore",
            icon=":material/data_object:",
        )


def _show(result: Result) -> None:
    with st.container(border=True, gap="xsmall"):
        if result.problem is not None or result.preview is None:
            st.error(result.problem)
            return
        st.image(
            result.preview, width="content", alt=texts.PICTURE_ALT.format(name=result.record["file"], text=result.text)
        )
        st.header(result.text or texts.NOTHING, anchor=False)
        if result.record["digits"]:
            st.caption(" · ".join(_digit(digit) for digit in result.record["digits"]))
        else:
            st.caption(texts.NO_DIGITS)
        st.caption(result.record["file"])


def _digit(digit: dict[str, Any]) -> str:
    return f"**{'?' if digit['digit'] is None else digit['digit']}** {digit['confidence']:.0%}"
