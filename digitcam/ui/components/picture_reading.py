"""Read the chosen pictures, one at a time, and keep the results for this visitor."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from digitcam.pictures.crop import RelativeRegion
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import Turn
from digitcam.ui import texts
from digitcam.ui.components.page_result import PageKey, Result, read_result
from digitcam.ui.components.picture_corrections import forget_corrections, is_touched
from digitcam.ui.components.picture_pages import decoded_pages, is_large, stored_page
from digitcam.ui.components.picture_turns import forget_turns, turned_by_hand
from digitcam.ui.components.uploads import StoredPage, StoredUpload, forget_uploads, store

RESULTS: Final = "picture_results"
"""Key in the session state: the results by picture and settings."""


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


def read_all(
    sources: Sequence[Source], recogniser: Recogniser, region: RelativeRegion, threshold: int | None, most: int
) -> list[Result]:
    """Read pictures and show the progress. Results with the same settings are reused.

    Args:
        sources: The pictures, at most `most`.
        recogniser: The reader.
        region: Which part of each is read.
        threshold: Grey value below which a pixel is ink; None reads the grey picture.
        most: Number of pages that are read of all pictures together; of each at least one.

    Returns:
        The results of all pages, in the order of the pictures.
    """
    how = (region, threshold, recogniser)
    known: dict[Any, Result] = st.session_state.get(RESULTS, {})
    fresh: dict[Any, Result] = {}
    unread = sum((source.key, how, 1) not in known for source in sources)
    # It keeps its place when nothing is read: what moves on the page loses the focus.
    bar = st.empty()
    for number, source in enumerate(sources, 1):
        if unread > 1:
            bar.progress(
                number / len(sources), texts.pictures.READING_PICTURES.format(number=number, count=len(sources))
            )
        room = most - len(fresh) - (len(sources) - number)
        results = list(_reused(known, (source.key, how))) or _corrected(known, source.key, how)
        if results:
            results = _read_turned(source, recogniser, region, threshold, results)
        else:
            results = _read(source, recogniser, region, threshold, room, _turns(known, source.key))
        fresh |= {(source.key, how, page): result for page, result in enumerate(results, 1)}
    bar.empty()
    st.session_state[RESULTS] = fresh
    return list(fresh.values())


def forget_results() -> None:
    """Drop the results of this visitor, and what was corrected and turned in them."""
    st.session_state.pop(RESULTS, None)
    forget_corrections()
    forget_turns()


def forget_pictures() -> None:
    """Drop the results and uploads of this visitor, who has left the pictures page."""
    forget_results()
    forget_uploads()


def _reused(known: dict[Any, Result], key: tuple[Any, ...]) -> Iterator[Result]:
    """Return the known results of a picture's pages."""
    for page in count(1):
        if (*key, page) not in known:
            return
        yield known[(*key, page)]


def _corrected(known: dict[Any, Result], source_key: str, how: tuple[Any, ...]) -> list[Result]:
    """Return the results of a picture that another network has read, if a person has corrected some of them.

    Corrections belong to cells, and a network that was trained meanwhile might find others.
    """
    found = [result for (key, used, _), result in known.items() if key == source_key and used[:2] == how[:2]]
    return found if any(is_touched(result.id) for result in found) else []


def _turns(known: Mapping[Any, Result], source_key: str) -> dict[int, Turn]:
    """Return how the pages of a picture were turned, by their numbers: the part that is read then changes no turn."""
    found = {
        page: result.turn for (key, _, page), result in known.items() if key == source_key and result.turn is not None
    }
    return found | turned_by_hand(source_key)


def _read(
    source: Source,
    recogniser: Recogniser,
    region: RelativeRegion,
    threshold: int | None,
    most: int,
    turns: Mapping[int, Turn],
) -> list[Result]:
    """Read a picture's pages, at most so many; replace an upload by what is stored of it."""
    results: list[Result] = []
    kept: list[StoredPage] = []
    file = b"" if source.upload is None else source.upload.getvalue()
    with contextlib.closing(decoded_pages(source.content, source.name)) as pages:
        for page in pages:
            if len(results) == most:
                results[-1].record["note"] = texts.pictures.PAGES_LEFT_OUT.format(count=most)
                break
            number = len(results) + 1
            result = read_result(page, recogniser, region, threshold, turns.get(number))
            results.append(_identified(result, source, number, region, threshold))
            if is_large(file):
                kept.append(stored_page(page, file))
    if source.upload is not None:
        store(source.upload, StoredUpload(source.name, b"" if is_large(file) else file, tuple(kept)))
    return results


def _read_turned(
    source: Source,
    recogniser: Recogniser,
    region: RelativeRegion,
    threshold: int | None,
    results: Sequence[Result],
) -> list[Result]:
    """Return the results of a picture, those of pages that were turned by hand since read anew."""
    by_hand = turned_by_hand(source.key)
    anew = [
        number
        for number, result in enumerate(results, 1)
        if result.problem is None and by_hand.get(number, result.turn) != result.turn
    ]
    if not anew:
        return list(results)
    read = list(results)
    with contextlib.closing(decoded_pages(source.content, source.name)) as pages:
        for number, page in enumerate(islice(pages, anew[-1]), 1):
            if number in anew:
                result = read_result(page, recogniser, region, threshold, by_hand[number])
                if note := results[number - 1].note:
                    result.record["note"] = note
                read[number - 1] = _identified(result, source, number, region, threshold)
    return read


def _identified(result: Result, source: Source, number: int, region: RelativeRegion, threshold: int | None) -> Result:
    """Return a result that knows which page it is, and which settings it was read with."""
    # Equal regions have equal texts: 0 from the server is 0.0 from the browser.
    sides = [float(side) for side in (*region.across, *region.down)]
    key = hashlib.sha256(repr((source.key, sides, threshold, number)).encode()).hexdigest()[:16]
    return replace(result, page=PageKey(source.key, number), key=key)
