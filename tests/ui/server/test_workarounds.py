"""Each workaround works; and a test fails when the framework no longer needs it, or no longer has what it uses."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
import streamlit as st
import streamlit_webrtc.component as webrtc
from starlette.formparsers import MultiPartParser
from streamlit_webrtc import WebRtcStreamerState

from digitcam.ui.components.camera import CAMERA
from digitcam.ui.server import workarounds
from digitcam.ui.server.workarounds import keep_stream, keep_uploads_in_memory


def test_keep_uploads_in_memory_raises_starlettes_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from starlette.formparsers import MultiPartParser; print(MultiPartParser.spool_max_size)"
    default = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(default) <= 1024 * 1024, "Starlette itself keeps larger uploads in memory: the workaround can go"
    monkeypatch.setattr(MultiPartParser, "spool_max_size", int(default))
    keep_uploads_in_memory()
    assert MultiPartParser.spool_max_size > int(st.get_option("server.maxUploadSize")) * 1024 * 1024


@pytest.fixture
def late_count(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session whose stream plays, and whose last run is counted late."""
    runs = [1]
    session: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(webrtc, "get_this_session_info", object)
    monkeypatch.setattr(webrtc, "get_script_run_count", lambda _: runs[0])
    webrtc._get_or_create_context(CAMERA)._set_state(WebRtcStreamerState(playing=True, signalling=False))
    runs[0] += 2
    return session


def test_streamlit_webrtc_without_the_workaround_ends_the_stream(late_count: dict[str, object]) -> None:
    late_count[webrtc.generate_frontend_component_key(CAMERA)] = {"playing": True}
    assert not webrtc._get_or_create_context(CAMERA).state.playing, "keep_stream is no longer needed"


@pytest.mark.parametrize("left", [False, True])
def test_keep_stream_survives_quick_reruns_but_not_another_page(late_count: dict[str, object], left: bool) -> None:
    if not left:
        late_count[webrtc.generate_frontend_component_key(CAMERA)] = {"playing": True}
    keep_stream(CAMERA)
    assert webrtc._get_or_create_context(CAMERA).state.playing is not left


def test_keep_stream_without_the_attribute_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {CAMERA: SimpleNamespace()})
    monkeypatch.setattr(workarounds, "component", SimpleNamespace())
    keep_stream(CAMERA)
