"""Tests of the steps of a reading as HTML."""

import re

import numpy as np
import pytest

from digitcam.readings import Box, Digit, Reading
from digitcam.ui.components.steps import LONG, MAX_TILES, each_digit, reading_steps

NOTHING = np.zeros((0, 0), np.uint8)
GREY = np.full((150, 450), 200, np.uint8)


def reading(*labels: int | None) -> Reading:
    digits = [
        Digit(label, 0.9, Box(0, 0, 1, 1), np.linspace(0, 1, 10, dtype=np.float32), np.zeros((28, 28), np.float32))
        for label in labels
    ]
    return Reading(lines=(tuple(digits),) if digits else ())


def alternatives(html: str) -> list[str]:
    return re.findall(r'alt="([^"]*)"', html)


def test_reading_steps_empty_reading_has_every_step() -> None:
    html = reading_steps(NOTHING, NOTHING, Reading())
    for caption in ("the box", "the ink", "each digit", "the answer"):
        assert caption in html
    assert alternatives(html) == ["", "", "Nothing yet"]
    assert ">—<" in html


def test_reading_steps_each_digit_has_a_tile() -> None:
    html = reading_steps(GREY, GREY, reading(4, None, 7))
    assert [text.split()[1] for text in alternatives(html)[2:]] == ["4", "?", "7"]
    assert ">4?7<" in html


def test_reading_steps_many_digits_are_cut() -> None:
    html = reading_steps(GREY, GREY, reading(*[1] * (MAX_TILES + 3)))
    # The last tile says how many more there are.
    assert len(alternatives(html)) == 2 + MAX_TILES - 1
    assert "+4" in html


@pytest.mark.parametrize(("count", "columns", "rows"), [(1, 1, 1), (4, 4, 1), (5, 3, 2), (8, 4, 2)])
def test_reading_steps_many_tiles_are_in_two_rows(count: int, columns: int, rows: int) -> None:
    assert f"--columns:{columns};--rows:{rows}" in reading_steps(GREY, GREY, reading(*[1] * count))


def test_reading_steps_long_answer_is_on_several_lines() -> None:
    assert "digitcam-long" in reading_steps(GREY, GREY, reading(*[1] * LONG))
    assert "digitcam-long" not in reading_steps(GREY, GREY, reading(*[1] * (LONG - 1)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (4320, 7680)])
def test_reading_steps_box_of_any_size_is_small(shape: tuple[int, int]) -> None:
    assert len(reading_steps(np.zeros(shape, np.uint8), NOTHING, Reading())) < 10_000


def test_each_digit_has_a_bar_for_each_digit_and_for_none() -> None:
    html = each_digit(reading(4, None))
    assert html.count('class="digitcam-bar"') == 2 * 11
    assert html.count("<span>no digit</span>") == 2
    assert html.count("</b> 90%") == html.count("width:90%") == 2
    assert "<b>4</b>" in html
    assert "<b>?</b>" in html
    assert "digitcam-bar" not in each_digit(Reading())
