"""What the page says about the network: on its way, in trouble, ready."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.networks.progress import Progress
from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components.network import progress_text
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf

TRAIN_AGAIN = "Train again"


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def progress(**fields: Any) -> Progress:
    return replace(Progress(phase="training", epoch=2, epochs=5, accuracy=0.9871, seconds_left=31.4), **fields)


def test_ready_it_says_nothing(page: AppTest) -> None:
    assert not page.get("progress")
    assert not page.error
    assert TRAIN_AGAIN not in labels(page)


def test_training_shows_its_progress_and_the_camera_all_the_same(
    open_page: Callable[..., AppTest], network: FakeNetwork, camera: FakeCamera
) -> None:
    network.status = Status(progress=progress())
    page = open_page()
    (bar,) = page.get("progress")
    assert bar.proto.text == progress_text(progress())
    assert camera.arguments
    assert TRAIN_AGAIN not in labels(page)


def test_every_visitor_sees_the_same_progress(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(progress=progress())
    bars = [open_page().get("progress")[0].proto for _ in range(2)]
    assert bars[0].text == bars[1].text


def test_a_problem_is_told_and_training_offered(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(problem="models/model.keras is not a network; it was moved aside.")
    page = open_page()
    assert "models/model.keras is not a network; it was moved aside." in page.error[0].value
    (button,) = [button for button in page.button if button.label == TRAIN_AGAIN]
    assert network.trained_again == 0
    button.click().run()
    assert network.trained_again == 1
    assert not page.error


def test_with_a_problem_a_network_loaded_before_goes_on_reading(
    open_page: Callable[..., AppTest], network: FakeNetwork, camera: FakeCamera
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4)), problem="The disk is full.")
    page = open_page()
    assert any("goes on reading" in caption.value for caption in page.caption)
    assert camera.processor.recogniser is network.status.recogniser


def test_a_network_that_becomes_ready_is_handed_to_the_running_stream(
    page: AppTest, network: FakeNetwork, camera: FakeCamera
) -> None:
    processor = camera.processor
    assert processor.recogniser is None
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    page.run()
    assert camera.processor is processor
    assert processor.recogniser is network.status.recogniser


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"phase": "waiting"}, "Another process"),
        ({"phase": "converting"}, "Preparing"),
        ({}, "round 2 of 5"),
        ({}, "98.7 % right so far"),
        ({}, "about 30 s left"),
        ({"seconds_left": 0.2}, "about 5 s left"),
    ],
)
def test_progress_says(fields: dict[str, Any], words: str) -> None:
    assert words in progress_text(progress(**fields))


def test_progress_says_nothing_that_it_does_not_know() -> None:
    text = progress_text(progress(epoch=0, epochs=0, accuracy=None, seconds_left=None))
    assert text == "Learning to read from 60,000 handwritten digits"
