"""Tests of the video on the live page."""

from collections.abc import Callable

import pytest
from aiortc.exceptions import InvalidStateError
from streamlit.testing.v1 import AppTest
from streamlit_webrtc import WebRtcMode
from streamlit_webrtc.webrtc import SignallingTimeoutError

import digitcam.ui.components.camera
from digitcam.config import ICE_SERVERS_ENV
from digitcam.ui import texts
from tests.ui.conftest import FakeCamera


def test_camera_asks_for_video_with_ideal_constraints(page: AppTest, camera: FakeCamera) -> None:
    assert camera.arguments["mode"] is WebRtcMode.SENDRECV
    constraints = camera.arguments["media_stream_constraints"]
    assert constraints["audio"] is False
    assert constraints["video"] == {"width": {"ideal": 640}, "height": {"ideal": 480}, "frameRate": {"ideal": 30}}


def test_camera_callback_survives_reruns(page: AppTest, camera: FakeCamera) -> None:
    first = camera.arguments["video_frame_callback"]
    page.run()
    assert camera.arguments["video_frame_callback"] == first


def test_camera_each_visitor_has_a_processor(open_page: Callable[..., AppTest], camera: FakeCamera) -> None:
    open_page()
    first = camera.processor
    open_page()
    assert camera.processor is not first


def test_live_hint_each_state_says_what_to_do(page: AppTest, camera: FakeCamera) -> None:
    assert texts.live.BEFORE_START in [text.value for text in page.markdown]
    camera.playing = True
    page.run()
    assert texts.live.BEFORE_START not in [text.value for text in page.markdown]
    assert not page.info
    page.sidebar.checkbox[0].uncheck().run()
    assert "Recognise digits" in page.info[0].value


@pytest.mark.parametrize(
    ("value", "servers"),
    [("", []), ("stun:stun.example.org:3478", [{"urls": "stun:stun.example.org:3478"}])],
)
def test_camera_ice_servers_come_from_the_environment(
    open_page: Callable[..., AppTest], camera: FakeCamera, monkeypatch: pytest.MonkeyPatch, value: str, servers: object
) -> None:
    monkeypatch.setenv(ICE_SERVERS_ENV, value)
    open_page()
    assert camera.arguments["rtc_configuration"] == {"iceServers": servers}


def test_camera_invalid_ice_servers_are_reported(
    open_page: Callable[..., AppTest], camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ICE_SERVERS_ENV, "[{]")
    page = open_page()
    assert [ICE_SERVERS_ENV in error.value for error in page.error] == [True]
    assert not page.info
    assert not page.exception
    assert not camera.arguments


@pytest.mark.parametrize(
    ("error", "trouble", "logged"),
    [
        (SignallingTimeoutError("has not finished in 10 seconds"), "overloaded", "was not answered: has not finished"),
        (InvalidStateError('in signaling state "closed"'), "overloaded", "was not answered: in signaling state"),
        (ValueError("Unexpected codec"), "failed", "could not be answered"),
    ],
)
def test_camera_offer_that_is_not_answered_is_reported(
    page: AppTest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    trouble: str,
    logged: str,
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(digitcam.ui.components.camera, "webrtc_streamer", fail)
    page.run()
    assert not page.exception
    assert [error.value for error in page.error] == [texts.live.TROUBLES[trouble]]
    assert logged in caplog.text


def test_camera_texts_of_the_component_are_ours(page: AppTest, camera: FakeCamera) -> None:
    known = {value for value in vars(texts.live).values() if isinstance(value, str)}
    assert set(camera.arguments["translations"].values()) <= known
