"""Tests of the panel beside the video."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.video.processor import STALLED_S
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.recognition.fakes import NoDigits
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf

FOUR = paper(mnist_digit(4))
NUMBER = paper(mnist_digit(4), mnist_digit(0), mnist_digit(7))


@pytest.fixture
def reading_page(page: AppTest, network: FakeNetwork, camera: FakeCamera) -> AppTest:
    """Return the live page with a playing camera and a network that reads 4, 0, 7."""
    camera.playing = True
    network.status = Status(recogniser=Recogniser(SureOf(4, 0, 7)))
    return page.run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_panel_before_start_shows_nothing_that_is_empty(page: AppTest) -> None:
    assert metrics(page) == {}
    assert not page.get("vega_lite_chart")
    assert not [text.value for text in page.caption if re.search("per second|per frame|likely", text.value)]
    assert not [html for html in page.get("html") if "How it was read" in html.proto.body]


def test_panel_before_the_first_frame_reads_nothing(reading_page: AppTest) -> None:
    assert metrics(reading_page) == {"Reading": "—", "Confidence": "—"}
    assert any("0 recognised frames per second" in caption.value for caption in reading_page.caption)


def test_panel_ink_that_is_no_digit_is_said_in_words(
    reading_page: AppTest, camera: FakeCamera, network: FakeNetwork
) -> None:
    network.status = Status(recogniser=Recogniser(paper=NoDigits()))
    reading_page.run()
    camera.show(FOUR)
    reading_page.run()
    assert metrics(reading_page) == {"Reading": "I see ink, but no digit I am sure of"}
    camera.show(paper())
    reading_page.run()
    assert metrics(reading_page) == {"Reading": "—", "Confidence": "—"}
    camera.show(FOUR)
    reading_page.sidebar.checkbox[0].uncheck().run()
    assert metrics(reading_page) == {"Reading": "—", "Confidence": "—"}


def test_panel_still_picture_that_is_not_read_again_is_steady(
    reading_page: AppTest, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera.show(FOUR)
    latest = camera.processor.latest
    monkeypatch.setattr(camera.processor, "latest", lambda: latest()._replace(recognised_fps=0.0))
    reading_page.run()
    (speed,) = [caption.value for caption in reading_page.caption if "ms per frame" in caption.value]
    assert speed.startswith("steady")
    assert "recognised frames" not in speed


def test_panel_digit_has_its_confidence(reading_page: AppTest, camera: FakeCamera) -> None:
    camera.show(FOUR)
    reading_page.run()
    assert metrics(reading_page) == {"Reading": "4", "Confidence": "98%"}


def test_panel_with_or_without_reading_shows_steps_and_chart(reading_page: AppTest, camera: FakeCamera) -> None:
    for alternative in ("Nothing yet", "A 4 as the network gets it"):
        (steps,) = [html.proto.body for html in reading_page.get("html") if "How it was read" in html.proto.body]
        assert alternative in steps
        assert "data:image/png;base64," in steps
        assert len(reading_page.get("vega_lite_chart")) == 1
        camera.show(FOUR)
        reading_page.run()


def test_panel_speed_is_shown(reading_page: AppTest, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitcam.video.worker.READ_INTERVAL_S", 0.0)
    monkeypatch.setattr("digitcam.video.worker.MAX_READING_SHARE", 1.0)
    for _ in range(4):
        camera.show(FOUR)
    reading_page.run()
    (speed,) = [caption.value for caption in reading_page.caption if "per second" in caption.value]
    assert speed.startswith("2 recognised frames per second")
    assert "ms per frame" in speed


def test_panel_blank_paper_reads_nothing(reading_page: AppTest, camera: FakeCamera) -> None:
    camera.show(paper())
    reading_page.run()
    assert metrics(reading_page) == {"Reading": "—", "Confidence": "—"}


def test_panel_number_box_reads_a_number(reading_page: AppTest, camera: FakeCamera) -> None:
    reading_page.sidebar.selectbox[0].select("Number").run()
    camera.show(NUMBER)
    reading_page.run()
    text = metrics(reading_page)["Reading"]
    assert sorted(text) == ["0", "4", "7"]


def test_panel_several_digits_chart_names_the_least_certain(reading_page: AppTest, camera: FakeCamera) -> None:
    def heading() -> str:
        (heading,) = [text.value for text in reading_page.caption if re.match("How likely|Least certain", text.value)]
        return heading

    assert heading() == "How likely each digit is"
    reading_page.sidebar.selectbox[0].select("Number").run()
    camera.show(NUMBER)
    reading_page.run()
    assert heading().startswith("Least certain digit: ")


def test_panel_untrusted_digit_is_a_question_mark(
    reading_page: AppTest, camera: FakeCamera, network: FakeNetwork
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4, confidence=0.5)))
    reading_page.run()
    camera.show(FOUR)
    reading_page.run()
    assert metrics(reading_page) == {"Reading": "?", "Confidence": "50%"}


def test_panel_recognition_off_reads_nothing(reading_page: AppTest, camera: FakeCamera) -> None:
    camera.show(FOUR)
    reading_page.sidebar.checkbox[0].uncheck().run()
    camera.show(FOUR)
    reading_page.run()
    assert metrics(reading_page) == {"Reading": "—", "Confidence": "—"}


def test_panel_failed_frame_is_reported(reading_page: AppTest, camera: FakeCamera, network: FakeNetwork) -> None:
    def broken(patches: object) -> object:
        raise RuntimeError("interpreter gone")

    network.status = Status(recogniser=Recogniser(broken))  # type: ignore[arg-type]
    reading_page.run()
    shown = camera.show(FOUR)
    reading_page.run()
    assert shown.to_ndarray(format="bgr24").shape == FOUR.shape
    assert [warning.value for warning in reading_page.warning] == [texts.live.FRAME_FAILED]
    assert metrics(reading_page) == {"Reading": "—", "Confidence": "—"}
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    reading_page.run()
    camera.show(FOUR)
    reading_page.run()
    assert not reading_page.warning


def test_panel_stalled_camera_is_reported_but_not_a_stopped_one(
    reading_page: AppTest, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(camera.processor, "_clock", lambda: now[0])
    camera.show(FOUR)
    reading_page.run()
    assert not reading_page.warning
    now[0] += 2 * STALLED_S
    reading_page.run()
    assert "sends no pictures" in reading_page.warning[0].value
    camera.playing = False
    reading_page.run()
    assert not reading_page.warning


def test_panel_frame_that_comes_after_stop_is_no_stalled_camera(
    reading_page: AppTest, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    processor = camera.processor
    monkeypatch.setattr(processor, "_clock", lambda: now[0])
    forget = processor.forget

    def forget_too_early() -> None:
        forget()
        camera.show(FOUR)
        now[0] += 2 * STALLED_S

    monkeypatch.setattr(processor, "forget", forget_too_early)
    camera.playing = False
    reading_page.run()
    assert processor.latest().stalled
    assert not reading_page.warning
