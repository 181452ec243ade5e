from dataclasses import replace
from typing import get_args

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.config import BoxName, ReadSettings
from digitcam.recognition.recogniser import Recogniser
from digitcam.vision.region import region_of_interest
from tests.drawing import by_width, paper, stroke, unsure
from tests.not_pictures import NOT_PICTURES, VIEWS
from tests.recognition.fakes import SEVERAL, TwoDigits, two_bars

RECOGNISER = Recogniser(by_width)


def test_read_blank_box_has_no_digits() -> None:
    reading = RECOGNISER.read(paper(480, 640), ReadSettings())
    assert reading.text == ""
    assert reading.digits == ()
    assert reading.confidence == 0
    assert reading.region == (245, 165, 395, 315)


@pytest.mark.parametrize("channels", [1, 3])
def test_read_stroke_is_a_one_at_its_place(channels: int) -> None:
    sheet = paper(480, 640)
    stroke(sheet, (320, 240), 90)
    image = sheet if channels == 1 else np.repeat(sheet[:, :, None], 3, axis=2)
    (digit,) = RECOGNISER.read(image, ReadSettings()).digits
    assert (digit.label, digit.text, digit.confidence) == (1, "1", 1.0)
    assert digit.box == pytest.approx((316, 191, 325, 290), abs=3)
    assert digit.patch.shape == (28, 28)
    assert digit.probabilities.shape == (10,)


def test_read_ink_outside_the_box_is_ignored() -> None:
    sheet = paper(480, 640)
    stroke(sheet, (100, 100), 90)
    assert RECOGNISER.read(sheet, ReadSettings(box="digit")).text == ""
    assert RECOGNISER.read(sheet, ReadSettings(box="whole")).text == "1"


def test_read_several_digits_are_in_reading_order() -> None:
    sheet = paper(480, 640)
    for at in [(100, 100), (200, 110), (150, 350)]:
        stroke(sheet, at, 100)
    assert RECOGNISER.read(sheet, ReadSettings(box="whole")).text == "11\n1"


def test_read_numbers_apart_on_one_line_are_separate() -> None:
    sheet = paper(480, 640)
    for x in (100, 140, 400, 440):
        stroke(sheet, (x, 100), 100)
    assert RECOGNISER.read(sheet, ReadSettings(box="whole")).text == "11  11"


def test_read_low_confidence_is_a_question_mark() -> None:
    sheet = paper(480, 640)
    stroke(sheet, (320, 240), 90)
    (digit,) = Recogniser(unsure).read(sheet, ReadSettings()).digits
    assert (digit.label, digit.text) == (None, "?")


@pytest.mark.parametrize(("threshold", "text"), [(0, ""), (41, "1"), (40, ""), (None, "1")])
def test_read_threshold_decides_what_is_ink(threshold: int | None, text: str) -> None:
    sheet = paper(480, 640)
    stroke(sheet, (320, 240), 90, ink=40)
    assert RECOGNISER.read(sheet, ReadSettings(threshold=threshold)).text == text


def test_read_all_patches_are_classified_in_one_call() -> None:
    calls: list[int] = []

    def counting(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        calls.append(len(patches))
        return by_width(patches)

    sheet = paper(480, 640)
    for x in range(100, 600, 100):
        stroke(sheet, (x, 240), 90)
    Recogniser(counting).read(sheet, ReadSettings(box="whole"))
    assert calls == [5]


def test_read_large_picture_boxes_are_in_its_pixels() -> None:
    sheet = paper(4320, 7680)
    stroke(sheet, (5000, 2000), 1500, width=120)
    reading = RECOGNISER.read(sheet, ReadSettings(box="whole"))
    assert reading.digits[0].box == pytest.approx((4940, 1190, 5060, 2810), abs=40)


@pytest.mark.parametrize("threshold", [None, 120])
@pytest.mark.parametrize("kind", NOT_PICTURES)
def test_read_not_a_picture_raises_value_error(kind: str, threshold: int | None) -> None:
    with pytest.raises(ValueError, match=r"image must be \(H, W\) grey or \(H, W, 3\) BGR uint8, not empty; got "):
        RECOGNISER.read(NOT_PICTURES[kind], ReadSettings(threshold=threshold))


def test_read_unsupported_value_is_described() -> None:
    for image, words in (
        (np.zeros((5, 6, 4)), r"got shape \(5, 6, 4\), dtype float64"),
        ([1], "got list"),
        (None, "imread"),
    ):
        with pytest.raises(ValueError, match=words):
            RECOGNISER.read(image, ReadSettings())  # type: ignore[arg-type]


@pytest.mark.parametrize("box", get_args(BoxName))
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("kind", VIEWS)
def test_read_view_is_read_like_a_copy(kind: str, colour: bool, box: BoxName) -> None:
    sheet = paper(480, 640)
    stroke(sheet, (320, 240), 90)
    image = np.repeat(sheet[:, :, None], 3, axis=2) if colour else sheet
    for classic in (True, False):
        # The scripted paper network is made anew: it answers its first picture in another way.
        expected, reading = (
            (RECOGNISER if classic else Recogniser(paper=TwoDigits({SEVERAL: 1.0}, {1: 1.0}))).read(
                picture, ReadSettings(box=box)
            )
            for picture in (image, VIEWS[kind](image))
        )
        assert (reading.text, reading.region) == (expected.text, expected.region)
        assert [digit.box for digit in reading.digits] == [digit.box for digit in expected.digits]


@settings(deadline=None, max_examples=60)
@given(
    image=hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=80)),
    threshold=st.none() | st.integers(0, 255),
)
def test_read_any_picture_does_not_raise(image: NDArray[np.uint8], threshold: int | None) -> None:
    reading = RECOGNISER.read(image, ReadSettings(threshold=threshold, box="whole"))
    assert len("".join(reading.text.split())) == len(reading.digits)


def test_recogniser_is_a_key_of_caches() -> None:
    assert len({RECOGNISER, replace(RECOGNISER), replace(RECOGNISER, classic=None)}) == 2


def points(crops: NDArray[np.float32]) -> NDArray[np.float32]:
    """Answer like a separator network that sees a point in each gap."""
    return np.tile(np.eye(6, dtype=np.float32)[0], (len(crops), 1))


@pytest.mark.parametrize(("box", "text"), [("whole", ".7.7"), ("number", ".7.7"), ("digit", "77")])
def test_read_point_between_digits_is_read_except_in_the_box_for_one_digit(box: BoxName, text: str) -> None:
    sheet = two_bars() if box == "whole" else paper(480, 640)
    region = region_of_interest(sheet.shape[1], sheet.shape[0], box)
    if box != "whole":
        left = region.x0 + (region.width - region.height) // 2
        part = cv2.resize(two_bars(), (region.height, region.height), interpolation=cv2.INTER_AREA)
        sheet[region.rows, left : left + region.height] = part
    recogniser = Recogniser(paper=TwoDigits({SEVERAL: 1.0}, {7: 0.99}), separators=points)
    reading = recogniser.read(sheet, ReadSettings(box=box))
    assert reading.text == text
    assert [digit.text for digit in reading.digits] == ["7", "7"]


def test_read_with_a_threshold_reads_digits_only() -> None:
    recogniser = Recogniser(by_width, paper=TwoDigits({SEVERAL: 1.0}, {7: 0.99}), separators=points)
    reading = recogniser.read(two_bars(), ReadSettings(threshold=128, box="whole"))
    assert reading.digits
    assert not any(digit.before for digit in reading.digits)
