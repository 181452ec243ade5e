"""Tests of the column settings on the pictures page: rules, headings and names."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from digitcam.names import parse_names
from digitcam.notebook.entries import SheetCell
from digitcam.ui import texts
from digitcam.ui.components import picture_check, picture_table, region
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.notebook_name import NAME
from digitcam.ui.components.picture_columns import NAMES, SUM_ROW, SUM_ROW_PARTS
from tests.ui.conftest import FakeNetwork
from tests.ui.hostile import HOSTILE, in_one_line, shown_of
from tests.ui.pages.test_picture_check import Browser
from tests.ui.pages.test_picture_tables import corrections, edit, names, reads, rows, tables
from tests.ui.pages.test_pictures import upload
from tests.ui.table_reader import blank_sheet

TABLE = (["1", "2"], ["3", "4"], ["5", "6"])

WHOLE = 2
DECIMAL = 3
"""Choices of *Contents*."""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what the strip was given, the newest last."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(picture_check, "_component", lambda *, key, data, on_answers_change: shown.append(data))
    return shown


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr(picture_table, "_copy", lambda *, key, data: texts.append(data["text"]))
    return texts


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    files: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, name, kind, **_: files.update({name: data}))
    return files


@pytest.fixture
def page(open_page: Callable[..., AppTest], network: FakeNetwork, shown: list[dict[str, Any]]) -> AppTest:
    """Return the page with a sheet on which 2 is doubtful."""
    network.status = reads(*TABLE, doubtful="2")
    return upload(open_page("pictures"), ("a.png", blank_sheet()))


@pytest.fixture
def browser(page: AppTest, shown: list[dict[str, Any]]) -> Browser:
    return Browser(page, shown)


def choose(page: AppTest, column: int) -> None:
    """Choose the column whose settings are shown."""
    page.button_group(key="column_settings").set_value(column).run()


def maximum(page: AppTest, text: str, column: int = 0) -> None:
    page.text_input(key=f"column_maximum_{column}").set_value(text).run()
    assert not page.exception


def warnings(page: AppTest) -> str:
    return "\n".join(warning.value for warning in page.warning)


def marks(page: AppTest) -> list[str]:
    """Return what the table says of each row; nothing if no cell is against a rule."""
    of_rows = ["; ".join(cell["rule"] for cell in row["cells"] if cell["rule"]) for row in tables(page)[0]["rows"]]
    return of_rows if any(of_rows) else []


def cells(browser: Browser) -> list[tuple[str, str, bool]]:
    return [(cell["text"], cell["rule"], cell["done"]) for cell in browser.data["cells"]]


def test_columns_without_settings_change_nothing(page: AppTest, browser: Browser, copied: list[str]) -> None:
    page.run()
    assert cells(browser) == [("2", "", False)]
    assert tables(page)[0]["headings"] == ["Column 1", "Column 2"]
    assert names(page) == ["1", "2", "3"]
    assert copied == ["1\t2\n3\t4\n5\t6"]
    assert not page.warning


def test_columns_cells_against_a_rule_come_first_in_the_strip(page: AppTest, browser: Browser) -> None:
    page.run()
    assert browser.data["words"]["hint"].startswith("The reader is less sure")
    maximum(page, "2")
    assert browser.data["words"]["hint"].startswith("These are against a rule")
    assert cells(browser) == [("3", "3 is more than 2", False), ("5", "5 is more than 2", False), ("2", "", False)]
    assert marks(page) == ["", "3 is more than 2", "5 is more than 2"]
    assert "Row 2, column 1: 3 is more than 2" in warnings(page)
    assert rows(page) == list(TABLE)


def test_columns_rule_of_another_column_stays_when_the_choice_moves_on(page: AppTest, browser: Browser) -> None:
    maximum(page, "4")
    choose(page, 1)
    maximum(page, "4", column=1)
    assert [text for text, rule, _ in cells(browser) if rule] == ["5", "6"]
    choose(page, 0)
    assert page.text_input(key="column_maximum_0").value == "4"
    assert [text for text, rule, _ in cells(browser) if rule] == ["5", "6"]


def test_columns_correction_that_keeps_the_rule_stays_in_the_strip_as_done(page: AppTest, browser: Browser) -> None:
    maximum(page, "4")
    browser.answer(1, 0, "4")
    assert cells(browser) == [("4", "", True), ("2", "", False)]
    assert rows(page)[2] == ["4", "6"]
    assert marks(page) == []


def test_columns_answer_that_breaks_the_rule_is_asked_again_and_then_accepted(page: AppTest, browser: Browser) -> None:
    maximum(page, "4")
    browser.answer(1, 0, "44")
    assert cells(browser)[0] == ("44", "44 is more than 4", False)
    browser.answer(2, 0, "44")
    assert cells(browser)[0] == ("44", "44 is more than 4", True)
    assert "44 is more than 4" in marks(page)[2]
    # Another rule is another question.
    maximum(page, "40")
    assert cells(browser)[0] == ("44", "44 is more than 40", False)


def test_columns_reading_that_breaks_a_rule_is_accepted_at_once(page: AppTest, browser: Browser) -> None:
    maximum(page, "4")
    browser.answer(1, 0, "5")
    assert cells(browser)[0] == ("5", "5 is more than 4", True)
    (of_page,) = corrections(page)
    assert of_page.table.texts == tuple(map(tuple, TABLE))


def test_columns_what_is_typed_in_the_table_against_a_rule_is_asked(page: AppTest, browser: Browser) -> None:
    maximum(page, "5")
    assert [rule for _, rule, _ in cells(browser)] == [""]
    edit(page, typed={(0, 0): "11"})
    assert cells(browser)[0] == ("11", "11 is more than 5", False)
    assert marks(page)[0] == "11 is more than 5"


def test_columns_edits_survive_a_rule_a_heading_and_names(page: AppTest, copied: list[str]) -> None:
    edit(page, typed={(0, 0): "11"}, added=[["", "8"]], deleted=[1])
    maximum(page, "5")
    page.text_input(key="column_heading_0").set_value("Score").run()
    page.text_area(key=NAMES).set_value("Ann\nBen").run()
    assert rows(page) == [["11", "2"], ["5", "6"], ["", "8"]]
    edit(page, typed={(0, 0): "12"})
    assert copied[-1] == "Name\tScore\tColumn 2\nAnn\t12\t2\nBen\t5\t6\n\t\t8"


def test_columns_names_follow_the_rows_when_one_is_deleted(page: AppTest, copied: list[str]) -> None:
    page.text_area(key=NAMES).set_value("Ann\nBen\nCleo").run()
    assert names(page) == ["Ann", "Ben", "Cleo"]
    edit(page, deleted=[0])
    assert names(page) == ["Ann", "Ben"]
    assert rows(page) == [["3", "4"], ["5", "6"]]
    assert copied[-1].splitlines() == ["Name\tColumn 1\tColumn 2", "Ann\t3\t4", "Ben\t5\t6"]
    assert "3 names for 2 rows" in warnings(page)


def test_columns_row_that_was_added_is_named_and_its_faults_are_listed(page: AppTest) -> None:
    page.text_area(key=NAMES).set_value("Ann\nBen\nCleo\nDan").run()
    maximum(page, "5")
    edit(page, added=[["9"]])
    assert names(page) == ["Ann", "Ben", "Cleo", "Dan"]
    assert "Dan, Column 1: 9 is more than 5" in warnings(page)


def test_columns_names_follow_the_rows_when_one_is_inserted(page: AppTest, copied: list[str]) -> None:
    page.text_area(key=NAMES).set_value("Ann\nBen\nCleo\nDan").run()
    edit(page, typed={(0, 0): "11"})
    (choice,) = [box for box in page.selectbox if box.label == texts.columns.INSERT]
    assert choice.options == ["Row 1, Ann", "Row 2, Ben", "Row 3, Cleo"]
    choice.set_value(1).run()
    assert rows(page) == [["11", "2"], ["", ""], ["3", "4"], ["5", "6"]]
    assert names(page) == ["Ann", "Ben", "Cleo", "Dan"]
    # It is inserted once.
    page.run()
    edit(page, typed={(1, 1): "9"})
    assert copied[-1].splitlines()[1:] == ["Ann\t11\t2", "Ben\t\t9", "Cleo\t3\t4", "Dan\t5\t6"]
    assert not page.warning


@pytest.mark.parametrize(
    ("names", "note"),
    [
        ("\n".join("Ann" for _ in range(60)), "60 names for 3 rows: the last names have no row"),
        ("Ann\nBen", "2 names for 3 rows: the last rows have no name"),
        ("Ann\nBen\nCleo", ""),
        ("x" * 101, "Name 1 of the list has 101 characters"),
    ],
)
def test_columns_names_that_do_not_fit_are_said(page: AppTest, names: str, note: str) -> None:
    page.text_area(key=NAMES).set_value(names).run()
    assert note in warnings(page)
    assert bool(note) == bool(page.warning)
    assert rows(page) == list(TABLE)


def test_columns_names_go_on_from_one_picture_to_the_next(
    page: AppTest, network: FakeNetwork, browser: Browser, copied: list[str]
) -> None:
    upload(page, ("a.png", blank_sheet()), ("b.png", blank_sheet()))
    page.text_area(key=NAMES).set_value("A\nB\nC\nD").run()
    assert [[line.split("\t")[0] for line in text.splitlines()] for text in copied[-2:]] == [
        ["Name", "A", "B", "C"],
        ["Name", "D", "", ""],
    ]
    assert [cell["label"] for cell in browser.data["cells"]] == ["a.png: A, Column 2", "b.png: D, Column 2"]
    assert "4 names for 6 rows" in warnings(page)


def test_columns_slips_of_one_number_each_get_rules_and_names(
    page: AppTest, network: FakeNetwork, browser: Browser, downloads: dict[str, Any]
) -> None:
    network.status = reads(["7"])
    upload(page, ("a.png", blank_sheet()), ("b.png", blank_sheet()))
    page.text_area(key=NAMES).set_value("Ann\nBen").run()
    maximum(page, "5")
    assert [cell["label"] for cell in browser.data["cells"]] == ["a.png: Ann, Column 1", "b.png: Ben, Column 1"]
    lines = downloads["tables.csv"].decode("utf-8-sig").splitlines()
    assert lines == ["file,Name,column_1,read_1", "a.png,Ann,7,7", "b.png,Ben,7,7"]


@pytest.mark.parametrize(
    ("settings", "note"),
    [
        ({"minimum": "30", "maximum": "20"}, "the minimum is more than the maximum"),
        ({"maximum": "many"}, "the maximum, many, is no number"),
        ({"minimum": "1/2"}, "the minimum, 1/2, is no number"),
        ({"parts": [0, 1]}, "this sum contains itself"),
    ],
)
def test_columns_settings_that_make_no_sense_are_said_and_mark_nothing(
    page: AppTest, settings: dict[str, Any], note: str
) -> None:
    for name, value in settings.items():
        widget = page.multiselect if name == "parts" else page.text_input
        widget(key=f"column_{name}_0").set_value(value).run()
    assert note in warnings(page)
    assert marks(page) == []
    assert rows(page) == list(TABLE)


def test_columns_decimals_in_a_whole_column_are_marked(page: AppTest) -> None:
    page.selectbox(key="column_contents_0").set_value(WHOLE).run()
    edit(page, typed={(0, 0): "2,5"})
    page.run()
    assert marks(page) == ["2,5 is not a whole number", "", ""]
    page.selectbox(key="column_contents_0").set_value(DECIMAL).run()
    assert marks(page)[1:] == [f"{text} does not have 1 digit after the decimal mark" for text in "35"]


def test_columns_length_is_counted(page: AppTest) -> None:
    page.number_input(key="column_length_0").set_value(2).run()
    assert marks(page)[0] == "1 does not have 2 characters"


def test_columns_column_that_is_a_sum_is_checked(page: AppTest, browser: Browser) -> None:
    choose(page, 1)
    page.multiselect(key="column_parts_1").set_value([0]).run()
    page.text_input(key="column_heading_1").set_value("Total").run()
    assert marks(page) == ["2 is not the sum: 1", "4 is not the sum: 3", "6 is not the sum: 5"]
    browser.answer(1, 1, "3")
    assert cells(browser)[1] == ("3", "", True)


def test_columns_row_that_is_a_sum_is_checked(page: AppTest) -> None:
    page.selectbox(key=SUM_ROW).set_value(-1).run()
    assert marks(page) == ["", "", "5 is not the sum: 1 + 3 = 4"]
    page.multiselect(key=SUM_ROW_PARTS).set_value([0, 2]).run()
    assert "Sum row: this sum contains itself" in warnings(page)
    assert marks(page) == []


def test_columns_headings_are_in_every_export(page: AppTest, copied: list[str], downloads: dict[str, Any]) -> None:
    page.text_input(key="column_heading_0").set_value("  Mid  term ").run()
    page.number_input(key="column_length_0").set_value(1).run()
    page.text_area(key=NAMES).set_value("Ann\nBen\nCleo").run()
    assert copied[-1].splitlines()[:2] == ["Name\tMid term\tColumn 2", "Ann\t1\t2"]
    lines = list(csv.reader(io.StringIO(downloads["tables.csv"].decode("utf-8-sig"))))
    assert lines[:2] == [
        ["file", "Name", "Mid term", "column_2", "read_1", "read_2"],
        ["a.png", "Ann", "1", "2", "1", "2"],
    ]
    sheet = load_workbook(io.BytesIO(downloads["tables.xlsx"])).worksheets[0]
    assert list(sheet.iter_rows(max_row=2, values_only=True)) == [
        ("Name", "Mid term", "Column 2", "Read 1", "Read 2"),
        ("Ann", "1", 2, "1", 2),
    ]
    (record,) = json.loads(downloads["digitcam.json"])
    assert (record["columns"], record["names"]) == (["Mid term", ""], ["Ann", "Ben", "Cleo"])


def test_columns_settings_stay_for_the_next_sheet(page: AppTest, browser: Browser) -> None:
    maximum(page, "4")
    page.file_uploader[0].set_value([]).run()
    upload(page, ("b.png", blank_sheet()))
    assert [text for text, rule, _ in cells(browser) if rule] == ["5"]
    assert page.text_input(key="column_maximum_0").value == "4"


def test_columns_rules_do_not_reach_a_single_number(page: AppTest) -> None:
    maximum(page, "0")
    page.session_state[region.REGION] = region.parse_region([0, 0, 50, 33])
    page.run()
    assert not page.exception
    assert not page.warning


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x00" not in text and "\udcff" not in text])
def test_columns_hostile_names_and_headings_are_shown_as_they_are(page: AppTest, browser: Browser, text: str) -> None:
    page.text_input(key="column_heading_0").set_value(text).run()
    page.text_area(key=NAMES).set_value(f"Ann\nBen\n{text}").run()
    maximum(page, "4")
    assert not page.exception
    (place,) = (each.removesuffix(": 5 is more than 4") for each in shown_of(page, "is more than 4"))
    heading = " ".join(text.split())
    name = parse_names(f"Ann\nBen\n{text}")[2:3] or ("Row 3",)
    assert place == in_one_line(f"{name[0]}, {heading}")
    assert browser.data["cells"][0]["label"] == f"{name[0]}, {heading}"


def test_columns_names_are_added_to_the_notebook(page: AppTest) -> None:
    page.text_area(key=NAMES).set_value("Ann\nBen\nCleo").run()
    (add,) = [button for button in page.button if button.label == texts.pictures.ADD]
    add.click().run()
    entries = notebooks().newest(page.session_state[NAME], 10)[::-1]
    assert [(entry.name, entry.number) for entry in entries[:3]] == [("Ann", "1"), ("Ann", "2"), ("Ben", "3")]
    assert isinstance(entries[0].cell, SheetCell)
