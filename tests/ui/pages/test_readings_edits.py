"""Edits of the readings table while the browser tells when nobody is typing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import digitcam.ui.components.notebook_changes
from digitcam.errors import NotebookError
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.readings_edits import Table
from digitcam.ui.components.readings_table import MAY_REPLACE
from digitcam.ui.components.readings_view import View, Which
from tests.notebook.conftest import entry

MINE = new_notebook_id()

ALL = View(Which.ALL, by_sheet=False)

Open = Callable[..., AppTest]


@pytest.fixture
def kept(readings_file: Path) -> Notebooks:
    """Return the database with 1, 2, 3 and 4 in the notebook MINE."""
    for number in "1234":
        notebooks().keep(MINE, entry(number))
    return notebooks()


class Browser:
    """A browser that runs notebook_changes.js: the table keeps its key and all edits until it is replaced."""

    def __init__(self, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
        self._asked: dict[str, Any] = {"guarded": True}
        self.sent: dict[str, Any] = {}
        monkeypatch.setattr(digitcam.ui.components.notebook_changes, "_component", self._component)
        self._edits: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
        self.page = open_page("readings", notebook=MINE)

    def _component(self, *, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        self.sent = data
        asked, self._asked = self._asked, {"guarded": True}
        return asked

    def edit(self, edited: dict[int, str | None] | None = None, deleted: list[int] | None = None) -> None:
        """Edit rows of the table as it was when it was first shown; a text of None undoes the edit."""
        for row, text in (edited or {}).items():
            self._edits["edited_rows"][row] = {"number": text}
            if text is None:
                del self._edits["edited_rows"][row]
        self._edits["deleted_rows"] = sorted([*self._edits["deleted_rows"], *(deleted or [])])
        self.page.session_state[self.key] = self._edits
        self.page.run()

    def accept(self, *rows: int) -> None:
        """Tick the box that accepts a number."""
        for row in rows:
            self._edits["edited_rows"].setdefault(row, {})["accepted"] = True
        self.page.session_state[self.key] = self._edits
        self.page.run()

    def ask(self, name: str) -> None:
        """Send a trigger: ``rerun`` looks for changes, ``replace`` lets the table be replaced."""
        self._asked[name] = True
        # The browser runs the fragment alone; AppTest can only run the page.
        self.page.session_state[MAY_REPLACE] = False
        self._edits = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} if name == "replace" else self._edits
        self.page.run()

    @property
    def key(self) -> str:
        return f"readings_table_{self.page.session_state.get('readings_round', 0)}"

    @property
    def table(self) -> list[str]:
        """The numbers that the server sent, newest first."""
        return list(self.page.data_editor[0].value["number"])

    @property
    def warnings(self) -> list[str]:
        return [warning.value for warning in self.page.warning]


@pytest.fixture
def browser(open_page: Open, kept: Notebooks, monkeypatch: pytest.MonkeyPatch) -> Browser:
    browser = Browser(open_page, monkeypatch)
    browser.page.run()
    return browser


def stored() -> list[str]:
    return [kept.number for kept in notebooks().newest(MINE, 100)]


def test_table_several_edits_do_not_replace_it(browser: Browser) -> None:
    key = browser.key
    for row, text in enumerate(["41", "31", "21", "11"]):
        browser.edit({row: text})
        assert browser.key == key
        assert browser.table == ["4", "3", "2", "1"]
    assert stored() == ["41", "31", "21", "11"]
    assert not browser.sent["outdated"]
    assert browser.warnings == []


def test_table_edits_after_new_readings_reach_the_rows_that_were_seen(browser: Browser, kept: Notebooks) -> None:
    kept.keep(MINE, entry("5"))
    browser.edit({0: "44"})
    kept.keep(MINE, entry("6"))
    browser.ask("rerun")
    browser.edit({3: "11"})
    assert stored() == ["6", "5", "44", "3", "2", "11"]
    assert browser.table == ["4", "3", "2", "1"]
    assert browser.sent["outdated"]


def test_table_is_replaced_when_nobody_types(browser: Browser, kept: Notebooks) -> None:
    key = browser.key
    browser.edit({0: "44"}, deleted=[2])
    kept.keep(MINE, entry("5"))
    browser.ask("rerun")
    assert (browser.key, browser.sent["outdated"]) == (key, True)
    browser.ask("replace")
    browser.page.run()
    assert browser.key != key
    assert browser.table == ["5", "44", "3", "1"]
    assert not browser.sent["outdated"]
    assert browser.sent["ids"] == [entry.id for entry in kept.newest(MINE, 10)]


def test_table_shows_what_was_read_when_nobody_types(browser: Browser, kept: Notebooks) -> None:
    kept.keep(MINE, replace(entry("5"), read="5"))
    browser.ask("replace")
    browser.page.run()
    assert "read" not in browser.page.data_editor[0].value
    browser.edit({0: "55"})
    assert browser.sent["outdated"]
    browser.ask("replace")
    browser.page.run()
    assert list(browser.page.data_editor[0].value["read"]) == ["5", "", "", "", ""]
    assert not browser.sent["outdated"]


def test_table_of_doubtful_readings_stays_until_nobody_types(browser: Browser, kept: Notebooks) -> None:
    for number in "56":
        kept.keep(MINE, replace(entry(number), confidence=0.5, read=number))
    browser.page.query_params["show"] = "Doubtful"
    browser.page.session_state["show"] = "Doubtful"
    browser.page.run()
    assert browser.table == ["6", "5"]
    browser.edit({0: "66"})
    assert browser.table == ["6", "5"]
    browser.edit({1: "55"})
    assert browser.table == ["6", "5"]
    assert browser.sent["outdated"]
    browser.ask("replace")
    browser.page.run()
    assert not browser.page.data_editor
    assert "Nothing left to check" in browser.page.info[0].value
    assert stored() == ["66", "55", "4", "3", "2", "1"]


def test_table_accepted_numbers_are_no_longer_doubtful(browser: Browser, kept: Notebooks) -> None:
    kept.add_all(MINE, [replace(entry(number), read=number, confidence=0.5) for number in ("6?", "007", "8")])
    browser.page.segmented_control[0].set_value("Doubtful").run()
    assert browser.table == ["8", "007", "6?"]
    browser.accept(0)
    # The same tick is sent again with the next edit.
    browser.accept(1)
    browser.page.run()
    assert [(each.number, each.is_checked) for each in kept.newest(MINE, 3)] == [
        ("8", True),
        ("007", True),
        ("6?", False),
    ]
    assert browser.warnings == []
    browser.ask("replace")
    assert browser.table == ["6?"]
    # What nobody can read stays to be checked.
    browser.accept(0)
    assert "'6?' was not saved" in browser.warnings[0]
    browser.ask("replace")
    assert browser.table == ["6?"]


def test_table_accepted_number_that_somebody_else_has_corrected_stays_corrected(
    browser: Browser, kept: Notebooks
) -> None:
    kept.keep(MINE, replace(entry("7"), read="7", confidence=0.5))
    browser.page.segmented_control[0].set_value("Doubtful").run()
    kept.correct(MINE, 5, "1")
    browser.accept(0)
    assert "somebody else changed '7' to '1'" in browser.warnings[0]
    assert kept.newest(MINE, 1)[0].number == "1"


def test_table_accepts_only_what_is_doubtful(browser: Browser) -> None:
    assert "accepted" not in browser.page.data_editor[0].value


def test_table_edit_that_is_taken_back_restores_the_number(browser: Browser) -> None:
    browser.edit({0: "44"})
    browser.edit({0: None})
    assert stored() == ["4", "3", "2", "1"]
    browser.edit({0: "444"})
    assert stored() == ["444", "3", "2", "1"]


def test_table_unchanged_edits_do_not_overwrite_others(browser: Browser, kept: Notebooks) -> None:
    browser.edit({0: "44"})
    kept.correct(MINE, 4, "99")
    browser.edit({1: "33"})
    assert stored() == ["99", "33", "2", "1"]
    assert browser.sent["outdated"]


def test_table_rows_deleted_one_after_the_other_are_deleted_once(browser: Browser) -> None:
    browser.edit(deleted=[0])
    browser.edit(deleted=[2])
    browser.edit({1: "33"})
    assert stored() == ["33", "1"]
    (undo,) = [button for button in browser.page.button if "Undo" in button.label]
    undo.click().run()
    assert stored() == ["33", "2", "1"]
    assert browser.table == ["33", "2", "1"]


def test_table_edit_of_a_deleted_reading_is_said_not_to_be_saved(browser: Browser, kept: Notebooks) -> None:
    kept.delete(MINE, [4])
    browser.edit({0: "44"})
    assert "44" in browser.warnings[0]
    assert "deleted meanwhile" in browser.warnings[0]
    kept.clear(MINE)
    browser.edit({1: "33"})
    assert "deleted meanwhile" in browser.warnings[0]


def test_table_edit_of_what_somebody_else_corrected_is_not_saved_and_says_both(
    browser: Browser, kept: Notebooks
) -> None:
    kept.correct(MINE, 4, "99")
    browser.edit({0: "44", 1: "33"})
    assert stored() == ["99", "33", "2", "1"]
    for number in ("'44' was not saved", "'4' to '99'"):
        assert number in browser.warnings[0].replace("\\", "")
    assert browser.sent["outdated"]
    # Whoever types again has read the message.
    browser.edit({0: "444"})
    assert stored() == ["444", "33", "2", "1"]
    assert browser.warnings == []


def test_table_edit_to_what_somebody_else_typed_too_is_no_trouble(browser: Browser, kept: Notebooks) -> None:
    kept.correct(MINE, 4, "99")
    browser.edit({0: "99"})
    assert stored() == ["99", "3", "2", "1"]
    assert browser.warnings == []


def test_table_refused_edit_stays_reported_until_the_next_one(browser: Browser) -> None:
    browser.edit({0: "4a"})
    assert "Use digits" in browser.warnings[0]
    assert browser.sent["outdated"]
    browser.ask("replace")
    assert browser.table == ["4", "3", "2", "1"]
    assert "Use digits" in browser.warnings[0]
    browser.edit({0: "44"})
    assert browser.warnings == []
    assert stored() == ["44", "3", "2", "1"]


@pytest.mark.parametrize(("method", "edit"), [("correct", {"edited": {0: "44"}}), ("delete", {"deleted": [0]})])
def test_table_failing_database_says_what_was_not_saved(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, method: str, edit: dict[str, Any]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise NotebookError("The disk is full.")

    monkeypatch.setattr(Notebooks, method, fail)
    browser.edit(**edit)
    assert "The disk is full." in browser.warnings[0]
    assert stored() == ["4", "3", "2", "1"]
    assert browser.sent["outdated"]


@pytest.mark.parametrize("method", ["clear", "restore"])
def test_button_failing_database_says_that_nothing_was_changed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fail(*_: Any) -> None:
        raise NotebookError("The disk is full.")

    browser.edit(deleted=[0])
    monkeypatch.setattr(Notebooks, method, fail)
    if method == "clear":
        (clear,) = [button for button in browser.page.button if button.label == "Clear all"]
        clear.click().run()
    label = "Yes, clear all" if method == "clear" else "Undo delete (1)"
    (button,) = [button for button in browser.page.button if button.label == label]
    button.click().run()
    assert any("The disk is full." in warning for warning in browser.warnings)
    assert stored() == ["3", "2", "1"]


def test_table_after_another_page_shows_what_is_stored(browser: Browser, kept: Notebooks) -> None:
    browser.edit({0: "44"})
    del browser.page.session_state[browser.key]
    browser._edits = {}
    browser.page.run()
    assert stored() == ["44", "3", "2", "1"]
    assert browser.table == ["44", "3", "2", "1"]


def test_table_without_readings_has_nothing_to_store(readings_file: Path) -> None:
    assert Table(MINE, ALL, []).store({}) is None
    assert not Table(MINE, ALL, []).differs_from([])
