import cv2
import numpy as np
import pytest

from digitcam.readings import Box, Digit
from digitcam.recognition.constants import CROP_FILL
from digitcam.recognition.contract import CROP_PX
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.view import TILE_FILL, computer_view, digit_alone
from tests.drawing import by_width, paper, stroke
from tests.not_pictures import NOT_GREY
from tests.recognition.fakes import SEVERAL, TwoDigits


def box() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    sheet = paper(150, 150)
    stroke(sheet, (75, 75), 90)
    return sheet


def test_computer_view_threshold_shows_the_ink_mask() -> None:
    mask = computer_view(box(), 128)
    assert mask.shape == (150, 150)
    assert set(np.unique(mask)) == {0, 255}
    assert mask[75, 75] == 255


@pytest.mark.parametrize("recogniser", [None, Recogniser(paper=TwoDigits({SEVERAL: 1.0}, {1: 1.0}))])
def test_computer_view_automatic_shows_even_grey_with_light_ink(recogniser: Recogniser | None) -> None:
    view = computer_view(box(), None, recogniser)
    assert view.shape == (96, 96)
    assert view[48, 48] > view[10, 10] > 0


def test_computer_view_classic_recogniser_shows_the_ink_mask() -> None:
    assert set(np.unique(computer_view(box(), None, Recogniser(by_width)))) == {0, 255}


@pytest.mark.parametrize("threshold", [None, 120])
@pytest.mark.parametrize("kind", [*NOT_GREY, "colour"])
def test_computer_view_not_a_grey_picture_raises_value_error(kind: str, threshold: int | None) -> None:
    with pytest.raises(ValueError, match=r"grey must be \(H, W\) uint8, not empty; got "):
        computer_view(NOT_GREY.get(kind, np.zeros((40, 40, 3), np.uint8)), threshold)


def digit(box: Box, patch: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> Digit:
    return Digit(7, 0.9, box, np.zeros(10, np.float32), patch)


@pytest.mark.parametrize("gap", [0, 2, 10, 30])
@pytest.mark.parametrize(
    ("across", "down"), [(1, 0), (-1, 0), (0, 1), (0, -1)], ids=["right", "left", "below", "above"]
)
def test_digit_alone_shows_nothing_of_a_neighbour(gap: int, across: int, down: int) -> None:
    """Draw a digit of value 0.5 and a neighbour of value 1, and cut the digit's patch as the reader does."""
    size = 40
    own = Box(100, 100, 100 + size, 100 + size)
    other = own.shifted(across * (size + gap), down * (size + gap))
    picture = np.zeros((240, 240), np.float32)
    picture[own.rows, own.columns] = 0.5
    picture[other.rows, other.columns] = 1
    side = round(size / CROP_FILL)
    start = 100 + size // 2 - side // 2
    crop = picture[start : start + side, start : start + side]
    patch = np.asarray(cv2.resize(crop, (CROP_PX, CROP_PX)), np.float32)
    first, second = digit(own, patch), digit(other, patch)
    alone = digit_alone(first, [first, second])
    # At most the row or column of pixels where the two touch.
    assert (alone > 0.6).mean() < 0.025
    assert (alone > 0.4).mean() == pytest.approx(TILE_FILL**2, abs=0.08)
    assert patch.max() <= 1
    assert (digit_alone(first, [first]) > 0.9).any() == (gap < 6)


def test_digit_alone_classic_patch_is_as_it_is() -> None:
    classic = digit(Box(0, 0, 10, 10), np.ones((28, 28), np.float32))
    assert digit_alone(classic, [classic, classic]) is classic.patch


def test_digit_alone_box_without_pixels_is_a_picture() -> None:
    nowhere = digit(Box(5, 5, 5, 5), np.zeros((CROP_PX, CROP_PX), np.float32))
    other = digit(Box(0, 0, 10, 10), nowhere.patch)
    assert digit_alone(nowhere, [nowhere, other]).size
