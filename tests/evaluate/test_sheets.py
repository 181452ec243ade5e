from dataclasses import dataclass

import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.evaluate.cells import GAINED_BAR, CellRow, data, gained, gained_data, measure, text
from digitcam.evaluate.estimates import OBSERVATION
from digitcam.evaluate.sheets import SHEETS, render_sheet
from digitcam.evaluate.written import has_separator
from digitcam.readings import Cell


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("number", range(3))
def test_render_sheet_is_the_same_each_time_and_has_ink_for_its_table(kind: str, number: int) -> None:
    first, second = (render_sheet(kind, number, mnist.load()) for _ in range(2))
    assert np.array_equal(first.picture, second.picture)
    style = SHEETS[kind]
    assert first.picture.shape == style.size[::-1]
    assert first.table == second.table
    assert style.rows[0] <= len(first.table) <= style.rows[1]
    assert style.columns[0] <= len(first.table[0]) <= style.columns[1]
    assert all(has_separator(cell) is style.separated for row in first.table for cell in row if cell)
    assert all(any(row) for row in first.table)
    assert all(any(column) for column in zip(*first.table, strict=True))


def test_render_sheet_of_another_number_is_another_sheet() -> None:
    first, second = (render_sheet("sheet_table", number, mnist.load()) for number in (0, 1))
    assert first.table != second.table


def test_measure_counts_cells_that_are_right() -> None:
    images = mnist.load()
    truths = iter([render_sheet(kind, number, images).table for kind in SHEETS for number in range(2)])

    def read_first_row_only(_: np.ndarray) -> list[list[Cell]]:
        return [[_Written(written=number) for number in next(truths)[0]]]

    rows = measure(read_first_row_only, images, 2, lambda numbers, _: numbers)
    assert [row.kind for row in rows] == list(SHEETS)
    for row in rows:
        sheets = [render_sheet(row.kind, number, images) for number in range(2)]
        assert row.cells == sum(len(line) for sheet in sheets for line in sheet.table)
        assert row.right == sum(len(sheet.table[0]) for sheet in sheets)


def test_measure_counts_numbers_that_gain_a_separator() -> None:
    read = [[_Written(written="12"), _Written(written="1.2")], [_Written(written="3")]]
    rows = measure(lambda _: read, mnist.load(), 2, lambda numbers, _: numbers)
    plain = [not style.separated for style in SHEETS.values()]
    assert [row.gained for row in rows] == [2 * is_plain for is_plain in plain]
    assert [bool(row.numbers) for row in rows] == plain
    total = gained(rows)
    assert total is not None
    assert (total.sheets, total.gained, total.numbers) == (
        2 * sum(plain),
        2 * sum(plain),
        sum(row.numbers for row in rows),
    )
    known = gained_data(rows)
    assert known is not None
    assert (known["gained"], known["bar"], known["observation"]) == (total.gained, GAINED_BAR, True)
    assert text(rows).splitlines()[-1].split()[:2] == ["gained", str(total.sheets)]


def test_gained_without_plain_sheets_is_none() -> None:
    rows = [CellRow("sheet_separators", 2, 100, 93)]
    assert (gained(rows), gained_data(rows)) == (None, None)


def test_text_and_data_have_share_and_interval() -> None:
    rows = [CellRow("sheet_table", 2, 100, 98)]
    assert text(rows).splitlines()[1].split() == [
        "sheet_table",
        "2",
        "100",
        "98.0%",
        "98.0%",
        "93.0%",
        "to",
        "99.4%",
        *OBSERVATION.split(),
    ]
    (line,) = data(rows)
    assert (line["right"], line["bar"], round(line["interval"][0], 3)) == (98, 0.98, 0.93)


@dataclass(frozen=True, slots=True, eq=False)
class _Written(Cell):
    """A cell in which this text was read."""

    written: str = ""

    @property
    def text(self) -> str:
        return self.written
