"""Tests of the route for stream status and of the panel's refresh, which uses it."""

import asyncio
import gc
from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest
from starlette.routing import Match
from streamlit.testing.v1 import AppTest

from digitcam.config import LiveSettings
from digitcam.networks.progress import Progress
from digitcam.networks.service import Status
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import panel_refresh
from digitcam.ui.components.panel import BUSY_REFRESH_S, REFRESH_S
from digitcam.ui.server.stream_status import STREAM_STATUS, new_name, register, status_of
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf

ONE_DIGIT: Final = Digit(
    label=7,
    confidence=0.98,
    box=Box(0, 0, 10, 20),
    probabilities=np.eye(10, dtype=np.float32)[7],
    patch=np.zeros((28, 28), np.float32),
)


def ask(path: str) -> tuple[int, str]:
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


@pytest.mark.parametrize("base", ["", "classes/5b/"])
def test_stream_status_known_name_returns_the_status(base: str) -> None:
    camera, name = DigitProcessor(None, LiveSettings(recognise=True)), new_name()
    register(name, camera)
    assert ask(f"/{base}news/{name}") == (200, status_of(camera.latest()))


def test_stream_status_unknown_or_ended_stream_is_404() -> None:
    camera, name = DigitProcessor(None, LiveSettings()), new_name()
    register(name, camera)
    del camera
    gc.collect()
    assert ask(f"/news/{name}")[0] == 404
    assert ask("/news/camera")[0] == 404


def test_new_name_is_long_and_unique() -> None:
    names = {new_name() for _ in range(100)}
    assert len(names) == 100
    assert min(map(len, names)) >= 20


def test_status_of_changes_with_reading_and_trouble_only() -> None:
    def seven(confidence: float) -> Reading:
        return Reading(lines=((replace(ONE_DIGIT, confidence=confidence),),))

    quiet = Snapshot(reading=seven(0.98), frame_ms=0.4, recognised_fps=9.5)
    assert status_of(quiet) == status_of(quiet._replace(reading=seven(0.97), frame_ms=0.5, recognised_fps=10.0))
    changed = [Snapshot(), quiet._replace(error="MemoryError: "), quiet._replace(stalled=True)]
    assert len({status_of(snapshot) for snapshot in (quiet, *changed)}) == 4
    assert status_of(quiet) != status_of(quiet._replace(reading=Reading(lines=((ONE_DIGIT, ONE_DIGIT),))))


class Asked:
    """Replaces the component; stores the data it is called with."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}

    def __call__(self, data: dict[str, Any], **_: object) -> None:
        self.data = data


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(panel_refresh, "_component", asked)
    return asked


def test_refresh_status_changes_until_the_panel_is_drawn(
    asked: Asked, page: AppTest, camera: FakeCamera, network: FakeNetwork
) -> None:
    camera.playing = True
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    page.sidebar.checkbox[0].check().run()
    address = "/" + asked.data["address"]
    assert ask(address) == (200, asked.data["shown"])
    camera.show(paper(mnist_digit(4)))
    assert ask(address)[1] != asked.data["shown"]
    page.run()
    assert "/" + asked.data["address"] == address
    assert ask(address) == (200, asked.data["shown"])


def test_refresh_each_visitor_has_another_name(asked: Asked, open_page: Any) -> None:
    addresses = []
    for _ in range(2):
        open_page()
        addresses.append(asked.data["address"])
    assert len(set(addresses)) == 2


def test_refresh_is_faster_while_keeping_or_training(asked: Asked, open_page: Any, network: FakeNetwork) -> None:
    open_page()
    assert asked.data["every_ms"] == 1000 * REFRESH_S
    open_page(keep="true")
    assert asked.data["every_ms"] == 1000 * BUSY_REFRESH_S
    network.status = Status(progress=Progress(phase="training"))
    open_page()
    assert asked.data["every_ms"] == 1000 * BUSY_REFRESH_S
