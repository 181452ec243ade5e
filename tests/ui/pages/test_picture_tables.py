"""Tests of the tables on the pictures page: shown, corrected, downloaded, copied."""

import csv
import io
import json
from collections.abc import Callable
from itertools import chain
from typing import Any, cast

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.pictures.crop import WHOLE
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.components import picture_table, region
from digitcam.ui.components.picture_corrections import CORRECTIONS, Corrections
from tests.ui.conftest import FakeNetwork
from tests.ui.pages.test_pictures import upload
from tests.ui.table_reader import TableReader, blank_sheet

TABLE = (["1", "2"], ["3", "4"], ["5", "6"])
"""What the reader finds."""


def reads(*rows: list[str], doubtful: str = "") -> Status:
    """Return the status of a network that reads this table."""
    return Status(recogniser=cast(Recogniser, TableReader(*rows, doubtful=doubtful)))


@pytest.fixture
def page(open_page: Callable[..., AppTest], network: FakeNetwork) -> AppTest:
    network.status = reads(*TABLE)
    return open_page("pictures")


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the offered files by name, as they were when the page was last run."""
    files: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, name, kind, **_: files.update({name: data}))
    return files


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that the buttons would copy, the newest last."""
    texts: list[str] = []
    monkeypatch.setattr(picture_table, "_copy", lambda *, key, data: texts.append(data["text"]))
    return texts


def corrections(page: AppTest) -> list[Corrections]:
    return list(page.session_state[CORRECTIONS].values())


def rows(page: AppTest) -> list[list[str]]:
    """Return the cells of the first editor, as it was first shown."""
    shown = page.data_editor[0].value
    return [[row[name] for name in shown.columns if name.startswith("column_")] for _, row in shown.iterrows()]


def edit(page: AppTest, number: int = 0, **edits: Any) -> AppTest:
    """Send the edits of a picture's editor, all since it was first shown."""
    result_id = list(page.session_state[CORRECTIONS])[number]
    state = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits
    page.session_state[f"cells_{result_id}_{corrections(page)[number].round}"] = state
    return page.run()


def test_pictures_single_number_has_no_table(page: AppTest, network: FakeNetwork, downloads: dict[str, Any]) -> None:
    network.status = reads(["7"])
    upload(page, ("a.png", blank_sheet()))
    assert not page.data_editor
    assert sorted(downloads) == ["digitcam.csv", "digitcam.json"]


def test_pictures_several_numbers_are_an_editable_table(
    page: AppTest, downloads: dict[str, Any], copied: list[str]
) -> None:
    upload(page, ("a.png", blank_sheet()))
    read = rows(page)
    assert read == list(TABLE)
    edit(page, edited_rows={0: {"column_2": "25"}}, added_rows=[{"column_1": "007"}], deleted_rows=[1])
    expected = [[read[0][0], "25"], read[2], ["007", ""]]
    # The editor is not replaced: what is typed next is not lost.
    assert rows(page) == read
    assert [line.split("\t") for line in copied[-1].split("\n")] == expected
    table = list(csv.reader(io.StringIO(downloads["tables.csv"].decode("utf-8-sig"))))
    assert [line[1:3] for line in table[1:]] == expected
    assert [line[3:] for line in table[1:]] == [read[0], read[2], ["", ""]]
    book = load_workbook(io.BytesIO(downloads["tables.xlsx"]))
    assert book.sheetnames == ["a.png"]
    assert list(book.worksheets[0].iter_rows(min_row=4, max_col=3, values_only=True)) == [("007", None, None)]
    (record,) = json.loads(downloads["digitcam.json"])
    assert record["rows"] == read
    assert record["corrected"] == expected
    assert [cell["text"] for cell in record["cells"]] == list(chain(*read))
    assert downloads["digitcam.csv"].decode("utf-8-sig").splitlines()[1].startswith("a.png,1  2 / 3  4 / 5  6,")


def test_pictures_corrections_survive_other_settings_and_a_new_network(
    page: AppTest, network: FakeNetwork, downloads: dict[str, Any]
) -> None:
    upload(page, ("a.png", blank_sheet()))
    edit(page, edited_rows={0: {"column_1": "99"}})
    page.session_state[region.REGION] = region.parse_region([0, 0, 50, 33])
    page.run()
    assert not page.data_editor
    page.session_state[region.REGION] = WHOLE
    page.run()
    assert rows(page)[0][0] == "99"
    network.status = reads(*[["8", "8"]] * 3)
    page.run()
    assert b",99," in downloads["tables.csv"]
    assert json.loads(downloads["digitcam.json"])[0]["rows"][0] != ["8", "8"]


def test_pictures_without_corrections_are_read_again_by_a_new_network(page: AppTest, network: FakeNetwork) -> None:
    upload(page, ("a.png", blank_sheet()))
    network.status = reads(*[["8", "8"]] * 3)
    page.run()
    assert rows(page) == [["8", "8"]] * 3


def test_pictures_corrections_of_one_picture_are_not_anothers(page: AppTest, copied: list[str]) -> None:
    upload(page, ("a.png", blank_sheet()), ("b.png", blank_sheet()))
    edit(page, 1, edited_rows={0: {"column_1": "99"}})
    assert [text.startswith("99\t") for text in copied[-2:]] == [False, True]


def test_pictures_removed_forget_their_corrections(page: AppTest) -> None:
    upload(page, ("a.png", blank_sheet()))
    edit(page, edited_rows={0: {"column_1": "99"}})
    page.file_uploader[0].set_value([]).run()
    assert CORRECTIONS not in page.session_state


def test_pictures_less_sure_cells_are_named_beside_their_row(page: AppTest, network: FakeNetwork) -> None:
    network.status = reads(*TABLE, doubtful="25")
    upload(page, ("a.png", blank_sheet()))
    assert list(page.data_editor[0].value["unsure"]) == ["column 2", "", "column 1"]


def test_tables_page_upside_down_is_shown_turned_and_stays_so(
    page: AppTest, network: FakeNetwork, downloads: dict[str, Any]
) -> None:
    reader = TableReader(*TABLE, turn=180)
    network.status = Status(recogniser=cast(Recogniser, reader))
    upload(page, ("a.png", blank_sheet()))
    assert rows(page) == list(TABLE)
    assert texts.pictures.TURNED[180] in [caption.value for caption in page.caption]
    (record,) = json.loads(downloads["digitcam.json"])
    assert record["turned"] == 180
    page.session_state[region.REGION] = region.parse_region([0, 0, 50, 100])
    page.run()
    page.session_state[region.REGION] = WHOLE
    page.run()
    assert texts.pictures.TURNED[180] in [caption.value for caption in page.caption]
    assert reader.pages == 1
