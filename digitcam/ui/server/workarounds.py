"""Workarounds for Streamlit and streamlit-webrtc.

The only module that uses attributes which these libraries do not document. Each function states the upstream issue,
the version that needs it, what a visitor gains, and the fallback when the attribute is missing. The tests fail when a
function is no longer needed.

Imported by components only: it imports streamlit-webrtc, which must not be imported before a visitor's run.
"""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit_webrtc import component


def keep_stream(key: str) -> None:
    """Keep the video playing when two runs of the page follow each other quickly.

    For example, a visitor presses START and ticks a checkbox. streamlit-webrtc resets a stream whose page was left
    (https://github.com/whitphx/streamlit-webrtc/pull/2478, version 0.79). It compares Streamlit's count of finished
    runs, which is one short if a run begins before the last message of the run before it has been sent: the video of a
    visitor who clicks quickly stops. Streamlit drops a component's value when its page is left, so a page that still
    has the value was not left; the count is then cleared. Fallback: the stream may stop, and START starts it again.

    Args:
        key: The ``key`` of ``webrtc_streamer``.
    """
    context = st.session_state.get(key)
    value_key = getattr(component, "generate_frontend_component_key", None)
    if context is None or value_key is None or not hasattr(context, "_last_rendered_run_count"):
        return
    if value_key(key) in st.session_state:
        context._last_rendered_run_count = None


def release_uploads(files: Sequence[UploadedFile]) -> None:
    """Free the memory of uploads that have been read.

    Streamlit keeps an upload until some minutes after its tab was closed and has no public way to drop one
    (https://github.com/streamlit/streamlit/issues/9218, version 1.67). A hundred photographs take 250 MB, which other
    visitors then lack. Fallback: the widget's own bytes are freed, Streamlit's copy stays.
    """
    context = get_script_run_ctx()
    remove = getattr(getattr(context, "uploaded_file_mgr", None), "remove_file", None)
    for file in files:
        file.seek(0)
        file.truncate(0)
        if context is not None and remove is not None:
            remove(context.session_id, file.file_id)


def release_all_uploads() -> None:
    """Free the memory of all uploads of this visitor; see `release_uploads`."""
    context = get_script_run_ctx()
    remove_all = getattr(getattr(context, "uploaded_file_mgr", None), "remove_session_files", None)
    if context is not None and remove_all is not None:
        remove_all(context.session_id)
