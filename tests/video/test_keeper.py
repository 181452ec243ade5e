"""Which live readings are kept."""

import numpy as np
import pytest

from digitcam.readings import Box, Digit, Reading
from digitcam.video.keeper import Hold, Keeper


def reading(text: str) -> Reading:
    def digit(label: str) -> Digit:
        known = None if label == "?" else int(label)
        return Digit(known, 0.9, Box(0, 0, 1, 1), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))

    return Reading(lines=(tuple(digit(label) for label in text),) if text else ())


def kept(*shown: tuple[float, str]) -> list[tuple[float, str]]:
    """Return what is kept and when: each text is shown from its time on, and `update` is called four times a second."""
    keeper, result = Keeper(), []
    ticks = np.arange(shown[0][0], shown[-1][0], 0.25).tolist()
    for now in ticks:
        text = next(text for since, text in reversed(shown) if since <= now)
        if keeper.update(reading(text), now):
            result.append((now, text))
    return result


def test_update_empty_reading_is_never_kept() -> None:
    assert kept((0, ""), (10, "")) == []


def test_update_steady_reading_is_kept_once() -> None:
    assert kept((0, ""), (2, "407"), (60, "")) == [(3, "407")]


def test_update_short_reading_is_not_kept() -> None:
    assert kept((0, "1"), (0.75, "407"), (1.5, "40"), (2.25, "")) == []


def test_update_each_new_number_is_kept() -> None:
    assert kept((0, "1"), (2, "2"), (4, "1"), (6, "")) == [(1, "1"), (3, "2"), (5, "1")]


@pytest.mark.parametrize("other", ["", "?", "8"])
def test_update_short_gap_does_not_make_it_new(other: str) -> None:
    assert kept((0, "7"), (3, other), (3.5, "7"), (9, "")) == [(1, "7")]


def test_update_same_number_after_a_gap_is_kept_again() -> None:
    assert kept((0, "7"), (3, ""), (4.25, "7"), (9, "")) == [(1, "7"), (5.25, "7")]


def test_update_stream_that_stands_still_keeps_it_once() -> None:
    keeper = Keeper()
    assert [keeper.update(reading("7"), now) for now in (0, 60, 120, 180)] == [False, True, False, False]


def test_update_untrusted_digit_is_not_kept() -> None:
    assert kept((0, "4?7"), (9, "")) == []


@pytest.mark.parametrize("gap_s", [0.1, 0.25, 0.4, 0.5])
def test_update_number_held_two_seconds_is_kept_at_any_rate_of_two_a_second(gap_s: float) -> None:
    for late_s in np.arange(0, gap_s, 0.05):
        keeper = Keeper()
        times_s = np.arange(0, 2.001 - late_s, gap_s) + late_s
        assert [keeper.update(reading("407"), float(now_s)) for now_s in times_s].count(True) == 1


def test_update_irregular_results_keep_what_was_seen_a_second_apart() -> None:
    keeper = Keeper()
    assert [keeper.update(reading("7"), now) for now in (0.1, 0.15, 1.05, 1.9)] == [False, False, False, True]


def test_update_late_result_of_an_older_frame_is_ignored() -> None:
    keeper = Keeper()
    assert not keeper.update(reading("7"), 10.0)
    assert not keeper.update(reading("1"), 9.5)
    assert keeper.update(reading("7"), 11.0)
    assert not keeper.update(reading("1"), 9.9)
    assert not keeper.update(reading("7"), 12.5)


@pytest.mark.parametrize("text", ["", "4?7"])
def test_held_since_nothing_that_may_be_kept_is_none(text: str) -> None:
    keeper = Keeper()
    keeper.update(reading(text), 5.0)
    assert keeper.held_since_s is None


def test_held_since_is_when_the_number_came_until_it_is_kept() -> None:
    keeper, seen = Keeper(), []
    for now in (5.0, 5.5, 6.0, 6.5):
        keeper.update(reading("7"), now)
        seen.append(keeper.held_since_s)
    assert seen == [5.0, 5.0, None, None]


def test_hold_progress_and_flash_go_by_time() -> None:
    assert [Hold(since_s=5.0).progress(now) for now in (4.9, 5.0, 5.25, 6.0, 9.0)] == [0, 0, 0.25, 1, 1]
    assert Hold().progress(1e9) == 0
    assert [Hold(kept_s=5.0).is_flashing(now) for now in (5.0, 5.29, 5.31)] == [True, True, False]
    assert not Hold().is_flashing(0.0)
