import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.table import find_table

Table = list[list[str]]
HEIGHT, WIDTH = 40, 24


def digit(label: int, x: float, y: float) -> Digit:
    box = Box(round(x), round(y), round(x) + WIDTH, round(y) + HEIGHT)
    return Digit(label, 0.9, box, np.zeros(10, np.float32), np.zeros((96, 96), np.float32))


def written(table: Table, pitch: float, slant: float = 0.0, gap: float = 8, slope: float = 0.0) -> Reading:
    """Return the reading of a table: columns `pitch` apart, numbers aligned left, `slant` pixels to the right a row."""
    lines = []
    for r, row in enumerate(table):
        line = [
            digit(int(d), x := pitch * c + slant * r + i * (WIDTH + gap), 80 * r + slope * x)
            for c, number in enumerate(row)
            for i, d in enumerate(number)
        ]
        lines.append(tuple(line))
    return Reading(tuple(line for line in lines if line), Box(0, 0, 2000, 2000))


def texts(reading: Reading) -> Table:
    return [[cell.text for cell in row] for row in find_table(reading)]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param([], id="nothing"),
        pytest.param([["7"]], id="one digit"),
        pytest.param([["407"]], id="one number"),
        pytest.param([["12"], ["7"], ["307"]], id="a column"),
        pytest.param([["12", "34"]], id="a row"),
        pytest.param([["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]], id="single digits"),
        pytest.param([["12", "34"], ["7", ""], ["", "5"], ["110", "6"]], id="empty cells"),
        pytest.param([["1", "", "2"], ["", "3", ""], ["4", "5", "6"], ["7", "", "8"]], id="many empty cells"),
    ],
)
@pytest.mark.parametrize("slant", [0, 12, -12])
def test_find_table_of_a_written_table_returns_it(table: Table, slant: int) -> None:
    assert texts(written(table, pitch=170, slant=slant)) == table


@given(
    st.integers(3, 9).flatmap(
        lambda rows: st.integers(1, 4).flatmap(
            lambda columns: st.lists(
                st.lists(st.from_regex(r"[0-9]{1,3}", fullmatch=True), min_size=columns, max_size=columns),
                min_size=rows,
                max_size=rows,
            )
        )
    ),
    st.floats(-8, 8),
    st.floats(-0.1, 0.1),
)
@settings(max_examples=60, deadline=None)
def test_find_table_of_any_full_table_returns_it(table: Table, slant: float, slope: float) -> None:
    assert texts(written(table, pitch=160, slant=slant, slope=slope)) == table


def test_find_table_of_widely_written_number_keeps_it_whole() -> None:
    assert texts(written([["12345"]], pitch=0, gap=60)) == [["12345"]]


def test_find_table_of_scattered_numbers_invents_no_columns() -> None:
    scattered = [["12"], ["", "", "", "34"], ["", "5"], ["", "", "6"], ["", "", "", "", "7"]]
    assert texts(written(scattered, pitch=170)) == [["12"], ["34"], ["5"], ["6"], ["7"]]


def test_cell_has_lowest_confidence_and_box_around_its_digits() -> None:
    (row,) = find_table(written([["12", "34"]], pitch=170))
    assert row[1].confidence == 0.9
    assert row[1].box == Box(170, 0, 170 + 2 * WIDTH + 8, HEIGHT)


def test_empty_cell_has_no_confidence_and_no_box() -> None:
    empty = find_table(written([["1", "2"], ["3", ""], ["4", "5"]], pitch=170))[1][1]
    assert (empty.text, empty.confidence, empty.box) == ("", 0.0, Box(0, 0, 0, 0))
