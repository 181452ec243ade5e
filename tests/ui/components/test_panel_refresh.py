"""Tests of the panel's refresh."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.networks.progress import Progress
from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import panel_refresh
from digitcam.ui.components.panel import BUSY_REFRESH_S, REFRESH_S
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf, request_status


class FakeComponent:
    """Replaces the component; stores the data it is called with."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}

    def __call__(self, data: dict[str, Any], **_: object) -> None:
        self.data = data


@pytest.fixture
def component(monkeypatch: pytest.MonkeyPatch) -> FakeComponent:
    component = FakeComponent()
    monkeypatch.setattr(panel_refresh, "_component", component)
    return component


def test_refresh_status_changes_until_the_panel_is_drawn(
    component: FakeComponent, page: AppTest, camera: FakeCamera, network: FakeNetwork
) -> None:
    camera.playing = True
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    page.sidebar.checkbox[0].check().run()
    address = "/" + component.data["address"]
    assert request_status(address) == (200, component.data["shown"])
    camera.show(paper(mnist_digit(4)))
    assert request_status(address)[1] != component.data["shown"]
    page.run()
    assert "/" + component.data["address"] == address
    assert request_status(address) == (200, component.data["shown"])


def test_refresh_each_visitor_has_another_name(component: FakeComponent, open_page: Any) -> None:
    addresses = []
    for _ in range(2):
        open_page()
        addresses.append(component.data["address"])
    assert len(set(addresses)) == 2


def test_refresh_is_faster_while_training(component: FakeComponent, open_page: Any, network: FakeNetwork) -> None:
    open_page()
    assert component.data["every_ms"] == 1000 * REFRESH_S
    open_page(keep="true")
    assert component.data["every_ms"] == 1000 * REFRESH_S
    network.status = Status(progress=Progress(phase="training"))
    open_page()
    assert component.data["every_ms"] == 1000 * BUSY_REFRESH_S
