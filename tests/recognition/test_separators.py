import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.contract import SEPARATORS
from digitcam.recognition.separators import Gap, add_separators, crop_gap, find_gaps

PAPER = np.full((80, 200), 200, np.uint8)


def digit(x0: int, x1: int, y0: int = 20, y1: int = 60) -> Digit:
    return Digit(7, 0.9, Box(x0, y0, x1, y1), np.zeros(10, np.float32), np.zeros((96, 96), np.float32))


def reading(*lines: tuple[Digit, ...]) -> Reading:
    return Reading(lines, Box(0, 0, 200, 80))


class Answers:
    """Names the same sign, or none, in every gap; counts the gaps."""

    def __init__(self, sign: str, probability: float = 0.99) -> None:
        self.seen = 0
        self._row = np.full(len(SEPARATORS) + 1, (1 - probability) / len(SEPARATORS), np.float32)
        self._row[SEPARATORS.index(sign) if sign else len(SEPARATORS)] = probability

    def __call__(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        assert crops.shape[1:] == (48, 48)
        assert crops.dtype == np.float32
        self.seen += len(crops)
        return np.tile(self._row, (len(crops), 1))


def test_find_gaps_no_digits_returns_none() -> None:
    assert find_gaps(np.zeros((0, 4), np.float32)) == []


def test_find_gaps_first_is_left_of_the_first_digit_and_others_between() -> None:
    first, second = find_gaps(np.array([[20, 20, 40, 60], [60, 24, 80, 64]], np.float32))
    assert tuple(first) == pytest.approx((20 - 0.6 * 40, 40, 40, 0, True))
    assert second == Gap(x=50, y=42, height=40, width=20, leads=False)


def test_find_gaps_flat_digits_are_as_large_as_they_are_wide() -> None:
    first, second = find_gaps(np.array([[20, 40, 60, 60], [80, 40, 120, 60]], np.float32))
    assert (first.height, second.height) == (40, 40)


def test_crop_gap_shows_what_stands_between_in_its_centre() -> None:
    grey = PAPER.copy()
    grey[54:60, 47:53] = 0
    _, gap = find_gaps(np.array([[20, 20, 40, 60], [60, 20, 80, 60]], np.float32))
    dark = np.argwhere(crop_gap(grey, gap) < 100)
    assert np.abs(dark[:, 1] - 23.5).max() < 4
    assert dark[:, 0].min() > 30


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        pytest.param(".", ".7.7", id="a point may come first"),
        pytest.param("-", "-7-7", id="a minus may come first"),
        pytest.param(",", "7,7", id="a comma may not"),
        pytest.param("/", "7/7", id="a slash may not"),
        pytest.param(":", "7:7", id="a colon may not"),
        pytest.param("", "77", id="nothing"),
    ],
)
def test_add_separators_sign_stands_before_its_digit(sign: str, text: str) -> None:
    assert add_separators(reading((digit(20, 40), digit(60, 80))), PAPER, Answers(sign)).text == text


def test_add_separators_unlikely_sign_is_dropped() -> None:
    line = (digit(20, 40), digit(60, 80))
    assert add_separators(reading(line), PAPER, Answers("", 0.6)).text == "77"


def test_add_separators_doubt_between_two_signs_is_no_doubt_that_there_is_one() -> None:
    line = (digit(20, 40), digit(60, 80))
    probabilities = np.array([0.45, 0.4, 0, 0, 0, 0.15], np.float32)
    assert add_separators(reading(line), PAPER, lambda crops: np.tile(probabilities, (len(crops), 1))).text == ".7.7"


@pytest.mark.parametrize(("sign", "before"), [(",", ""), ("-", "-")])
def test_add_separators_digit_far_from_the_one_before_begins_a_number(sign: str, before: str) -> None:
    found = add_separators(reading((digit(20, 40), digit(120, 140))), PAPER, Answers(sign))
    assert found.lines[0][1].before == before


def test_add_separators_each_line_is_read_in_one_run() -> None:
    lines = (digit(20, 40, 5, 30), digit(50, 70, 5, 30)), (digit(20, 40, 45, 70), digit(50, 70, 45, 70))
    network = Answers("/")
    assert add_separators(reading(*lines), PAPER, network).text == "7/7\n7/7"
    assert network.seen == 4


def test_add_separators_no_digits_asks_nothing() -> None:
    network = Answers(".")
    assert add_separators(reading(), PAPER, network).text == ""
    assert network.seen == 0


def test_add_separators_boxes_are_those_of_the_picture_and_the_grey_pixels_those_of_the_region() -> None:
    grey = PAPER.copy()
    grey[54:60, 47:53] = 0
    line = (digit(120, 140, 220, 260), digit(160, 180, 220, 260))
    seen: list[NDArray[np.float32]] = []

    def network(crops: NDArray[np.float32]) -> NDArray[np.float32]:
        seen.append(crops)
        return np.zeros((len(crops), len(SEPARATORS) + 1), np.float32)

    add_separators(Reading((line,), Box(100, 200, 300, 280)), grey, network)
    lowest = np.unravel_index(seen[0][1].argmin(), (48, 48))
    assert 30 < lowest[0] < 46
    assert 18 < lowest[1] < 30
