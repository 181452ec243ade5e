"""Tests of the tables on the pictures page: shown, corrected, downloaded, copied."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, cast

import pytest
import streamlit as st
from hypothesis import given
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.pictures.crop import WHOLE
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.components import picture_table, region
from digitcam.ui.components.picture_corrections import CORRECTIONS, Corrections, Edit, parse_edits
from digitcam.ui.components.picture_table import table_key
from tests.ui.components.test_region import anything
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


def tables(page: AppTest) -> list[dict[str, Any]]:
    """Return what the browser is given of each table."""
    shown = [element.proto for element in page.get("bidi_component")]
    return [json.loads(proto.json) for proto in shown if proto.component_name.endswith("digitcam_table")]


def rows(page: AppTest) -> list[list[str]]:
    """Return the cells of the first table."""
    return [[cell["text"] for cell in row["cells"]] for row in tables(page)[0]["rows"]]


def names(page: AppTest) -> list[str]:
    """Return what stands before each row of the first table."""
    return [row["head"] for row in tables(page)[0]["rows"]]


def edit(
    page: AppTest,
    number: int = 0,
    *,
    typed: Mapping[tuple[int, int], str] | None = None,
    added: Sequence[Sequence[str]] = (),
    deleted: Sequence[int] = (),
    restored: int = 0,
) -> AppTest:
    """Edit a picture's table as the browser does.

    Args:
        page: The page.
        number: Of the picture.
        typed: Texts by row and column, from 0.
        added: The first cells of new rows at the end.
        deleted: Rows to delete then.
        restored: Number of deleted rows to restore then.
    """
    shown = tables(page)[number]
    keys = [row["key"] for row in shown["rows"]]
    first = 1 + max((int(key[1:]) for key in keys if key.startswith("a")), default=-1)
    edits: list[tuple[str, str, int, str]] = [
        *(("type", keys[row], column, text) for (row, column), text in (typed or {}).items()),
        *(("type", f"a{key}", column, text) for key, row in enumerate(added, first) for column, text in enumerate(row)),
        *(("delete", keys[row], 0, "") for row in deleted),
        *[("restore", "", 0, "")] * restored,
    ]
    sent = [[applied, *each] for applied, each in enumerate(edits, shown["applied"] + 1)]
    page.session_state[table_key(shown["picture"])] = {"edits": sent}
    page.run()
    assert not page.exception
    return page


def test_pictures_single_number_has_no_table(page: AppTest, network: FakeNetwork, downloads: dict[str, Any]) -> None:
    network.status = reads(["7"])
    upload(page, ("a.png", blank_sheet()))
    assert not tables(page)
    assert sorted(downloads) == ["digitcam.csv", "digitcam.json"]


def test_pictures_several_numbers_are_an_editable_table(
    page: AppTest, downloads: dict[str, Any], copied: list[str]
) -> None:
    upload(page, ("a.png", blank_sheet()))
    read = rows(page)
    assert read == list(TABLE)
    edit(page, typed={(0, 1): "25"}, added=[["007"]], deleted=[1])
    expected = [[read[0][0], "25"], read[2], ["007", ""]]
    assert rows(page) == expected
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
    edit(page, typed={(0, 0): "99"})
    page.session_state[region.REGION] = region.parse_region([0, 0, 50, 33])
    page.run()
    assert not tables(page)
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
    edit(page, 1, typed={(0, 0): "99"})
    assert [text.startswith("99\t") for text in copied[-2:]] == [False, True]


def test_pictures_removed_forget_their_corrections(page: AppTest) -> None:
    upload(page, ("a.png", blank_sheet()))
    edit(page, typed={(0, 0): "99"})
    page.file_uploader[0].set_value([]).run()
    assert CORRECTIONS not in page.session_state


def test_pictures_less_sure_cells_are_marked_until_they_are_checked(page: AppTest, network: FakeNetwork) -> None:
    network.status = reads(*TABLE, doubtful="25")
    upload(page, ("a.png", blank_sheet()))
    assert sure(page) == [["", "50% sure"], ["", ""], ["50% sure", ""]]
    edit(page, typed={(0, 1): "8"})
    assert sure(page) == [["", ""], ["", ""], ["50% sure", ""]]


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


def test_pictures_deleted_rows_are_restored_one_after_the_other(page: AppTest) -> None:
    upload(page, ("a.png", blank_sheet()))
    edit(page, typed={(1, 0): "33"}, deleted=[1, 0])
    assert rows(page) == [["5", "6"]]
    assert tables(page)[0]["undo"]
    edit(page, restored=1)
    assert rows(page) == [["1", "2"], ["5", "6"]]
    edit(page, restored=2)
    assert rows(page) == [["1", "2"], ["33", "4"], ["5", "6"]]
    assert not tables(page)[0]["undo"]


def places(block: Any, place: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Return where the tables are among all elements; the browser builds a table anew that is elsewhere."""
    if not hasattr(block, "children"):
        return [place] if getattr(block.proto, "component_name", "").endswith("digitcam_table") else []
    return [found for number, child in block.children.items() for found in places(child, (*place, number))]


def test_pictures_table_stays_where_it_is_when_something_above_it_comes(page: AppTest) -> None:
    upload(page, ("a.png", blank_sheet()))
    before = places(page.main)
    assert len(before) == 1
    edit(page, typed={(0, 0): "11"})
    assert any("Read as" in caption.value for caption in page.caption)
    assert places(page.main) == before
    page.text_input(key="column_maximum_0").set_value("4").run()
    assert places(page.main) == before


def test_pictures_edits_that_were_applied_are_not_applied_again(page: AppTest) -> None:
    upload(page, ("a.png", blank_sheet()))
    edit(page, typed={(0, 0): "11"}, deleted=[1])
    page.run()
    edit(page, typed={(0, 0): "12"})
    assert rows(page) == [["12", "2"], ["5", "6"]]


@pytest.mark.parametrize(
    "sent",
    [
        "nonsense",
        [[1, "type", "9", 0, "9"]],
        [[1, "type", "0", 2, "9"]],
        [[1, "type", "0", -1, "9"]],
        [[1, "type", "a", 0, "9"]],
        [[1, "type", "a-1", 0, "9"]],
        [[1, "type", "a1000", 0, "9"]],
        [[1, "type", "a99999999999", 0, "9"]],
        [[1, "type", "b0", 0, "9"]],
        [[1, "delete", "a0", 0, ""]],
        [[1, "format", "0", 0, "9"]],
        [[1, "type", 0, 0, "9"]],
    ],
)
def test_pictures_nonsense_from_the_browser_changes_nothing(page: AppTest, sent: Any) -> None:
    upload(page, ("a.png", blank_sheet()))
    page.session_state[table_key(tables(page)[0]["picture"])] = {"edits": sent}
    page.run()
    assert not page.exception
    assert rows(page) == list(TABLE)


@given(anything)
def test_parse_edits_anything_gives_edits(sent: Any) -> None:
    assert all(isinstance(edit, Edit) for edit in parse_edits(sent))


def sure(page: AppTest) -> list[list[str]]:
    """Return how sure the first table is said to be of its cells."""
    return [[cell["sure"] for cell in row["cells"]] for row in tables(page)[0]["rows"]]
