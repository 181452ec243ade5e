"""Filters and groups of the readings page."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.notebook.entries import Entry, SheetCell, new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.ui.components.notebook import notebooks
from tests.notebook.conftest import entry

MINE = new_notebook_id()

Open = Callable[..., AppTest]


def read(number: str, read: str | None, confidence: float = 0.98) -> Entry:
    return replace(entry(number), read=read, confidence=confidence)


def on_sheet(number: str, sheet: str, row: int, column: int) -> Entry:
    return replace(read(number, number), cell=SheetCell(sheet, f"{sheet}.jpg", row, column))


def view(open_page: Open, **parameters: str) -> AppTest:
    page = open_page("readings", notebook=MINE, **parameters)
    assert not page.exception
    return page


def column(page: AppTest, name: str) -> list[str]:
    return list(page.data_editor[0].value[name])


@pytest.fixture
def kept(readings_file: Path) -> Notebooks:
    """Return a notebook with readings of all kinds: sure, doubtful, corrected, accepted, and with a `?`."""
    kinds = [
        read("1", "1"),
        read("2", "2", 0.5),
        read("3", "7"),
        read("4", "9", 0.5),
        read("5", None, 0.5),
        read("6?", "6?"),
        read("007", "07", 0.5),
        replace(read("8", "8", 0.5), is_checked=True),
        read("9", "", 0.0),
        read("0", "0", 0.895),
    ]
    notebooks().add_all(MINE, kinds)
    return notebooks()


@pytest.mark.parametrize(
    ("show", "numbers"),
    [
        ("All", ["0", "9", "8", "007", "6?", "5", "4", "3", "2", "1"]),
        ("Doubtful", ["6?", "5", "2"]),
        ("Corrected", ["9", "007", "4", "3"]),
    ],
)
def test_readings_filter_shows_its_kind_newest_first(
    open_page: Open, kept: Notebooks, show: str, numbers: list[str]
) -> None:
    page = view(open_page, show=show)
    assert column(page, "number") == numbers
    assert {metric.label: metric.value for metric in page.metric}["Readings"] == "10"


def test_readings_corrected_show_both_values_with_leading_zeros(open_page: Open, kept: Notebooks) -> None:
    assert column(view(open_page, show="Corrected"), "read") == ["—", "07", "9", "7"]


def test_readings_filter_that_finds_nothing_says_so(open_page: Open, readings_file: Path) -> None:
    notebooks().keep(MINE, read("1", "1"))
    for show, message in (("Doubtful", "Nothing left to check"), ("Corrected", "Nobody has corrected")):
        page = view(open_page, show=show)
        assert message in page.info[0].value
        assert not page.data_editor
        page.segmented_control[0].set_value("All").run()
        assert column(page, "number") == ["1"]


def test_readings_by_sheet_stand_in_reading_order_the_newest_sheet_first(open_page: Open, readings_file: Path) -> None:
    notebooks().add_all(
        MINE,
        [
            on_sheet("4", "old", 1, 0),
            on_sheet("1", "old", 0, 0),
            replace(on_sheet("3", "old", 0, 1), read="8"),
            entry("50"),
            replace(on_sheet("6", "new", 10, 0), confidence=0.5),
            on_sheet("5", "new", 9, 0),
        ],
    )
    page = view(open_page, by_sheet="true")
    assert column(page, "number") == ["5", "6", "1", "3", "4", "50"]
    assert column(page, "sheet") == ["new.jpg"] * 2 + ["old.jpg"] * 3 + [""]
    assert column(page, "place")[-4:] == ["row 1, column 1", "row 1, column 2", "row 2, column 1", ""]
    (sheets,) = page.table
    assert sheets.value.to_numpy().tolist() == [["new.jpg", "2", "11", "1", "0"], ["old.jpg", "3", "8", "0", "1"]]


def test_readings_sheets_of_one_name_are_two_groups(open_page: Open, readings_file: Path) -> None:
    same = [replace(on_sheet("1", sheet, 0, 0), cell=SheetCell(sheet, "Snapshot", 0, 0)) for sheet in "ab"]
    notebooks().add_all(MINE, same)
    assert len(view(open_page, by_sheet="true").table[0].value) == 2


def test_readings_without_sheets_have_no_groups(open_page: Open, kept: Notebooks) -> None:
    page = view(open_page, by_sheet="true")
    assert not page.toggle
    assert not page.table
    assert "sheet" not in page.data_editor[0].value


def test_readings_sheet_named_in_markdown_is_shown_as_it_is(open_page: Open, readings_file: Path) -> None:
    cell = SheetCell("a", "**a**[x](http://b).jpg", 0, 0)
    notebooks().keep(MINE, replace(read("1", "1"), cell=cell))
    page = view(open_page, by_sheet="true")
    assert column(page, "sheet") == [cell.title]
    assert "**" not in page.table[0].value.iloc[0, 0]


def test_readings_edit_by_sheet_reaches_its_row(open_page: Open, readings_file: Path) -> None:
    notebooks().add_all(MINE, [on_sheet("2", "a", 1, 0), on_sheet("1", "a", 0, 0)])
    page = view(open_page, by_sheet="true")
    page.session_state[f"readings_table_{page.session_state['readings_round']}"] = {
        "edited_rows": {0: {"number": "11"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    page.run()
    assert [(kept.number, kept.is_checked) for kept in notebooks().everything(MINE)] == [("2", False), ("11", True)]


def test_readings_names_have_a_column(open_page: Open, readings_file: Path) -> None:
    notebooks().add_all(MINE, [replace(entry("1"), name="Ada"), entry("2")])
    assert column(view(open_page), "name") == ["", "Ada"]
