"""Run the pages in Streamlit's AppTest, with a fake camera and fake networks."""

import asyncio
import time
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import av
import numpy as np
import pytest
import sqlalchemy
import streamlit as st
from numpy.typing import NDArray
from starlette.routing import Match
from streamlit.testing.v1 import AppTest

import digitcam.ui.components.camera
import digitcam.ui.components.network
import digitcam.ui.components.panel
import digitcam.ui.pages.about
from digitcam.config import READINGS_ENV
from digitcam.networks.service import Status
from digitcam.ui.server.stream_status import STREAM_STATUS
from digitcam.video.frame_callbacks import FrameCallbacks
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import run_inline
from tests.ui.quick_runs import quick_runs

__all__ = ["quick_runs"]

APP: Final = Path(__file__).parents[2] / "streamlit_app.py"

FRAME_INTERVAL_S: Final = 0.5
"""Time that passes on the fake clock with each frame, seconds."""


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class FakeCamera:
    """Replaces `webrtc_streamer`, which needs a browser.

    It sends pictures to the frame callback. Its clock advances with each picture only, so that a slow run of the page
    does not make the video stall.
    """

    def __init__(self) -> None:
        self.playing = False
        self.arguments: dict[str, Any] = {}
        self._clock = Clock()

    def __call__(self, **arguments: Any) -> SimpleNamespace:
        self.arguments = arguments
        if self.processor._clock is time.monotonic:
            self.processor._clock = self._clock
        return SimpleNamespace(state=SimpleNamespace(playing=self.playing))

    async def _call(self, frame: av.VideoFrame) -> object:
        return self.arguments["video_frame_callback"](frame)

    @property
    def processor(self) -> DigitProcessor:
        callbacks = self.arguments["video_frame_callback"].__self__
        assert isinstance(callbacks, FrameCallbacks)
        return callbacks.processor

    def show(self, picture: NDArray[np.uint8]) -> av.VideoFrame:
        """Send a BGR picture as one frame; return the frame that comes back."""
        self._clock.now_s += FRAME_INTERVAL_S
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        # streamlit-webrtc calls it in the event loop of a thread.
        loop = asyncio.new_event_loop()
        result = loop.run_until_complete(self._call(frame))
        loop.close()
        assert isinstance(result, av.VideoFrame)
        return result


class FakeNetwork:
    """Replaces `NetworkService`; its status is set by the test."""

    def __init__(self) -> None:
        self.status = Status()
        self.trained_again = 0

    def poll(self, by_hand: bool = False) -> Status:
        return self.status

    def train_again(self) -> None:
        self.trained_again += 1
        self.status = replace(self.status, problem=None)


class SureOf:
    """A patch network that answers with the given labels, from left to right."""

    def __init__(self, *labels: int, confidence: float = 0.98) -> None:
        self.labels = labels
        self.confidence = confidence

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        probabilities = np.full((len(patches), 10), (1 - self.confidence) / 9, np.float32)
        for row, label in zip(probabilities, self.labels, strict=False):
            row[label] = self.confidence
        return probabilities


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> FakeCamera:
    camera = FakeCamera()
    monkeypatch.setattr(digitcam.ui.components.camera, "webrtc_streamer", camera)
    # Frames are read before `show` returns.
    monkeypatch.setattr(digitcam.ui.components.camera, "run_in_pool", run_inline)
    return camera


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> FakeNetwork:
    network = FakeNetwork()
    for module in (digitcam.ui.components.network, digitcam.ui.components.panel, digitcam.ui.pages.about):
        monkeypatch.setattr(module, "network_service", lambda: network)
    return network


@pytest.fixture
def readings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Return the path of this test's database, in a folder that does not exist yet."""
    path = tmp_path / "kept" / "readings.sqlite"
    monkeypatch.setenv(READINGS_ENV, str(path))
    engines: list[sqlalchemy.Engine] = []
    create = sqlalchemy.create_engine

    def note(*arguments: Any, **options: Any) -> sqlalchemy.Engine:
        engines.append(create(*arguments, **options))
        return engines[-1]

    monkeypatch.setattr(sqlalchemy, "create_engine", note)
    st.cache_resource.clear()
    yield path
    for engine in engines:
        engine.dispose()


@pytest.fixture
def open_page(camera: FakeCamera, network: FakeNetwork, readings_file: Path) -> Callable[..., AppTest]:
    """Return a function that opens a page as a new visitor, with query parameters."""

    def open_page(name: str = "live", **address: str) -> AppTest:
        page = AppTest.from_file(str(APP), default_timeout=30)
        page.query_params.update(address)
        if name != "live":
            page.run()
            (page._page_hash,) = [key for key, known in page._registered_pages.items() if known["url_pathname"] == name]
        return page.run()

    return open_page


@pytest.fixture
def page(open_page: Callable[..., AppTest]) -> AppTest:
    return open_page()


def request_status(path: str) -> tuple[int, str]:
    """Return the status and the text of the server's answer."""
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [],
        "query_string": b"",
    }
    match, found = STREAM_STATUS.matches(scope)
    assert match is Match.FULL
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(STREAM_STATUS.handle({**scope, **found}, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()
