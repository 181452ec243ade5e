"""Tests of what the page shows about the networks: training, problems, ready."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.networks.events import StageName
from digitcam.networks.progress import Progress
from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components.network import progress_text, time_left
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf

TRY_AGAIN = "Try again"


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def progress(**fields: Any) -> Progress:
    known = Progress(phase="training", stage="rendering", fraction=0.409, epoch=2, epochs=5, seconds_left=31.4)
    return replace(known, **fields)


def test_show_network_ready_shows_nothing(page: AppTest) -> None:
    assert not page.get("progress")
    assert not page.error
    assert TRY_AGAIN not in labels(page)


def test_show_network_training_shows_progress_beside_the_camera(
    open_page: Callable[..., AppTest], network: FakeNetwork, camera: FakeCamera
) -> None:
    network.status = Status(progress=progress())
    page = open_page()
    (bar,) = page.get("progress")
    assert bar.proto.text == progress_text(progress(), reads=False)
    assert camera.arguments
    assert TRY_AGAIN not in labels(page)


def test_show_network_progress_is_the_same_for_all(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(progress=progress())
    bars = [open_page().get("progress")[0].proto for _ in range(2)]
    assert bars[0].text == bars[1].text


@pytest.mark.parametrize("name", ["live", "pictures"])
def test_show_network_problem_without_a_reader_is_an_error(
    open_page: Callable[..., AppTest], network: FakeNetwork, name: str
) -> None:
    network.status = Status(problem="models/model.keras is not a network; it was moved aside.")
    page = open_page(name)
    assert "models/model.keras is not a network; it was moved aside." in page.error[0].value
    (button,) = [button for button in page.button if button.label == TRY_AGAIN]
    assert network.trained_again == 0
    button.click().run()
    assert network.trained_again == 1
    assert not page.error


@pytest.mark.parametrize("name", ["live", "pictures"])
def test_show_network_problem_while_reading_is_a_quiet_line(
    open_page: Callable[..., AppTest], network: FakeNetwork, name: str
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4)), problem="The disk is full.")
    page = open_page(name)
    line = "The disk is full. Reading continues with the current network."
    assert [caption.value for caption in page.caption].count(line) == 1
    assert not page.error
    assert not page.warning
    (button,) = [button for button in page.button if button.label == TRY_AGAIN]
    assert button.proto.type == "tertiary"
    button.click().run()
    assert network.trained_again == 1
    assert line not in [caption.value for caption in page.caption]


def test_show_network_problem_the_old_network_goes_on_reading(
    open_page: Callable[..., AppTest], network: FakeNetwork, camera: FakeCamera
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4)), problem="The disk is full.")
    open_page()
    assert camera.processor.recogniser is network.status.recogniser


def test_panel_ready_network_is_given_to_the_stream(page: AppTest, network: FakeNetwork, camera: FakeCamera) -> None:
    processor = camera.processor
    assert processor.recogniser is None
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    page.run()
    assert camera.processor is processor
    assert processor.recogniser is network.status.recogniser


@pytest.mark.parametrize(
    ("reads", "fields", "text"),
    [
        (True, {}, "Reading already. Improving in the background: rendering 40 % · about 35 s left"),
        (True, {"seconds_left": None}, "Reading already. Improving in the background: rendering 40 %"),
        (
            True,
            {"stage": "training", "seconds_left": 100.0},
            "Reading already. Improving in the background: training, round 2 of 5, 40 % · about 2 min left",
        ),
        (True, {"phase": "converting"}, "Reading already. Preparing the new network: rendering 40 % · about 35 s left"),
        (False, {}, "Reading starts when the network is ready: rendering 40 % · about 35 s left"),
        (True, {"phase": "waiting"}, "Another process is improving the network; waiting for it"),
    ],
)
def test_progress_text_says_whether_it_reads_and_what_goes_on(reads: bool, fields: dict[str, Any], text: str) -> None:
    assert progress_text(progress(**fields), reads=reads) == text


@pytest.mark.parametrize("stage", get_args(StageName))
def test_progress_text_has_words_for_each_stage(stage: StageName) -> None:
    assert stage in progress_text(Progress(phase="training", stage=stage), reads=True)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0.0, ""), (4.0, "about 5 s left"), (89.0, "about 90 s left"), (90.0, "about 2 min left")],
)
def test_time_left_is_coarse_and_silent_at_the_end(seconds: float | None, text: str) -> None:
    assert time_left(seconds) == text
