"""Tests of the readings page: no reading, one, many, and errors."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.pages import readings as readings_page
from tests.notebook.conftest import NOON, entry

MINE = new_notebook_id()

Open = Callable[..., AppTest]


@pytest.fixture
def kept(readings_file: Path) -> Notebooks:
    """Return the database with 4, 25 and 007 in the notebook MINE, an hour apart."""
    for hour, number in enumerate(["4", "25", "007"]):
        notebooks().keep(MINE, entry(number, seconds=3600 * hour))
    return notebooks()


def edit(page: AppTest, **changes: Any) -> AppTest:
    """Change the table in the way the browser reports it, and run the page."""
    page.session_state[f"readings_table_{page.session_state.get('readings_round', 0)}"] = {
        "edited_rows": {},
        "added_rows": [],
        "deleted_rows": [],
        **changes,
    }
    return page.run()


def numbers(page: AppTest) -> list[str]:
    return list(page.data_editor[0].value["number"])


def test_readings_without_notebook_says_how_to_begin(open_page: Open) -> None:
    page = open_page("readings")
    assert "Keep readings" in page.info[0].value
    assert not page.exception


def test_readings_invalid_name_is_reported(open_page: Open) -> None:
    assert "address is incomplete" in open_page("readings", notebook="mine").warning[0].value


def test_readings_empty_notebook_says_so(open_page: Open) -> None:
    page = open_page("readings", notebook=MINE)
    assert "empty" in page.info[0].value
    assert not page.metric


def test_readings_newest_first_with_totals(open_page: Open, kept: Notebooks) -> None:
    page = open_page("readings", notebook=MINE)
    assert numbers(page) == ["007", "25", "4"]
    assert {metric.label: metric.value for metric in page.metric} == {"Readings": "3", "Sum": "36", "Mean": "12"}
    assert len(page.get("vega_lite_chart")) == 1


def test_readings_names_are_shown_if_there_are_any(open_page: Open, kept: Notebooks) -> None:
    assert "name" not in open_page("readings", notebook=MINE).data_editor[0].value
    kept.add(MINE, replace(entry("8"), name="Ada"))
    assert list(open_page("readings", notebook=MINE).data_editor[0].value["name"]) == ["Ada", "", "", ""]


@pytest.mark.parametrize(
    ("hours_apart", "hours_shown"), [(0, 13 / 60), (1, 1 + 2 / 60), (5, 13), (60, 62), (24 * 30, 24 * 32)]
)
def test_readings_chart_ends_with_the_newest(
    open_page: Open, readings_file: Path, hours_apart: float, hours_shown: float
) -> None:
    for number in range(2):
        notebooks().keep(MINE, entry(str(number), seconds=3600 * hours_apart * number))
    (chart,) = open_page("readings", notebook=MINE).get("vega_lite_chart")
    first, last = map(datetime.fromisoformat, json.loads(chart.proto.spec)["encoding"]["x"]["scale"]["domain"])
    newest = NOON + timedelta(hours=hours_apart)
    assert newest < last <= newest + timedelta(days=1)
    assert (last - first).total_seconds() == pytest.approx(3600 * hours_shown)


def test_readings_several_lines_are_not_summed(open_page: Open, readings_file: Path) -> None:
    notebooks().keep(MINE, entry("12 / 7"))
    page = open_page("readings", notebook=MINE)
    assert [metric.label for metric in page.metric] == ["Readings"]


@pytest.mark.parametrize(
    ("numbers", "total", "mean"),
    [
        (["12.5", "-3", "8,25"], "17.75", "5.92"),
        (["0.1", "0.2"], "0.3", "0.15"),
        (["9" * 63, "1"], "1" + ",000" * 21, "500" + ",000" * 20),
    ],
)
def test_readings_decimal_and_negative_numbers_are_summed_exactly(
    open_page: Open, readings_file: Path, numbers: list[str], total: str, mean: str
) -> None:
    for number in numbers:
        notebooks().keep(MINE, entry(number))
    metrics = {metric.label: metric.value for metric in open_page("readings", notebook=MINE).metric}
    assert (metrics["Sum"], metrics["Mean"]) == (total, mean)


def test_readings_dates_and_times_are_not_summed(open_page: Open, readings_file: Path) -> None:
    for number in ("07/12", "12:30", "5-5-15", "4"):
        notebooks().keep(MINE, entry(number))
    assert {m.label: m.value for m in open_page("readings", notebook=MINE).metric}["Sum"] == "4"


@pytest.mark.parametrize("number", ["12.5", "-3", "8,06", "07/12", "12:30", ".5", "12.5 / -3"])
def test_readings_edit_with_separators_is_stored(open_page: Open, kept: Notebooks, number: str) -> None:
    page = edit(open_page("readings", notebook=MINE), edited_rows={1: {"number": number}})
    assert numbers(page) == ["007", number, "4"]
    assert not page.warning


def test_readings_of_others_are_not_shown(open_page: Open, kept: Notebooks) -> None:
    assert "empty" in open_page("readings", notebook=new_notebook_id()).info[0].value


def test_readings_edit_is_stored(open_page: Open, kept: Notebooks) -> None:
    page = edit(open_page("readings", notebook=MINE), edited_rows={1: {"number": " 26 "}})
    assert numbers(page) == ["007", "26", "4"]
    assert [entry.number for entry in kept.newest(MINE, 10)] == ["007", "26", "4"]
    assert not page.warning
    assert numbers(page.run()) == ["007", "26", "4"]


@pytest.mark.parametrize("number", ["=1+1", "", None, "4a", "-3-4", "1..2", "5.", "--3"])
def test_readings_edit_not_a_number_is_refused(open_page: Open, kept: Notebooks, number: str | None) -> None:
    page = edit(open_page("readings", notebook=MINE), edited_rows={0: {"number": number}, 2: {"number": "5"}})
    assert "Use digits" in page.warning[0].value
    assert numbers(page) == ["007", "25", "5"]
    assert not page.run().warning


def test_readings_edit_finds_its_row_after_new_readings(open_page: Open, kept: Notebooks) -> None:
    page = open_page("readings", notebook=MINE)
    kept.keep(MINE, entry("99"))
    edit(page, edited_rows={0: {"number": "8"}})
    assert numbers(page) == ["99", "8", "25", "4"]
    edit(page, edited_rows={0: {"number": "100"}})
    assert numbers(page) == ["100", "8", "25", "4"]


def test_readings_undo_restores_deleted(open_page: Open, kept: Notebooks) -> None:
    before = kept.newest(MINE, 10)
    page = edit(open_page("readings", notebook=MINE), deleted_rows=[0, 2])
    assert numbers(page) == ["25"]
    (undo,) = [button for button in page.button if "Undo" in button.label]
    assert "2" in undo.label
    undo.click().run()
    assert numbers(page) == ["007", "25", "4"]
    assert kept.newest(MINE, 10) == before
    assert not [button for button in page.button if "Undo" in button.label]


def test_readings_undo_belongs_to_its_notebook(open_page: Open, kept: Notebooks) -> None:
    page = edit(open_page("readings", notebook=MINE), deleted_rows=[0])
    page.session_state["notebook_name"] = page.query_params["notebook"] = new_notebook_id()
    page.run()
    assert "empty" in page.info[0].value
    assert not page.button


def test_readings_clear_asks_first(open_page: Open, kept: Notebooks) -> None:
    page = open_page("readings", notebook=MINE)
    for answer, left in (("No, keep them", 3), ("Yes, clear all", 0)):
        page.button[-1].click().run()
        assert kept.count(MINE) == 3
        (button,) = [button for button in page.button if button.label == answer]
        button.click().run()
        assert kept.count(MINE) == left
    page.run()
    assert "empty" in page.info[0].value
    page.button[0].click().run()
    assert numbers(page) == ["007", "25", "4"]


def test_readings_beyond_the_table_are_in_the_downloads(
    open_page: Open, kept: Notebooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings_page, "SHOWN", 2)
    page = open_page("readings", notebook=MINE)
    assert numbers(page) == ["007", "25"]
    assert any("newest 2 of 3" in caption.value for caption in page.caption)
    assert {metric.label: metric.value for metric in page.metric}["Readings"] == "3"


def test_readings_downloads_exist_before_they_are_clicked(
    open_page: Open, kept: Notebooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, name, kind, **_: files.update({name: data}))
    open_page("readings", notebook=MINE)
    assert files["readings.csv"].decode("utf-8-sig").count("\r\n") == 4
    assert files["readings.xlsx"].startswith(b"PK")


def test_readings_failing_database_is_reported(open_page: Open, kept: Notebooks, readings_file: Path) -> None:
    readings_file.write_bytes(b"not a database, not at all" * 1000)
    page = open_page("readings", notebook=MINE)
    assert "database" in page.error[0].value
    assert not page.exception
    assert not page.data_editor


def test_readings_url_in_secrets_replaces_the_file(
    open_page: Open, readings_file: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Notebooks(sqlalchemy.create_engine(postgres_url))
    server.clear(MINE)
    server.keep(MINE, entry("31"))
    monkeypatch.setattr(st.secrets, "_secrets", {"connections": {"readings": {"url": postgres_url}}})
    page = open_page("readings", notebook=MINE)
    assert numbers(page) == ["31"]
    edit(page, edited_rows={0: {"number": "32"}})
    assert [entry.number for entry in server.newest(MINE, 10)] == ["32"]
    assert not readings_file.exists()
