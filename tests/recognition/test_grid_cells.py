import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.recognition.grid_cells import arrange

W, H = 60, 50
"""Size of a box, pixels; a digit is 24 wide and 32 high."""


def grid(rows: int, columns: int, slope: float = 0.0) -> NDArray[np.float32]:
    """Return the boxes of a grid, each row `slope` pixels further right, each column as much further down."""
    return np.array(
        [
            [c * W + slope * r + 2, r * H + slope * c + 2, (c + 1) * W + slope * r - 2, (r + 1) * H + slope * c - 2]
            for r in range(rows)
            for c in range(columns)
        ],
        np.float32,
    )


def digit(column: float, row: float, slope: float = 0.0) -> Box:
    """Return a digit in the middle of a box."""
    x, y = W * (column + 0.5) + slope * row, H * (row + 0.5) + slope * column
    return Box(round(x - 12), round(y - 16), round(x + 12), round(y + 16))


@pytest.mark.parametrize("slope", [-3, 0, 3])
def test_arrange_digits_in_neighbouring_boxes_are_numbers_of_their_own(slope: float) -> None:
    lines = [[digit(c, r, slope) for c in range(6)] for r in range(4)]
    found = arrange(lines, grid(4, 6, slope))
    assert found is not None
    assert found.cell_lengths == ((1,) * 6,) * 4
    assert found.lines == tuple(tuple(range(6 * r, 6 * r + 6)) for r in range(4))


def test_arrange_boxes_of_one_row_are_cells_too() -> None:
    found = arrange([[digit(c, 0) for c in (0, 1, 3)]], grid(1, 5))
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1),)


def test_arrange_digits_far_apart_in_one_box_are_one_number() -> None:
    wide = grid(3, 2) * np.array([4, 1, 4, 1], np.float32)
    lines = [[Box(10, r * H + 9, 34, r * H + 41), Box(180, r * H + 9, 204, r * H + 41)] for r in range(3)]
    found = arrange(lines, wide)
    assert found is not None
    assert found.cell_lengths == ((2,),) * 3


def test_arrange_empty_boxes_are_empty_cells() -> None:
    found = arrange([[digit(0, 0), digit(2, 0)], [digit(1, 1)], [digit(2, 2)]], grid(3, 3))
    assert found is not None
    assert found.cell_lengths == ((1, 0, 1), (0, 1, 0), (0, 0, 1))


def test_arrange_box_that_was_not_found_still_has_its_row_and_column() -> None:
    boxes = np.delete(grid(3, 3), 4, axis=0)
    found = arrange([[digit(c, r) for c in range(3)] for r in range(3)], boxes)
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1),) * 3


@pytest.mark.parametrize("other", [5, 7])
def test_arrange_two_boxes_with_a_broken_line_between_them_are_two(other: int) -> None:
    boxes = grid(4, 3)
    joined = np.concatenate([boxes[4, :2], boxes[other, 2:]])[None]
    boxes = np.concatenate([np.delete(boxes, [4, other], axis=0), joined])
    found = arrange([[digit(c, r) for c in range(3)] for r in range(4)], boxes)
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1),) * 4


def test_arrange_parts_of_a_box_that_a_stroke_divides_make_no_column() -> None:
    boxes = grid(6, 3) * np.array([2, 1, 2, 1], np.float32)
    x0, y0, x1, y1 = boxes[7]
    parts = np.array([[x0, y0, x0 + 50, y1], [x0 + 52, y0, x1, y1]], np.float32)
    lines = [[Box(120 * c + 48, 50 * r + 9, 120 * c + 72, 50 * r + 41) for c in range(3)] for r in range(6)]
    found = arrange(lines, np.concatenate([np.delete(boxes, 7, axis=0), parts]))
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1),) * 6


ROW_2 = range(5, 10)


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param(np.delete(grid(4, 5), ROW_2, axis=0), id="a row of boxes is missing"),
        pytest.param(np.delete(grid(4, 5), [*ROW_2][1:], axis=0), id="all boxes of a row but one"),
        pytest.param(grid(3, 5) * np.array([1, 2, 1, 2], np.float32), id="two lines in one box"),
    ],
)
def test_arrange_digits_above_each_other_are_never_one_number(boxes: NDArray[np.float32]) -> None:
    assert arrange([[digit(c, r) for c in range(5)] for r in range(4)], boxes) is None


def test_arrange_frame_around_the_grid_counts_for_nothing() -> None:
    boxes = np.concatenate([grid(3, 3), np.array([[-4, -4, 3 * W + 4, 3 * H + 4]], np.float32)])
    found = arrange([[digit(c, r) for c in range(3)] for r in range(3)], boxes)
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1),) * 3


def test_arrange_squares_that_numbers_run_across_are_no_grid() -> None:
    lines = [[Box(40 * i + 5, r * H + 9, 40 * i + 35, r * H + 41) for i in range(8)] for r in range(4)]
    assert arrange(lines, grid(4, 6)) is None


def test_arrange_too_many_boxes_are_no_grid() -> None:
    assert arrange([[digit(c, 0) for c in range(3)]], grid(40, 40)) is None


