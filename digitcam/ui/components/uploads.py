"""Uploaded pictures, held no longer than it takes to read them; of each a copy stays while it is on the page.

Streamlit (1.67) holds an upload in memory until its tab is closed, and some minutes more, whatever page the tab shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from digitcam.errors import ImageError
from digitcam.pictures.copies import StoredPicture
from digitcam.ui.server.heap import give_back

HELD: Final = "held_pictures"
"""What is held, by Streamlit's ids of the uploads; in the visitor's session."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a picture.

    Attributes:
        name: What its owner calls it.
        copy: For reading it again; None if it could not be read.
        problem: Why not; None if it could.
    """

    name: str
    copy: StoredPicture | None = None
    problem: str | None = None

    def opened(self) -> StoredPicture:
        """The copy.

        Raises:
            ImageError: If the picture could not be read, as it was told then.
        """
        if self.copy is None:
            raise ImageError(self.problem or self.name)
        return self.copy


def held() -> dict[str, Held]:
    """What is held for this visitor."""
    pictures: dict[str, Held] = st.session_state.setdefault(HELD, {})
    return pictures


def chosen(key: str) -> list[UploadedFile | DeletedFile]:
    """What a widget for files shows as chosen, those that have been released too; what it no longer shows is let go."""
    value: Sequence[UploadedFile | DeletedFile] | UploadedFile | DeletedFile | None = st.session_state[key]
    files = [] if value is None else [value] if isinstance(value, UploadedFile | DeletedFile) else list(value)
    ids = {file.file_id for file in files}
    for gone in held().keys() - ids:
        del held()[gone]
    return files


def hold(upload: UploadedFile, picture: Held) -> None:
    """Hold this of an upload from now on, and let go of the upload itself."""
    held()[upload.file_id] = picture
    release([upload])


def release(files: Sequence[UploadedFile]) -> None:
    """Let go of uploads: of what Streamlit holds, and of the bytes that the widget's own value refers to."""
    context = get_script_run_ctx()
    for file in files:
        file.seek(0)
        file.truncate(0)
        if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def release_all() -> None:
    """Let go of everything that this visitor has uploaded, read or not: on a page that shows none of it."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    if st.session_state.pop(HELD, None):
        give_back()
