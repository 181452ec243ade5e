from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.table import with_cells

Table = list[list[str]]
HEIGHT, WIDTH = 40, 24
BLANK = np.full((2000, 2000), 220, np.uint8)


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
    return laid_out(*(line for line in lines if line))


def laid_out(*lines: tuple[Digit, ...]) -> Reading:
    return with_cells(Reading(lines, Box(0, 0, 2000, 2000)), BLANK)


def line(text: str, *gaps: float, y: float = 0) -> tuple[Digit, ...]:
    """Return a line of digits with these gaps between them, in heights; the last one is repeated."""
    gap_px = [HEIGHT * gaps[min(number, len(gaps) - 1)] for number in range(len(text))]
    return tuple(digit(int(d), i * WIDTH + sum(gap_px[:i]), y) for i, d in enumerate(text))


def texts(reading: Reading) -> Table:
    return [[cell.text for cell in row] for row in reading.rows]


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
def test_rows_of_a_written_table_are_its_rows(table: Table, slant: int) -> None:
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
def test_rows_of_any_full_table_are_its_rows(table: Table, slant: float, slope: float) -> None:
    assert texts(written(table, pitch=160, slant=slant, slope=slope)) == table


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        pytest.param("12345", [1.5], id="wide"),
        pytest.param("12", [2.4], id="two digits"),
        pytest.param("01822001", [0.6, 1.15, 0.55], id="narrow ones"),
        pytest.param("5989143896", [2.1, 2.1, 1.8, 2.2, 1.5, 1.7, 1.8, 1.4, 0.9], id="becoming narrower"),
        pytest.param("80132", [0.0, 0.4, 0.9, 0.5], id="uneven"),
    ],
)
def test_text_of_one_widely_written_number_is_whole(text: str, gaps: list[float]) -> None:
    assert laid_out(line(text, *gaps)).text == text


@pytest.mark.parametrize(
    ("text", "gaps", "split"),
    [
        pytest.param("1234", [0.1, 1.5, 0.1], "12  34", id="two numbers"),
        pytest.param("1234", [0.5, 1.8, 0.5], "12  34", id="widely written"),
        pytest.param("105", [0.0, 3.0], "10  5", id="a number and a digit"),
        pytest.param("15", [3.0], "1  5", id="two digits far apart"),
        pytest.param("9944100", [0.0, 1.3, 0.3, 1.2, 0.0, 0.2], "99  44  100", id="three numbers"),
    ],
)
def test_text_of_numbers_on_one_line_has_two_spaces_between_them(text: str, gaps: list[float], split: str) -> None:
    assert laid_out(line(text, *gaps)).text == split


@pytest.mark.parametrize("gap", [0.5, 0.8, 1.0])
@pytest.mark.parametrize(
    "numbers", [["123", "456", "789"], ["12345", "6879", "88888", "66666"], ["17", "23", "8", "9"]]
)
def test_text_of_a_list_of_widely_written_numbers_is_the_list(numbers: list[str], gap: float) -> None:
    assert laid_out(*(line(number, gap, y=80 * r) for r, number in enumerate(numbers))).text == "\n".join(numbers)


@given(st.lists(st.lists(st.integers(0, 400), min_size=1, max_size=8).map(sorted), max_size=8))
@settings(max_examples=100, deadline=None)
def test_rows_have_the_digits_of_their_lines_in_order(lines: list[list[int]]) -> None:
    reading = laid_out(*(tuple(digit(x % 10, x, 60 * y) for x in line) for y, line in enumerate(lines)))
    assert [tuple(d for cell in row for d in cell.digits) for row in reading.rows] == list(reading.lines)


def test_text_of_a_moved_reading_stays_the_same() -> None:
    reading = laid_out(line("1234", 0.1, 1.15, 0.1))
    moved = reading.with_boxes(lambda box: box.scaled(0.05, 0.06), Box(0, 0, 100, 120))
    assert (reading.text, moved.text) == ("12  34", "12  34")


def test_text_of_a_reading_without_cells_is_its_lines() -> None:
    assert Reading((line("12", 9), line("3", 0))).text == "12\n3"


def test_rows_of_scattered_numbers_have_no_columns() -> None:
    scattered = [["12"], ["", "", "", "34"], ["", "5"], ["", "", "6"], ["", "", "", "", "7"]]
    assert texts(written(scattered, pitch=170)) == [["12"], ["34"], ["5"], ["6"], ["7"]]


def test_cell_has_lowest_confidence_and_box_around_its_digits() -> None:
    (row,) = written([["12", "34"]], pitch=170).rows
    assert row[1].confidence == 0.9
    assert row[1].box == Box(170, 0, 170 + 2 * WIDTH + 8, HEIGHT)


def test_empty_cell_has_no_confidence_and_no_box() -> None:
    empty = written([["1", "2"], ["3", ""], ["4", "5"]], pitch=170).rows[1][1]
    assert (empty.text, empty.confidence, empty.box) == ("", 0.0, Box(0, 0, 0, 0))


@pytest.mark.parametrize(
    ("sign", "gap", "row"),
    [
        (".", 1.15, ["12.3"]),
        ("/", 1.15, ["12/3"]),
        ("/", 2.0, ["12/3"]),
        ("-", 1.15, ["12", "-3"]),
        ("", 1.15, ["12", "3"]),
        (".", 2.0, ["12", ".3"]),
    ],
)
def test_rows_separator_in_a_wide_gap_keeps_the_number_whole_unless_it_may_begin_one(
    sign: str, gap: float, row: list[str]
) -> None:
    *first, last = line("123", 0.1, gap)
    assert texts(laid_out((*first, replace(last, before=sign)))) == [row]


def test_rows_columns_of_decimals_are_not_split_at_the_point() -> None:
    lines = [line(number, 0.9, y=80 * r) for r, number in enumerate(["12", "34", "56", "78"])]
    decimals = [(first, replace(last, before=".")) for first, last in lines]
    assert texts(laid_out(*decimals)) == [["1.2"], ["3.4"], ["5.6"], ["7.8"]]


@pytest.mark.parametrize("board", [False, True], ids=["ink", "chalk"])
def test_rows_of_a_grid_in_ink_or_chalk_are_its_boxes(board: bool) -> None:
    """The digits stand closer than two numbers do."""
    sheet, rows, columns, pitch = np.full((600, 600), 220, np.uint8), 5, 6, 60
    lines = []
    for r in range(rows):
        lines.append(tuple(digit(7, 50 + pitch * c + 18, 50 + pitch * r + 10) for c in range(columns)))
        for c in range(columns):
            cv2.rectangle(sheet, (50 + pitch * c, 50 + pitch * r), (50 + pitch * (c + 1), 50 + pitch * (r + 1)), 150, 2)
            cv2.putText(sheet, "7", (50 + pitch * c + 18, 50 + pitch * r + 48), cv2.FONT_HERSHEY_SIMPLEX, 1.7, 60, 4)
    grey = 255 - sheet if board else sheet
    assert texts(with_cells(Reading(tuple(lines), Box(0, 0, 600, 600)), grey)) == [["7"] * columns] * rows
