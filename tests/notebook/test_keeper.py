"""Which live readings are kept."""

import numpy as np
import pytest

from digitcam.notebook.keeper import Keeper
from digitcam.readings import Box, Digit, Reading


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


def test_update_hidden_tab_keeps_it_once() -> None:
    keeper = Keeper()
    assert [keeper.update(reading("7"), now) for now in (0, 60, 120, 180)] == [False, True, False, False]


def test_update_untrusted_digit_is_not_kept() -> None:
    assert kept((0, "4?7"), (9, "")) == []
