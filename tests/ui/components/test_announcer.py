"""Tests of the texts for screen readers; tests/browser hears them."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import announcer
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the texts that the page sends to the browser, one list per run."""
    announced: list[list[str]] = []

    def component(key: str, data: dict[str, Any]) -> None:
        announced.append(data["say"])

    monkeypatch.setattr(announcer, "_component", component)
    return announced


def test_announce_names_switch_and_reading_but_no_empty_reading(
    announced: list[list[str]], page: AppTest, camera: FakeCamera, network: FakeNetwork
) -> None:
    assert announced[-1] == ["Recognition is on", ""]
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    camera.playing = True
    page.sidebar.checkbox[0].uncheck().run()
    assert announced[-1] == ["Recognition is off", ""]
    page.sidebar.checkbox[0].check().run()
    camera.show(paper(mnist_digit(4)))
    page.run()
    assert announced[-1] == ["Recognition is on", "Reading 4"]
