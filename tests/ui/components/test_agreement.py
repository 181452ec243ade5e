"""Tests that badge, panel, chart and announcement show the same state of the video."""

import re
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from digitcam.config import ReadSettings
from digitcam.networks.service import Status
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import announcer, panel_refresh
from digitcam.video import processor as processor_module
from digitcam.video.overlay import Annotation
from digitcam.video.planes import Planes
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf, request_status

FOUR: Final = paper(mnist_digit(4))
NUMBER: Final = paper(mnist_digit(4), mnist_digit(0), mnist_digit(7))
NOTHING: Final = paper()

WANDERING: Final = (0.99, 0.97, 0.97, 0.97, 0.98, 0.9, 0.91, 0.85, 0.56, 0.49, 0.495, 0.505, 0.985, 0.995, 0.9949, 1.0)
"""Confidences of successive frames; below 0.8 the digit is shown as "?"."""


class Shown:
    """What the page and the video show."""

    def __init__(self, page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
        self.page, self.badge = page, ""
        self.announced = ""
        self.address = self.status = ""
        monkeypatch.setattr(processor_module, "draw_live", self._draw)
        monkeypatch.setattr(announcer, "_component", self._announce)
        monkeypatch.setattr(panel_refresh, "_component", self._refresh)

    def _draw(self, planes: Planes, region: Box, annotation: Annotation, *, mirror: bool) -> None:
        self.badge = annotation.text

    def _announce(self, key: str, data: dict[str, Any]) -> None:
        self.announced = data["say"][1]

    def _refresh(self, data: dict[str, Any], **_: object) -> None:
        self.address, self.status = "/" + data["address"], data["shown"]

    def refresh_if_new(self) -> bool:
        """Rerun the page if the server has something new, as the browser does."""
        is_new = request_status(self.address)[1] != self.status
        if is_new:
            self.page.run()
        return is_new

    def check(self) -> str:
        """Check that everything agrees with the badge; return it."""
        values = {metric.label: metric.value for metric in self.page.metric}
        reading, confidence = values["Reading"], values["Confidence"]
        if not self.badge:
            assert (reading, confidence, self.announced, max(self.bars())) == ("—", "—", "", 0)
            return self.badge
        assert self.badge == f"{reading}  {confidence}"
        assert self.announced == f"Reading {reading}"
        bars, points = self.bars(), int(confidence.removesuffix("%"))
        assert len(bars) == 11
        assert round(100 * max(bars[:10])) == points
        assert round(100 * sum(bars)) == pytest.approx(100, abs=5)
        each = [html.proto.body for html in self.page.get("html") if "digitcam-digits" in html.proto.body]
        digits = re.findall(r"<b>(.)</b> (\d+)%", each[0])
        assert "".join(text for text, _ in digits) == reading
        assert min(int(percent) for _, percent in digits) == points
        return self.badge

    def bars(self) -> list[float]:
        """Return the heights of the chart's bars."""
        (chart,) = self.page.get("vega_lite_chart")
        rows = convert_arrow_bytes_to_pandas_df(chart.proto.data.data)
        return [float(height) for height in rows["probability"]]


class Wavering(SureOf):
    """A network that is sure in another degree at each frame."""

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        probabilities = super().__call__(patches)
        if len(probabilities) > 1:
            probabilities[0] = 0.001
            probabilities[0, 4] = 0.99
        return probabilities


@pytest.fixture
def shown(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> Shown:
    return Shown(page, monkeypatch)


@pytest.mark.parametrize(("box", "picture"), [("Digit", FOUR), ("Number", NUMBER)])
def test_live_page_numbers_of_a_wavering_reading_agree_at_every_step(
    shown: Shown, camera: FakeCamera, network: FakeNetwork, box: str, picture: NDArray[np.uint8]
) -> None:
    reader = Wavering(4, 0, 7)
    camera.playing, network.status = True, Status(recogniser=Recogniser(reader))
    shown.page.sidebar.checkbox[0].check().run()
    shown.page.sidebar.selectbox[0].select(box).run()
    badges = []
    for confidence in (*WANDERING, None, 0.9, 0.9):
        reader.confidence = confidence or 0.9
        camera.show(NOTHING if confidence is None else picture)
        shown.refresh_if_new()
        badges.append(shown.check())
    assert "" in badges
    assert len(set(badges)) >= 5


class DoubtfulReader(Recogniser):
    """Names a 4 at 56 %, and believes at 49 % that a digit is there."""

    def read(self, image: NDArray[np.uint8], settings: ReadSettings) -> Reading:
        probabilities = np.array([0, 0.05, 0, 0, 0.56, 0, 0, 0, 0, 0.3], np.float32)
        digit = Digit(4, 0.49, Box(250, 170, 300, 300), probabilities, np.zeros((28, 28), np.float32))
        return Reading(((digit,),), Box(245, 165, 395, 315))


def test_live_page_confidence_below_the_probability_lowers_the_bars(
    shown: Shown, camera: FakeCamera, network: FakeNetwork
) -> None:
    camera.playing, network.status = True, Status(recogniser=DoubtfulReader())
    shown.page.sidebar.checkbox[0].check().run()
    camera.show(FOUR)
    assert shown.refresh_if_new()
    assert shown.check() == "4  49%"
    assert shown.bars() == [0, 0.04, 0, 0, 0.49, 0, 0, 0, 0, 0.26, 0.2]


def test_live_page_small_changes_do_not_rerun_the_panel_at_once(
    shown: Shown, camera: FakeCamera, network: FakeNetwork
) -> None:
    reader = Wavering(4)
    camera.playing, network.status = True, Status(recogniser=Recogniser(reader))
    shown.page.sidebar.checkbox[0].check().run()
    reruns = 0
    for number in range(12):
        reader.confidence = 0.97 + 0.01 * (number % 3)
        camera.show(FOUR)
        reruns += shown.refresh_if_new()
        shown.page.run()
        shown.check()
    assert reruns <= 2


def test_live_page_scaled_frames_keep_the_numbers(shown: Shown, camera: FakeCamera, network: FakeNetwork) -> None:
    camera.playing, network.status = True, Status(recogniser=Recogniser(Wavering(4)))
    shown.page.sidebar.checkbox[0].check().run()
    camera.show(FOUR)
    assert shown.refresh_if_new()
    camera.show(np.ascontiguousarray(FOUR[::2, ::2]))
    assert not shown.refresh_if_new()
    assert shown.check() == "4  98%"
