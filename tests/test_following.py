"""A video is read in full now and then, and checked between."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.following import FULL_EVERY_S, Follower
from digitcam.model.shipped import shipped_network
from digitcam.recogniser import Recogniser
from tests.paper import mnist_digit, page

DIGIT = Settings(recognise=True)
NUMBER = Settings(recognise=True, box="number")


def grey(*labels: int, right: int = 0) -> NDArray[np.uint8]:
    """A sheet with these digits in its middle, moved to the right by so many pixels."""
    sheet = page(*(mnist_digit(label) for label in labels))[:, :, 1]
    return np.ascontiguousarray(np.roll(sheet, right, axis=1))


class Counting:
    """The shipped network; notes how many pictures it is asked about in each call."""

    def __init__(self) -> None:
        self.network = shipped_network()
        self.calls: list[int] = []

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        self.calls.append(len(pictures))
        return self.network(pictures)

    def asked(self) -> list[int]:
        """How many pictures in each call since this was last asked."""
        calls, self.calls = self.calls, []
        return calls


@pytest.fixture
def network() -> Counting:
    return Counting()


def test_what_holds_is_asked_about_once_and_made_anew_after_a_while(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    assert follower.read(grey(7), DIGIT, recogniser, 0.0).text == "7"
    full = network.asked()
    for number in range(1, 6):
        assert follower.read(grey(7), DIGIT, recogniser, number / 10).text == "7"
        assert network.asked() == [1]
    follower.read(grey(7), DIGIT, recogniser, FULL_EVERY_S)
    assert network.asked() == full


def test_several_digits_are_looked_at_in_one_call(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    assert follower.read(grey(4, 0, 7), NUMBER, recogniser, 0.0).text == "407"
    network.asked()
    for number in (1, 2):
        assert follower.read(grey(4, 0, 7), NUMBER, recogniser, number / 10).text == "407"
    assert network.asked() == [1, 3]


@pytest.mark.parametrize("labels", [(), (2,)])
def test_what_goes_or_changes_is_noticed_in_two_readings(network: Counting, labels: tuple[int, ...]) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    follower.read(grey(7), DIGIT, recogniser, 0.0)
    texts = [follower.read(grey(*labels), DIGIT, recogniser, number / 10).text for number in (1, 2)]
    assert texts[-1] == "".join(map(str, labels))


def test_a_digit_that_joins_is_noticed(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    follower.read(grey(4, right=-71), NUMBER, recogniser, 0.0)
    texts = [follower.read(grey(4, 7), NUMBER, recogniser, number / 10).text for number in (1, 2)]
    assert texts[-1] == "47"


def test_boxes_move_with_their_digits(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    (before,) = follower.read(grey(7), DIGIT, recogniser, 0.0).digits
    network.asked()
    (after,) = follower.read(grey(7, right=10), DIGIT, recogniser, 0.1).digits
    assert network.asked() == [1]
    assert after.box[0] - before.box[0] == pytest.approx(10, abs=4)


@pytest.mark.parametrize("changed", [Settings(recognise=True, box="number"), Settings(recognise=True, threshold=120)])
def test_other_settings_are_read_in_full(network: Counting, changed: Settings) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    follower.read(grey(7), DIGIT, recogniser, 0.0)
    network.asked()
    assert follower.read(grey(7), changed, recogniser, 0.1).text == "7"
    assert len(network.asked()) >= 3
