"""A video is read anew when something has changed or it is time."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.networks.shipped import shipped_paper
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.tracking import LONGEST_S, Follower
from tests.paper import mnist_digit, page

DIGIT = Settings(recognise=True)
NUMBER = Settings(recognise=True, box="number")
WHOLE = Settings(recognise=True, box="whole")

Pen: TypeAlias = Callable[..., NDArray[np.uint8]]


def grey(*labels: int, right: int = 0, seed: int = 0) -> NDArray[np.uint8]:
    """A sheet with these digits in its middle, moved to the right by so many pixels."""
    sheet = page(*(mnist_digit(label) for label in labels), seed=seed)[:, :, 1]
    return np.ascontiguousarray(np.roll(sheet, right, axis=1))


def pencil(*labels: int, seed: int = 0) -> NDArray[np.uint8]:
    """The same with a quarter of the contrast, and more noise."""
    noise = np.random.default_rng([seed, 1]).normal(0, 4, (480, 640))
    return np.clip(205 + 0.25 * (grey(*labels).astype(np.float32) - 205) + noise, 0, 255).astype(np.uint8)


def settled(follower: Follower, recogniser: Recogniser, sheet: NDArray[np.uint8], settings: Settings) -> None:
    """Show a sheet for nine seconds: it has been read, and is trusted for as long as it ever is."""
    texts = [follower.read(sheet, settings, recogniser, number / 10).text for number in range(91)]
    assert len(set(texts)) == 1


class Counting:
    """The shipped network; notes how many pictures it is asked about in each call."""

    def __init__(self) -> None:
        self.network = shipped_paper()
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


def test_what_holds_is_not_asked_about_again_until_it_is_time(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    read_anew = []
    for number in range(100):
        assert follower.read(grey(7, seed=number), DIGIT, recogniser, number / 10).text == "7"
        if network.asked():
            read_anew.append(number / 10)
    between = np.diff(read_anew)
    assert between[0] == pytest.approx(0.2)
    assert between.max() == pytest.approx(LONGEST_S, abs=0.11)
    assert len(read_anew) <= 8


@pytest.mark.parametrize("before", range(10))
@pytest.mark.parametrize("pen", [grey, pencil])
def test_what_goes_or_changes_is_read_on_that_very_reading(network: Counting, pen: Pen, before: int) -> None:
    after = {1: (7,), 3: (8,), 5: (6,), 4: (9,)}.get(before, ())
    follower, recogniser = Follower(), Recogniser(paper=network)
    settled(follower, recogniser, pen(before), DIGIT)
    network.asked()
    changed = pen(*after, seed=9)
    assert follower.read(changed, DIGIT, recogniser, 9.1).text == recogniser.read(changed, DIGIT).text
    assert len(network.asked()) >= 2


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("pen", [grey, pencil])
def test_one_that_joins_or_leaves_is_read_on_that_very_reading(network: Counting, pen: Pen, leaves: bool) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    both, one = pen(4, 7), pen(4, 7, seed=3)
    one[:, 330:] = pen(seed=5)[:, 330:]
    before, after = (both, one) if leaves else (one, both)
    settled(follower, recogniser, before, NUMBER)
    assert follower.read(after, NUMBER, recogniser, 9.1).text == ("4" if leaves else "47")


def test_one_that_leaves_the_whole_frame_is_missed_on_that_very_reading(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    settled(follower, recogniser, grey(4, 7), WHOLE)
    one = grey(4, 7, seed=3)
    one[:, 330:] = grey(seed=5)[:, 330:]
    assert follower.read(one, WHOLE, recogniser, 9.1).text == "4"


def test_in_the_whole_frame_what_is_far_from_the_digits_is_read_soon(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    apart, alone = grey(4, 0, 7), grey(4, 0, 7)
    apart[:, 250:390], alone[:, 250:] = grey()[:, 250:390], grey()[:, 250:]
    settled(follower, recogniser, alone, WHOLE)
    texts = [follower.read(apart, WHOLE, recogniser, 9 + number / 10).text for number in range(1, 6)]
    assert texts[-1] == "47"


def test_in_the_whole_frame_what_moves_behind_the_digits_does_not_matter(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    settled(follower, recogniser, grey(4), WHOLE)
    network.asked()
    passing = grey(4)
    passing[:, 560:] = 40
    assert follower.read(passing, WHOLE, recogniser, 9.1).text == "4"
    assert network.asked() == []


def test_boxes_move_with_their_digits(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    (before,) = follower.read(grey(7), DIGIT, recogniser, 0.0).digits
    network.asked()
    (after,) = follower.read(grey(7, right=10), DIGIT, recogniser, 0.1).digits
    assert network.asked() == []
    assert np.subtract(after.box, before.box) == pytest.approx((10, 0, 10, 0), abs=1)


def test_boxes_stay_in_the_box(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    follower.read(grey(0, right=15), DIGIT, recogniser, 0.0)
    network.asked()
    (digit,) = follower.read(grey(0, right=30), DIGIT, recogniser, 0.1).digits
    x0, _, x1, _ = digit.box
    assert 245 <= x0 < x1 <= 395


def test_a_blank_sheet_is_read_anew_each_time(network: Counting) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    assert follower.read(grey(), DIGIT, recogniser, 0.0).text == ""
    network.asked()
    follower.read(grey(), DIGIT, recogniser, 0.1)
    assert network.asked()


@pytest.mark.parametrize("changed", [Settings(recognise=True, box="number"), Settings(recognise=True, threshold=120)])
def test_other_settings_are_read_in_full(network: Counting, changed: Settings) -> None:
    follower, recogniser = Follower(), Recogniser(paper=network)
    follower.read(grey(7), DIGIT, recogniser, 0.0)
    network.asked()
    assert follower.read(grey(7), changed, recogniser, 0.1).text == "7"
    assert len(network.asked()) >= 2
