from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.networks.shipped import shipped_paper
from digitcam.recognition.contract import PaperOutputs
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.alignment import Similarity
from digitcam.video.tracking import MAX_INTERVAL_S, Tracker
from tests.paper import mnist_digit, page

DIGIT = ReadSettings()
NUMBER = ReadSettings(box="number")
WHOLE = ReadSettings(box="whole")

Pen: TypeAlias = Callable[..., NDArray[np.uint8]]


def grey(*labels: int, right: int = 0, seed: int = 0) -> NDArray[np.uint8]:
    """Return a sheet with these digits in its centre, moved to the right by this many pixels."""
    sheet = page(*(mnist_digit(label) for label in labels), seed=seed)[:, :, 1]
    return np.ascontiguousarray(np.roll(sheet, right, axis=1))


def pencil(*labels: int, seed: int = 0) -> NDArray[np.uint8]:
    """Return the same with a quarter of the contrast and more noise."""
    noise = np.random.default_rng([seed, 1]).normal(0, 4, (480, 640))
    return np.clip(205 + 0.25 * (grey(*labels).astype(np.float32) - 205) + noise, 0, 255).astype(np.uint8)


def settle(tracker: Tracker, recogniser: Recogniser, sheet: NDArray[np.uint8], settings: ReadSettings) -> None:
    """Show a sheet for nine seconds, until the interval intervals readings is longest."""
    texts = [tracker.read(sheet, settings, recogniser, number / 10).text for number in range(91)]
    assert len(set(texts)) == 1


class Counting:
    """The shipped paper network; records the batch size of each call."""

    def __init__(self) -> None:
        self.network = shipped_paper()
        self.calls: list[int] = []

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        self.calls.append(len(pictures))
        return self.network(pictures)

    def take_calls(self) -> list[int]:
        """Return the batch sizes since the last call of this method."""
        calls, self.calls = self.calls, []
        return calls


@pytest.fixture
def network() -> Counting:
    return Counting()


def test_read_unchanged_frames_are_read_anew_at_growing_intervals(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    read_anew = []
    for number in range(100):
        assert tracker.read(grey(7, seed=number), DIGIT, recogniser, number / 10).text == "7"
        if network.take_calls():
            read_anew.append(number / 10)
    intervals = np.diff(read_anew)
    assert intervals[0] == pytest.approx(0.2)
    assert intervals.max() == pytest.approx(MAX_INTERVAL_S, abs=0.11)
    assert len(read_anew) <= 8


@pytest.mark.parametrize("before", range(10))
@pytest.mark.parametrize("pen", [grey, pencil])
def test_read_digit_that_changes_or_goes_is_read_at_once(network: Counting, pen: Pen, before: int) -> None:
    after = {1: (7,), 3: (8,), 5: (6,), 4: (9,)}.get(before, ())
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    settle(tracker, recogniser, pen(before), DIGIT)
    network.take_calls()
    changed = pen(*after, seed=9)
    assert tracker.read(changed, DIGIT, recogniser, 9.1).text == recogniser.read(changed, DIGIT).text
    assert len(network.take_calls()) >= 2


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("pen", [grey, pencil])
def test_read_digit_that_joins_or_leaves_is_read_at_once(network: Counting, pen: Pen, leaves: bool) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    both, one = pen(4, 7), pen(4, 7, seed=3)
    one[:, 330:] = pen(seed=5)[:, 330:]
    before, after = (both, one) if leaves else (one, both)
    settle(tracker, recogniser, before, NUMBER)
    assert tracker.read(after, NUMBER, recogniser, 9.1).text == ("4" if leaves else "47")


def test_read_whole_frame_digit_that_leaves_is_noticed_at_once(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    settle(tracker, recogniser, grey(4, 7), WHOLE)
    one = grey(4, 7, seed=3)
    one[:, 330:] = grey(seed=5)[:, 330:]
    assert tracker.read(one, WHOLE, recogniser, 9.1).text == "4"


def test_read_whole_frame_digit_far_away_is_read_within_half_a_second(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    apart, alone = grey(4, 0, 7), grey(4, 0, 7)
    apart[:, 250:390], alone[:, 250:] = grey()[:, 250:390], grey()[:, 250:]
    settle(tracker, recogniser, alone, WHOLE)
    texts = [tracker.read(apart, WHOLE, recogniser, 9 + number / 10).text for number in range(1, 6)]
    assert texts[-1] == "47"


def test_read_whole_frame_background_motion_is_ignored(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    settle(tracker, recogniser, grey(4), WHOLE)
    network.take_calls()
    passing = grey(4)
    passing[:, 560:] = 40
    assert tracker.read(passing, WHOLE, recogniser, 9.1).text == "4"
    assert network.take_calls() == []


def test_read_moved_sheet_moves_the_boxes(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    (before,) = tracker.read(grey(7), DIGIT, recogniser, 0.0).digits
    network.take_calls()
    (after,) = tracker.read(grey(7, right=10), DIGIT, recogniser, 0.1).digits
    assert network.take_calls() == []
    assert np.subtract(after.box, before.box) == pytest.approx((10, 0, 10, 0), abs=1)


def test_read_moved_boxes_stay_in_the_region(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    tracker.read(grey(0, right=15), DIGIT, recogniser, 0.0)
    network.take_calls()
    (digit,) = tracker.read(grey(0, right=30), DIGIT, recogniser, 0.1).digits
    x0, _, x1, _ = digit.box
    assert 245 <= x0 < x1 <= 395


def test_read_digit_that_leaves_the_region_is_read_anew(network: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    assert tracker.read(grey(7), DIGIT, recogniser, 0.0).digits
    monkeypatch.setattr("digitcam.video.tracking.align", lambda *_: Similarity(150.0, 0.0, 1.0, 0.0))
    assert tracker.follow(grey(7), DIGIT, recogniser) is None


def test_read_other_frame_size_is_read_anew_even_in_the_same_region(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    tracker.read(grey(7), DIGIT, recogniser, 0.0)
    assert tracker.follow(grey(7), DIGIT, recogniser) is not None
    assert tracker.follow(grey(7)[:, :-1], DIGIT, recogniser) is None


def test_read_blank_sheet_is_read_each_time(network: Counting) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    assert tracker.read(grey(), DIGIT, recogniser, 0.0).text == ""
    network.take_calls()
    tracker.read(grey(), DIGIT, recogniser, 0.1)
    assert network.take_calls()


@pytest.mark.parametrize("changed", [ReadSettings(box="number"), ReadSettings(threshold=120)])
def test_read_other_settings_are_read_anew(network: Counting, changed: ReadSettings) -> None:
    tracker, recogniser = Tracker(), Recogniser(paper=network)
    tracker.read(grey(7), DIGIT, recogniser, 0.0)
    network.take_calls()
    assert tracker.read(grey(7), changed, recogniser, 0.1).text == "7"
    assert len(network.take_calls()) >= 2
