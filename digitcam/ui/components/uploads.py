"""Uploaded pictures, which are released once they have been read.

Small copies of its pages are stored while the picture is on the page, so that it can be read again with other
settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from digitcam.pictures.stored import StoredPicture
from digitcam.ui.server.workarounds import release_all_uploads, release_uploads

STORED: Final = "held_pictures"
"""Key in the session state: the stored copies, by Streamlit's ids of the uploads."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """What is stored of one page of an uploaded picture.

    Attributes:
        name: Name of the page.
        copy: A copy for reading it again; None if it could not be read.
        size: Width and height of the original, pixels.
        note: What is remarked about it; None if there is nothing.
        problem: Why it could not be read; None if it could.
    """

    name: str
    copy: StoredPicture | None = None
    size: tuple[int, int] = (0, 0)
    note: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """What is stored of an uploaded picture: a small file itself, or a copy of each page.

    Attributes:
        name: Name of the file.
        file: The file; empty if it is large.
        pages: The pages of a large file.
    """

    name: str
    file: bytes = b""
    pages: tuple[StoredPage, ...] = ()


def stored() -> dict[str, StoredUpload]:
    """Return the stored copies of this visitor's uploads."""
    pictures: dict[str, StoredUpload] = st.session_state.setdefault(STORED, {})
    return pictures


def chosen(key: str) -> list[UploadedFile | DeletedFile]:
    """Return the files that a widget lists, including released ones.

    Stored copies of files that it no longer lists are dropped.

    Args:
        key: Key of the widget.
    """
    value: Sequence[UploadedFile | DeletedFile] | UploadedFile | DeletedFile | None = st.session_state[key]
    files = [] if value is None else [value] if isinstance(value, UploadedFile | DeletedFile) else list(value)
    ids = {file.file_id for file in files}
    for removed in stored().keys() - ids:
        del stored()[removed]
    return files


def store(upload: UploadedFile, picture: StoredUpload) -> None:
    """Replace an upload by its stored copy, and release the upload."""
    stored()[upload.file_id] = picture
    release_uploads([upload])


def forget_uploads() -> None:
    """Release all uploads of this visitor and drop the copies."""
    if st.session_state.pop(STORED, None) is not None:
        release_all_uploads()
