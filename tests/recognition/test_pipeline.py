from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.config import BoxName, ReadSettings
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.recognition.contract import PaperOutputs
from digitcam.recognition.pipeline import read_grey
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.rules import RULES, Rules
from tests.drawing import paper, stroke
from tests.golden import pen
from tests.paper import mnist_digit, page
from tests.recognition.fakes import NONE, SEVERAL, Recorder, TwoDigits

RECOGNISER = Recogniser(paper=shipped_paper(), verifier=shipped_verifier())
WHOLE = ReadSettings(box="whole")


def photograph(label: int) -> NDArray[np.uint8]:
    """Return a digit on paper, (480, 640) uint8 grey."""
    return np.asarray(page(mnist_digit(label))[..., 0], np.uint8)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_read_even_picture_has_no_digits(value: int) -> None:
    reading = RECOGNISER.read(np.full((480, 640), value, np.uint8), WHOLE)
    assert (reading.text, reading.digits) == ("", ())


@pytest.mark.parametrize("label", range(10))
def test_read_each_digit_is_read(label: int) -> None:
    assert RECOGNISER.read(photograph(label), WHOLE).text == str(label)


def test_read_light_ink_on_dark_is_read() -> None:
    assert RECOGNISER.read(255 - photograph(4), WHOLE).text == "4"


def test_read_digit_has_box_patch_and_probabilities() -> None:
    image = photograph(7)
    (digit,) = RECOGNISER.read(image, WHOLE).digits
    rows, columns = np.nonzero(image < 120)
    truth = columns.min(), rows.min(), columns.max(), rows.max()
    assert digit.box == pytest.approx(truth, abs=0.2 * (truth[3] - truth[1]))
    assert digit.patch.shape == (96, 96)
    assert 0 <= digit.patch.min() <= digit.patch.max() <= 1
    assert digit.probabilities.shape == (10,)
    assert 0.8 <= digit.confidence <= digit.probabilities.max() <= digit.probabilities.sum() <= 1.0001


@pytest.mark.parametrize(
    ("label", "side_px", "shapes_px"),
    [
        pytest.param(1, 200, [96, 96], id="a digit"),
        pytest.param(NONE, 200, [96, 96, 96, 192, 96], id="none, a card perhaps"),
        pytest.param(NONE, 190, [96, 96], id="none, and there is no finer copy"),
    ],
)
def test_read_grey_large_candidates_are_none_searches_finer_copies(
    label: int, side_px: int, shapes_px: list[int]
) -> None:
    class Large(TwoDigits):
        """Both digits are 1.6 times larger."""

        def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
            searching = self.searching
            outputs = super().__call__(pictures)
            if searching:
                outputs.detection[..., 3:] += np.float32(np.log(1.6)) * (outputs.detection[..., :1] > 0)
            return outputs

    sheet = paper(side_px, side_px)
    for x in (side_px // 4, side_px * 3 // 4):
        stroke(sheet, (x, side_px // 2), 110, width=16)
    recorder = Recorder(Large({SEVERAL: 0.9}, {label: 0.99}))
    read_grey(sheet, recorder, (96, 192, 384))
    assert [shape[1] for shape in recorder.shapes] == shapes_px


def column(labels: str, width: int, step: int, size: int) -> NDArray[np.uint8]:
    """Return a photograph of digits below each other; lengths in pixels."""
    sheet = pen.paper(width, step * len(labels) + 120)
    for row, label in enumerate(labels):
        sheet = pen.write(sheet, label, (width / 2, 60 + step * (row + 0.5)), size, nth=2 * row)
    return pen.photograph(sheet)


@pytest.mark.parametrize("width", [420, 700])
@pytest.mark.parametrize("step", [54, 70])
@pytest.mark.parametrize("size", [32, 44])
def test_read_column_of_digits_is_not_one_digit(width: int, step: int, size: int) -> None:
    labels = "74926380572"
    assert RECOGNISER.read(column(labels, width, step, size), WHOLE).text == "\n".join(labels)


def test_read_whole_page_of_small_digits_reads_each_row() -> None:
    labels = "74926380571" * 4
    assert RECOGNISER.read(column(labels, 2100, 66, 46), WHOLE).text == "\n".join(labels)


@pytest.mark.parametrize(
    ("rules", "text"), [(RULES, "7\n4\n9\n2\n6\n3\n8\n0\n5"), (Rules(column=False), "1")], ids=["all", "without"]
)
def test_rules_without_column_a_column_is_one_digit(rules: Rules, text: str) -> None:
    assert replace(RECOGNISER, rules=rules).read(column("749263805", 420, 54, 44), WHOLE).text == text


def test_read_threshold_without_classic_network_reads_the_ink() -> None:
    image = photograph(2)
    assert RECOGNISER.read(image, ReadSettings(box="whole", threshold=128)).text == "2"
    assert RECOGNISER.read(image, ReadSettings(box="whole", threshold=0)).text == ""


@settings(deadline=None, max_examples=25)
@given(
    image=hnp.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90))),
    box=st.sampled_from(["digit", "number", "whole"]),
)
def test_read_any_picture_does_not_raise(image: NDArray[np.uint8], box: BoxName) -> None:
    RECOGNISER.read(image, ReadSettings(box=box))


@settings(deadline=None, max_examples=20)
@given(
    label=st.integers(0, 9),
    dx=st.integers(-60, 60),
    dy=st.integers(-40, 40),
    gain=st.floats(0.6, 1.0),
    slope=st.floats(-0.3, 0.3),
)
def test_read_place_and_light_do_not_change_the_answer(label: int, dx: int, dy: int, gain: float, slope: float) -> None:
    moved = np.roll(photograph(label), (dy, dx), (0, 1)).astype(np.float32)
    light = gain * (1 + slope * (np.arange(moved.shape[1], dtype=np.float32) / moved.shape[1] - 0.5))
    image = np.clip(moved * light, 0, 255).astype(np.uint8)
    assert RECOGNISER.read(image, WHOLE).text == str(label)
