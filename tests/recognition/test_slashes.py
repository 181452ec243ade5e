import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.contract import SEPARATORS
from digitcam.recognition.separators import add_separators
from digitcam.recognition.slashes import find_stroke, remove_slashes

PAPER = np.full((80, 400), 200, np.uint8)


def line(number: str, gap: int = 10) -> tuple[Digit, ...]:
    """Return a line of digits 20 pixels wide and 40 high, so many pixels apart."""
    boxes = (Box(x, 20, x + 20, 60) for x in range(50, 400, 20 + gap))
    empty = np.zeros(10, np.float32), np.zeros((96, 96), np.float32)
    return tuple(Digit(int(label), 0.9, box, *empty) for label, box in zip(number, boxes, strict=False))


class Answers:
    """Names a sign in each gap, one after the other; the last one in all that follow."""

    def __init__(self, *signs: str) -> None:
        self.signs = list(signs)
        self.seen = 0

    def __call__(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        self.seen += len(crops)
        kinds = [(self.signs.pop(0) if len(self.signs) > 1 else self.signs[0]) for _ in crops]
        return np.eye(len(SEPARATORS) + 1, dtype=np.float32)[[(*SEPARATORS, "").index(kind) for kind in kinds]]


@pytest.mark.parametrize(
    ("number", "signs", "text"),
    [
        pytest.param("214", ["/"], "2/4", id="a slash"),
        pytest.param("214", [""], "214", id="a one"),
        pytest.param("214", ["-"], "214", id="no other sign looks like a 1"),
        pytest.param("21914", ["/", ""], "2/914", id="the first of two"),
        pytest.param("12121", ["/"], "12/21", id="ends of a number are no slashes"),
        pytest.param("274", ["/"], "274", id="nothing but a 1 looks like a slash"),
        pytest.param("1", ["/"], "1", id="a single digit"),
    ],
)
def test_remove_slashes_ones_between_two_digits_are_looked_at(number: str, signs: list[str], text: str) -> None:
    assert remove_slashes(Reading((line(number),), Box(0, 0, 400, 80)), PAPER, Answers(*signs)).text == text


@pytest.mark.parametrize(("probability", "text"), [(0.7, "214"), (0.9, "2/4")])
def test_remove_slashes_in_doubt_it_is_a_one(probability: float, text: str) -> None:
    row = np.array([0, 0, 0, probability, 0, 1 - probability], np.float32)
    found = remove_slashes(
        Reading((line("214"),), Box(0, 0, 400, 80)), PAPER, lambda crops: np.tile(row, (len(crops), 1))
    )
    assert found.text == text


@pytest.mark.parametrize(("gap", "seen"), [(28, 1), (32, 0)])
def test_remove_slashes_one_far_from_the_others_is_a_number_of_its_own(gap: int, seen: int) -> None:
    network = Answers("/")
    remove_slashes(Reading((line("214", gap),), Box(0, 0, 400, 80)), PAPER, network)
    assert network.seen == seen


def test_remove_slashes_no_digits_asks_nothing() -> None:
    network = Answers("/")
    assert not remove_slashes(Reading((), Box(0, 0, 400, 80)), PAPER, network).digits
    assert network.seen == 0


def test_add_separators_slash_that_was_removed_stays() -> None:
    reading = remove_slashes(Reading((line("214"),), Box(0, 0, 400, 80)), PAPER, Answers("/"))
    assert add_separators(reading, PAPER, Answers("")).text == "2/4"
    assert add_separators(reading, PAPER, Answers("-")).text == "-2/4"


def test_find_stroke_is_centred_on_the_stroke_and_as_high_as_the_digits_beside_it() -> None:
    gap = find_stroke(np.array([[20, 20, 40, 60], [44, 10, 64, 74], [80, 20, 100, 60]], np.float32))
    assert gap is not None
    assert (gap.x, gap.y, gap.height, gap.leads) == (54, 40, 40, False)
