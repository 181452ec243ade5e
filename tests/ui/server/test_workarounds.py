"""Tests that each workaround works, is still needed, and may lack its attribute."""

import io
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import streamlit as st
import streamlit_webrtc.component as webrtc
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest
from streamlit_webrtc import WebRtcStreamerState

from digitcam.ui.components.camera import CAMERA
from digitcam.ui.server import workarounds
from digitcam.ui.server.workarounds import keep_stream, release_all_uploads, release_uploads

UPLOAD = b"0123456789"


@pytest.fixture
def late_count(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Return the state of a session that plays and whose last run was counted late."""
    runs = [1]
    session: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(webrtc, "get_this_session_info", object)
    monkeypatch.setattr(webrtc, "get_script_run_count", lambda _: runs[0])
    webrtc._get_or_create_context(CAMERA)._set_state(WebRtcStreamerState(playing=True, signalling=False))
    runs[0] += 2
    return session


def test_streamlit_webrtc_late_count_ends_the_stream(late_count: dict[str, object]) -> None:
    late_count[webrtc.generate_frontend_component_key(CAMERA)] = {"playing": True}
    assert not webrtc._get_or_create_context(CAMERA).state.playing, "keep_stream is no longer needed"


@pytest.mark.parametrize("was_left", [False, True])
def test_keep_stream_late_count_plays_unless_the_page_was_left(late_count: dict[str, object], was_left: bool) -> None:
    if not was_left:
        late_count[webrtc.generate_frontend_component_key(CAMERA)] = {"playing": True}
    keep_stream(CAMERA)
    assert webrtc._get_or_create_context(CAMERA).state.playing is not was_left


@pytest.mark.parametrize("context", [None, SimpleNamespace()])
def test_keep_stream_missing_attribute_does_nothing(context: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {CAMERA: context, webrtc.generate_frontend_component_key(CAMERA): {}})
    keep_stream(CAMERA)
    assert not hasattr(context, "_last_rendered_run_count")


def test_keep_stream_missing_key_function_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    context = SimpleNamespace(_last_rendered_run_count=3)
    monkeypatch.setattr(st, "session_state", {CAMERA: context})
    monkeypatch.setattr(workarounds, "component", SimpleNamespace())
    keep_stream(CAMERA)
    assert context._last_rendered_run_count == 3


def uploading_page(release: str) -> None:
    """Run as a page: accept uploads and release them in the given way."""
    import streamlit as st

    from digitcam.ui.server.workarounds import release_all_uploads, release_uploads

    files = st.file_uploader("Files", accept_multiple_files=True)
    if release == "these":
        release_uploads(files)
    elif release == "all":
        release_all_uploads()


@pytest.fixture
def stored_bytes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return a function that counts the bytes in Streamlit's stores of uploads.

    AppTest creates a store for each run.
    """
    stores: list[MemoryUploadedFileManager] = []
    add = MemoryUploadedFileManager.add_file

    def add_file(store: MemoryUploadedFileManager, *arguments: object, **named: object) -> None:
        stores.append(store)
        add(store, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", add_file)
    return lambda: sum(
        len(file.data) for store in stores for kept in store.file_storage.values() for file in kept.values()
    )


@pytest.mark.parametrize(("release", "bytes_left"), [("none", len(UPLOAD)), ("these", 0), ("all", 0)])
def test_release_uploads_each_way_empties_streamlits_store(
    stored_bytes: Callable[[], int], release: str, bytes_left: int
) -> None:
    page = AppTest.from_function(uploading_page, kwargs={"release": release}).run()
    page.file_uploader[0].set_value([("a.png", UPLOAD, "image/png")]).run()
    assert not page.exception
    assert stored_bytes() == bytes_left, "if Streamlit drops uploads itself, release_uploads is no longer needed"


def test_release_uploads_without_a_store_frees_the_widgets_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    class File(io.BytesIO):
        file_id = "1"

    file = File(UPLOAD)
    monkeypatch.setattr(workarounds, "get_script_run_ctx", SimpleNamespace)
    release_uploads([file])  # type: ignore[list-item]
    release_all_uploads()
    assert file.getvalue() == b""
