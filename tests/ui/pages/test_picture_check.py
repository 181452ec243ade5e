"""Tests of the strip on the pictures page in which doubtful numbers are checked; tests/browser types in it."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from digitcam.ui.components import picture_check, region
from digitcam.ui.components.picture_check import CHECK, KEPT, Answer, parse_answers
from digitcam.ui.components.picture_corrections import CORRECTIONS
from tests.ui.conftest import FakeNetwork
from tests.ui.pages.test_picture_tables import TABLE, edit, reads, rows, tables
from tests.ui.pages.test_pictures import headings, upload
from tests.ui.table_reader import blank_sheet

anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=3),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
)

Strip = Callable[..., AppTest]


class Browser:
    """A browser that shows the strip, and answers in it."""

    def __init__(self, page: AppTest, shown: list[dict[str, Any]]) -> None:
        self.page = page
        self._shown = shown
        self._answers: list[Any] = []

    @property
    def data(self) -> dict[str, Any]:
        """What the strip was last given."""
        return self._shown[-1]

    @property
    def cells(self) -> list[tuple[str, bool]]:
        """The texts in the strip, and whether each is checked."""
        return [(cell["text"], cell["done"]) for cell in self.data["cells"]]

    def answer(self, number: int, cell: int, text: str) -> None:
        """Send an answer about a cell of the strip, together with all earlier ones."""
        self._answers.append([number, self.data["cells"][cell]["id"], text])
        self.send(self._answers)

    def send(self, answers: Any) -> None:
        self.page.session_state[CHECK] = {"answers": answers}
        self.page.run()


@pytest.fixture
def page(open_page: Callable[..., AppTest]) -> AppTest:
    return open_page("pictures")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what the strip was given, the newest last."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(picture_check, "_component", lambda *, key, data, on_answers_change: shown.append(data))
    return shown


@pytest.fixture
def browser(page: AppTest, network: FakeNetwork, shown: list[dict[str, Any]]) -> Browser:
    """Return a browser with a sheet on which 2 and 5 are doubtful."""
    network.status = reads(*TABLE, doubtful="25")
    upload(page, ("a.png", blank_sheet()))
    return Browser(page, shown)


def test_check_lists_doubtful_cells_with_crop_and_place(browser: Browser) -> None:
    assert browser.cells == [("2", False), ("5", False)]
    first = browser.data["cells"][0]
    assert first["label"] == "Row 1, column 2"
    assert first["crop"].startswith("data:image/jpeg")
    # The fake reader's digit in the first row and second column of 600 by 400 pixels.
    assert first["place"] == pytest.approx([140 / 6, 20 / 4, 24 / 6, 40 / 4])
    assert list(browser.data["pictures"]) == [first["picture"]]


def test_check_answer_corrects_the_table_and_the_reading(browser: Browser) -> None:
    browser.answer(1, 0, "8")
    assert browser.cells == [("8", True), ("5", False)]
    assert rows(browser.page) == [["1", "8"], ["3", "4"], ["5", "6"]]
    assert headings(browser.page) == ["1  8 / 3  4 / 5  6"]
    assert any("1  2 / 3  4" in caption.value for caption in browser.page.caption)


def test_check_accepted_reading_is_checked_and_changes_nothing_else(browser: Browser) -> None:
    edit(browser.page, typed={(1, 0): "33"})
    browser.answer(1, 1, "5")
    assert browser.cells == [("2", False), ("5", True)]
    (corrections,) = browser.page.session_state[CORRECTIONS].values()
    assert corrections.table.texts == (("1", "2"), ("33", "4"), ("5", "6"))


def test_check_edits_in_the_table_and_answers_are_both_kept(browser: Browser) -> None:
    edit(browser.page, typed={(1, 0): "33"}, added=[["9"]])
    browser.answer(1, 0, "8")
    edit(browser.page, typed={(2, 1): "66"})
    browser.answer(2, 1, "55")
    (corrections,) = browser.page.session_state[CORRECTIONS].values()
    assert corrections.table.texts == (("1", "8"), ("33", "4"), ("55", "66"), ("9", ""))


def test_check_edit_in_the_table_checks_the_cell(browser: Browser) -> None:
    edit(browser.page, typed={(0, 1): "8"})
    assert browser.cells == [("8", True), ("5", False)]


def test_check_old_answers_do_not_undo_newer_edits(browser: Browser) -> None:
    browser.answer(1, 0, "8")
    edit(browser.page, typed={(0, 1): "9"})
    browser.page.run()
    assert browser.cells[0] == ("9", True)
    assert browser.data["applied"] == 1


def test_check_several_answers_at_once_are_all_applied(browser: Browser) -> None:
    ids = [cell["id"] for cell in browser.data["cells"]]
    browser.send([[1, ids[0], "8"], [2, ids[1], ""], [3, ids[0], "7"]])
    assert browser.cells == [("7", True), ("", True)]


@pytest.mark.parametrize(
    "answers",
    [
        "nonsense",
        [[1, "x:0:0", "9"]],
        [[1, "", "9"]],
        [[1, "{id}:9:9", "9"]],
        [[1, "{id}:-1:0", "9"]],
        [[1, "{id}", "9"]],
    ],
)
def test_check_nonsense_changes_nothing(browser: Browser, answers: Any) -> None:
    result_id = browser.data["cells"][0]["picture"]
    sent = json.loads(json.dumps(answers).replace("{id}", result_id))
    browser.send(sent)
    assert not browser.page.exception
    assert browser.cells == [("2", False), ("5", False)]


@given(anything)
def test_parse_answers_anything_gives_answers(sent: Any) -> None:
    assert all(isinstance(answer, Answer) for answer in parse_answers(sent))


def test_check_single_number_has_no_strip(page: AppTest, network: FakeNetwork, shown: list[dict[str, Any]]) -> None:
    network.status = reads(["?"])
    upload(page, ("a.png", blank_sheet()))
    assert shown == []
    assert not tables(page)


def test_check_numbers_of_several_pictures_are_in_one_strip(
    page: AppTest, network: FakeNetwork, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, name, kind, **_: files.update({name: data}))
    network.status = reads(["?"])
    upload(page, ("a.png", blank_sheet()), ("b.png", blank_sheet()))
    browser = Browser(page, shown)
    assert [cell["label"] for cell in browser.data["cells"]] == ["a.png", "b.png"]
    assert not tables(page)
    browser.answer(1, 1, "007")
    assert headings(page) == ["?", "007"]
    assert files["tables.csv"].decode("utf-8-sig").splitlines() == ["file,column_1,read_1", "a.png,?,?", "b.png,007,?"]
    assert [record["corrected"] for record in json.load(io.StringIO(files["digitcam.json"]))] == [[["?"]], [["007"]]]


def test_check_answers_stay_when_the_part_that_is_read_changes_and_back(browser: Browser) -> None:
    browser.answer(1, 0, "8")
    for part in ([0, 0, 50, 100], [0, 0, 100, 100]):
        browser.page.session_state[region.REGION] = region.parse_region(part)
        browser.page.run()
    assert browser.cells == [("8", True), ("5", False)]


def test_check_long_list_shows_what_is_next(
    page: AppTest, network: FakeNetwork, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_check, "LISTED", 4)
    network.status = reads(*[[str(n)] for n in range(10)], doubtful="0123456789")
    upload(page, ("a.png", blank_sheet()))
    browser = Browser(page, shown)
    assert [text for text, _ in browser.cells] == ["0", "1", "2", "3"]
    ids = [f"{browser.data['cells'][0]['picture']}:{row}:0" for row in range(8)]
    browser.send([[row + 1, cell, str(row)] for row, cell in enumerate(ids)])
    assert browser.cells == [(str(row), row < 8) for row in range(8 - KEPT, 10)]


def test_check_tables_of_several_pictures_are_told_apart(
    page: AppTest, network: FakeNetwork, shown: list[dict[str, Any]]
) -> None:
    network.status = reads(*TABLE, doubtful="2")
    upload(page, ("a.png", blank_sheet()), ("b.png", blank_sheet()))
    assert [cell["label"] for cell in shown[-1]["cells"]] == ["a.png: Row 1, column 2", "b.png: Row 1, column 2"]


def test_check_sends_the_pictures_that_are_next(
    page: AppTest, network: FakeNetwork, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_check, "PICTURES", 2)
    network.status = reads(["?"])
    upload(page, *((f"{number}.png", blank_sheet()) for number in range(4)))
    browser = Browser(page, shown)
    ids = [cell["picture"] for cell in browser.data["cells"]]
    assert list(browser.data["pictures"]) == ids[:2]
    browser.send([[1, f"{ids[0]}:0:0", "7"], [2, f"{ids[2]}:0:0", "7"]])
    assert list(browser.data["pictures"]) == [ids[1], ids[3]]
    browser.send([[3, f"{ids[1]}:0:0", "7"], [4, f"{ids[3]}:0:0", "7"]])
    assert list(browser.data["pictures"]) == ids[:2]