def test_arrange_digits_beside_the_grid_get_a_column_of_their_own() -> None:
    found = arrange([[digit(c, r) for c in range(-1, 4)] for r in range(3)], grid(3, 3))
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1, 1, 1),) * 3


def test_arrange_line_above_the_grid_stays_one_number() -> None:
    title = [Box(x, -60, x + 24, -28) for x in (30, 60, 90, 120)]
    found = arrange([title, *([digit(c, r) for c in range(3)] for r in range(3))], grid(3, 3))
    assert found is not None
    assert found.cell_lengths == ((4, 0, 0), (1, 1, 1), (1, 1, 1), (1, 1, 1))


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (8, 1), (0, 0)], ids=["two boxes", "ruled paper", "no boxes"])
def test_arrange_without_columns_is_no_grid(rows: int, columns: int) -> None:
    assert arrange([[digit(c, r) for c in range(2)] for r in range(2)], grid(rows, columns).reshape(-1, 4)) is None


def test_arrange_digits_that_are_mostly_elsewhere_are_in_no_grid() -> None:
    lines = [[digit(c, r + 5) for c in range(3)] for r in range(3)]
    assert arrange([*lines, [digit(0, 0)]], grid(3, 3)) is None


@given(
    st.lists(st.tuples(st.integers(-50, 400), st.integers(-50, 400)), max_size=8),
    st.lists(st.tuples(*[st.integers(0, 300)] * 2, *[st.integers(1, 90)] * 2), max_size=12),
)
def test_arrange_any_boxes_keep_every_digit_once(digits: list[tuple[int, int]], found: list[tuple[int, ...]]) -> None:
    boxes = np.array([[x, y, x + w, y + h] for x, y, w, h in found], np.float32).reshape(-1, 4)
    arranged = arrange([[Box(x, y, x + 24, y + 32)] for x, y in digits], boxes)
    if arranged is not None:
        assert sorted(index for line in arranged.lines for index in line) == list(range(len(digits)))
        assert [sum(lengths) for lengths in arranged.cell_lengths] == [len(line) for line in arranged.lines]


@pytest.mark.parametrize("slope", [-5, 0, 5])
def test_arrange_numbers_apart_beside_the_grid_are_cells_of_their_own(slope: float) -> None:
    columns = (-4, -1, 0, 1, 2, 3, 6)
    lines = [[digit(c, r, slope) for c in columns] for r in range(8)]
    found = arrange(lines, grid(8, 4, slope))
    assert found is not None
    assert found.cell_lengths == ((1,) * 7,) * 8


@pytest.mark.parametrize("side", ["left", "right"])
def test_arrange_number_of_two_digits_beside_the_grid_is_whole_and_an_empty_place_is_empty(side: str) -> None:
    far, near = (-180, -90) if side == "left" else (310, 220)
    lines = [[digit(c, r) for c in range(3)] for r in range(3)]
    for row, x in enumerate((far, near)):
        number = [Box(x + 30 * i, H * row + 9, x + 30 * i + 24, H * row + 41) for i in range(2)]
        lines[row] = sorted([*lines[row], *number])
    found = arrange(lines, grid(3, 3))
    assert found is not None
    beside = [(2, 0), (0, 2), (0, 0)] if side == "left" else [(0, 2), (2, 0), (0, 0)]
    expected = [(*both, 1, 1, 1) if side == "left" else (1, 1, 1, *both) for both in beside]
    assert list(found.cell_lengths) == expected


@pytest.mark.parametrize("slope", [-5, -4, 4, 5])
def test_arrange_labels_beside_a_turned_grid_are_no_part_of_it(slope: float) -> None:
    """A box of another row stands above the label."""
    label = [Box(b.x0 + 20, b.y0, b.x1 + 20, b.y1) for b in (digit(-1, r, slope) for r in range(12))]
    lines = [[label[r], *(digit(c, r, slope) for c in range(1, 4))] for r in range(12)]
    found = arrange(lines, grid(12, 4, slope))
    assert found is not None
    assert found.cell_lengths == ((1, 1, 1, 1),) * 12
    assert found.lines == tuple(tuple(range(4 * r, 4 * r + 4)) for r in range(12))


@pytest.mark.parametrize("gap", [1.0, 1.15, 2.0])
@pytest.mark.parametrize("place", ["above", "beside"])
def test_arrange_digits_with_a_separator_between_them_are_one_number_outside_the_grid(gap: float, place: str) -> None:
    y = -60 if place == "above" else 9
    first = Box(-120, y, -96, y + 32)
    second = Box(first.x1 + round(32 * gap), y, first.x1 + round(32 * gap) + 24, y + 32)
    table = [[digit(c, r) for c in range(3)] for r in range(3)]
    for joined in (False, True):
        reach = second._replace(x0=first.x1) if joined else second
        lines, reaches = (
            [[first, end], *table] if place == "above" else [[first, end, *table[0]], *table[1:]]
            for end in (second, reach)
        )
        found = arrange(lines, grid(3, 3), reaches)
        assert found is not None
        assert (2 in found.cell_lengths[0]) == (joined or gap <= 1.1 or place == "above")
