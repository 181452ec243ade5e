import numpy as np
import pytest

from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.view import computer_view
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
