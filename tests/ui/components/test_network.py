"""Tests of what the page shows about the networks: training, problems, ready."""

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


def test_show_network_ready_shows_nothing(page: AppTest) -> None:
    assert not page.get("progress")
    assert not page.error
    assert TRAIN_AGAIN not in labels(page)


def test_show_network_training_shows_progress_beside_the_camera(
    open_page: Callable[..., AppTest], network: FakeNetwork, camera: FakeCamera
) -> None:
    network.status = Status(progress=progress())
    page = open_page()
    (bar,) = page.get("progress")
    assert bar.proto.text == progress_text(progress())
    assert camera.arguments
    assert TRAIN_AGAIN not in labels(page)


def test_show_network_progress_is_the_same_for_all(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(progress=progress())
    bars = [open_page().get("progress")[0].proto for _ in range(2)]
    assert bars[0].text == bars[1].text


def test_show_network_problem_offers_training(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(problem="models/model.keras is not a network; it was moved aside.")
    page = open_page()
    assert "models/model.keras is not a network; it was moved aside." in page.error[0].value
    (button,) = [button for button in page.button if button.label == TRAIN_AGAIN]
    assert network.trained_again == 0
    button.click().run()
    assert network.trained_again == 1
    assert not page.error


def test_show_network_problem_with_old_network_says_it_reads(
    open_page: Callable[..., AppTest], network: FakeNetwork, camera: FakeCamera
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4)), problem="The disk is full.")
    page = open_page()
    assert any("goes on reading" in caption.value for caption in page.caption)
    assert camera.processor.recogniser is network.status.recogniser


def test_panel_ready_network_is_given_to_the_stream(page: AppTest, network: FakeNetwork, camera: FakeCamera) -> None:
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
def test_progress_text_names_what_is_known(fields: dict[str, Any], words: str) -> None:
    assert words in progress_text(progress(**fields))


def test_progress_text_omits_what_is_unknown() -> None:
    text = progress_text(progress(epoch=0, epochs=0, accuracy=None, seconds_left=None))
    assert text == "Learning to read from 60,000 handwritten digits"
