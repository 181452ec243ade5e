"""What a screen reader is told; that it hears it is a matter for a real browser."""

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
def said(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the page handed to the browser, run by run."""
    said: list[list[str]] = []

    def hear(key: str, data: dict[str, Any]) -> None:
        said.append(data["say"])

    monkeypatch.setattr(announcer, "_component", hear)
    return said


def test_announce_switch_and_reading_but_not_nothing(
    said: list[list[str]], page: AppTest, camera: FakeCamera, network: FakeNetwork
) -> None:
    assert said[-1] == ["Recognition is off", ""]
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    camera.playing = True
    page.sidebar.checkbox[0].check().run()
    assert said[-1] == ["Recognition is on", ""]
    camera.show(paper(mnist_digit(4)))
    page.run()
    assert said[-1] == ["Recognition is on", "Reading 4"]
