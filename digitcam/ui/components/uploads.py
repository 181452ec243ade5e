"""Uploaded pictures, held only until they are read; a small copy stays while a picture is on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from digitcam.errors import ImageError
from digitcam.pictures.stored import StoredPicture
from digitcam.ui.server.workarounds import release_all_uploads, release_uploads

STORED: Final = "held_pictures"
"""Session state: what is stored, by Streamlit's ids of the uploads."""


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """What is stored of an uploaded picture.

    Attributes:
        name: The file's name.
        copy: For reading it again; None if it could not be read.
        problem: Why not; None if it could.
    """

    name: str
    copy: StoredPicture | None = None
    problem: str | None = None

    def require_copy(self) -> StoredPicture:
        """Return the copy.

        Raises:
            ImageError: If the picture could not be read, with the message of that time.
        """
        if self.copy is None:
            raise ImageError(self.problem or self.name)
        return self.copy


def stored() -> dict[str, StoredUpload]:
    """Return what is stored for this visitor."""
    pictures: dict[str, StoredUpload] = st.session_state.setdefault(STORED, {})
    return pictures


def chosen(key: str) -> list[UploadedFile | DeletedFile]:
    """Return what a file widget shows as chosen, released files included; drop what it no longer shows."""
    value: Sequence[UploadedFile | DeletedFile] | UploadedFile | DeletedFile | None = st.session_state[key]
    files = [] if value is None else [value] if isinstance(value, UploadedFile | DeletedFile) else list(value)
    ids = {file.file_id for file in files}
    for removed in stored().keys() - ids:
        del stored()[removed]
    return files


def store(upload: UploadedFile, picture: StoredUpload) -> None:
    """Store this of an upload from now on, and release the upload itself."""
    stored()[upload.file_id] = picture
    release_uploads([upload])


def forget_uploads() -> None:
    """Release everything that this visitor has uploaded, read or not."""
    if st.session_state.pop(STORED, None) is not None:
        release_all_uploads()
