from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitcam.readings import Box
from digitcam.recognition.layout import reading_order
from digitcam.recognition.rows import Line, join_rows

HEIGHT, WIDTH = 40, 24


def box(x: float, y: float) -> Box:
    return Box(round(x), round(y), round(x) + WIDTH, round(y) + HEIGHT)


def rows_of(boxes: list[Box]) -> tuple[Line, ...]:
    return join_rows(reading_order(np.array(boxes, np.int32).reshape(-1, 4)), boxes)


@pytest.mark.parametrize("slope", [-0.06, -0.04, 0.0, 0.04, 0.06])
@pytest.mark.parametrize("filled", ["111/101/110/011/101", "101/101/101/101", "1001/0110/1001/1111"])
def test_join_rows_of_a_turned_sheet_are_its_rows(filled: str, slope: float) -> None:
    places = [(r, c) for r, row in enumerate(filled.split("/")) for c, each in enumerate(row) if each == "1"]
    boxes = [box(250 * c, 75 * r + slope * 250 * c) for r, c in places]
    rows = rows_of(boxes)
    assert [[places[index] for index in row] for row in rows] == [
        [place for place in places if place[0] == r] for r in range(filled.count("/") + 1)
    ]


@pytest.mark.parametrize(
    "places",
    [
        pytest.param([], id="nothing"),
        pytest.param([(0, 0)], id="one digit"),
        pytest.param([(0, 0), (300, 28)], id="two digits"),
        pytest.param([(0, 60 * r) for r in range(9)], id="a column"),
        pytest.param([(r % 2 * 12, 60 * r) for r in range(9)], id="an uneven column"),
        pytest.param([(40 * r, 50 * r) for r in range(6)], id="a staircase"),
        pytest.param([(r % 2 * 10, 30 * r) for r in range(6)], id="written over each other"),
    ],
)
def test_join_rows_of_no_sheet_are_its_lines(places: list[tuple[int, int]]) -> None:
    boxes = [box(*place) for place in places]
    assert rows_of(boxes) == reading_order(np.array(boxes, np.int32).reshape(-1, 4))


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_join_rows_have_every_digit_once_from_the_left(places: list[tuple[int, int]]) -> None:
    boxes = [box(*place) for place in places]
    rows = rows_of(boxes)
    assert sorted(index for row in rows for index in row) == list(range(len(boxes)))
    assert all(boxes[a].x0 <= boxes[b].x0 for row in rows for a, b in pairwise(row))
