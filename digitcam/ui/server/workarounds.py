"""Workarounds for the frameworks.

Each says what it needs, since which version, what a visitor gains, and how it falls back.

Nothing else in the package uses a private attribute of Streamlit, streamlit-webrtc or Starlette.
"""

from collections.abc import Sequence

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit_webrtc import component


def keep_uploads_in_memory() -> None:
    """Keep uploads off the server's disk.

    Starlette (1.10) writes an upload of more than a megabyte to a temporary file. ``spool_max_size`` is a public
    attribute of its parser, but Streamlit (1.67) offers no option for it. Visitors gain that their pictures are never
    on a disk. Fallback: without the attribute, assigning it changes nothing.
    """
    MultiPartParser.spool_max_size = (int(st.get_option("server.maxUploadSize")) + 1) * 1024 * 1024


def keep_stream(key: str) -> None:
    """Keep a stream when two runs of the page follow each other quickly, as when START is pressed and a box ticked.

    streamlit-webrtc (0.79) ends the stream of a page that was left. It tells by Streamlit's count of finished runs,
    which is one short when a run begins before the last message of the run before it is sent. Without this a visitor's
    video stops now and then for no reason. Streamlit drops a component's value when its page is left, so a page that
    has one was not left. Fallback: without these attributes the stream may stop.

    Args:
        key: The ``key`` of ``webrtc_streamer``.
    """
    context = st.session_state.get(key)
    frontend_key = getattr(component, "generate_frontend_component_key", lambda key: key)(key)
    if context is not None and hasattr(context, "_last_rendered_run_count") and frontend_key in st.session_state:
        context._last_rendered_run_count = None


def release_uploads(files: Sequence[UploadedFile]) -> None:
    """Free the memory of uploads that have been read.

    Streamlit (1.67) keeps an upload until its tab is closed, and some minutes longer; a hundred photographs take 250
    MB. It has no public way to drop one. Fallback: the widget's own bytes are freed, Streamlit's copy stays.
    """
    context = get_script_run_ctx()
    remove = getattr(getattr(context, "uploaded_file_mgr", None), "remove_file", None)
    for file in files:
        file.seek(0)
        file.truncate(0)
        if context is not None and remove is not None:
            remove(context.session_id, file.file_id)


def release_all_uploads() -> None:
    """Free the memory of everything that this visitor has uploaded. See `release_uploads`."""
    context = get_script_run_ctx()
    remove_all = getattr(getattr(context, "uploaded_file_mgr", None), "remove_session_files", None)
    if context is not None and remove_all is not None:
        remove_all(context.session_id)
