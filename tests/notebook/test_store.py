"""Keep, list, correct and delete readings."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digitcam.errors import NotebookError
from digitcam.notebook.entries import SheetCell, new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.reporting.cells import clean
from tests.notebook.conftest import NOON, Connect, entry

MINE, YOURS = new_notebook_id(), new_notebook_id()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new SQLite file."""
    return tmp_path / "readings.sqlite"


def test_everything_new_notebook_is_empty(notebooks: Notebooks) -> None:
    assert notebooks.newest(MINE, 10) == notebooks.everything(MINE) == notebooks.clear(MINE) == []
    assert notebooks.count(MINE) == 0


def test_keep_returns_the_count_and_stores_everything(notebooks: Notebooks) -> None:
    assert notebooks.keep(MINE, entry("007")) == 1
    (kept,) = notebooks.newest(MINE, 10)
    assert (kept.number, kept.confidence, kept.picture, kept.kept_at) == ("007", 0.98, b"\x89PNG of 007", NOON)


def test_add_all_keeps_readings_in_order_with_what_was_read(notebooks: Notebooks) -> None:
    notebooks.keep(MINE, entry("1"))
    assert notebooks.add_all(MINE, [replace(entry(number), read=f"{number}?") for number in "234"]) == [2, 3, 4]
    assert [(kept.number, kept.read) for kept in notebooks.everything(MINE)[1:]] == [
        ("2", "2?"),
        ("3", "3?"),
        ("4", "4?"),
    ]
    assert notebooks.add_all(MINE, []) == []
    assert notebooks.count(YOURS) == 0


def test_add_all_keeps_none_if_one_fails(notebooks: Notebooks) -> None:
    with pytest.raises(NotebookError):
        notebooks.add_all(MINE, [entry("1"), replace(entry("2"), confidence=None)])  # type: ignore[arg-type]
    assert notebooks.count(MINE) == 0


def test_sheet_and_name_stay_when_a_reading_is_corrected_deleted_and_restored(notebooks: Notebooks) -> None:
    cells = [SheetCell("s", "a.png", row, 1) for row in range(2)]
    ids = notebooks.add_all(MINE, [replace(entry("4"), cell=cell, name="Zoë O'Neill") for cell in cells])
    notebooks.correct(MINE, ids[0], "9")
    notebooks.restore(MINE, notebooks.delete(MINE, ids))
    kept = notebooks.everything(MINE)
    assert [(each.number, each.cell, each.name) for each in kept] == [
        ("9", cells[0], "Zoë O'Neill"),
        ("4", cells[1], "Zoë O'Neill"),
    ]


def test_replace_takes_the_place_of_others_unless_a_person_has_touched_one(notebooks: Notebooks) -> None:
    first = notebooks.add_all(MINE, [entry("1"), entry("2")])
    notebooks.keep(YOURS, entry("9"))
    second = notebooks.replace(MINE, first, [entry("3"), entry("4"), entry("5")])
    assert [kept.id for kept in notebooks.everything(MINE)] == second
    assert not set(first) & set(second)
    notebooks.correct(MINE, second[1], "4")
    assert notebooks.replace(MINE, second, [entry("6")]) == []
    assert [kept.number for kept in notebooks.everything(MINE)] == ["3", "4", "5"]
    assert notebooks.replace(YOURS, second, [entry("6")]) == notebooks.replace(MINE, first, [entry("6")]) == []
    assert (notebooks.count(MINE), notebooks.count(YOURS)) == (3, 1)


def test_add_name_that_no_database_stores_is_cleaned(notebooks: Notebooks) -> None:
    notebooks.add(MINE, replace(entry("4"), cell=SheetCell("s", "a\x00\ud800.png", 0, 0), name="A\x00da\udfff"))
    (kept,) = notebooks.everything(MINE)
    assert kept.cell is not None
    assert (kept.cell.title, kept.name) == (clean("a\x00\ud800.png"), clean("A\x00da\udfff"))


def test_read_stays_when_a_reading_is_corrected_deleted_and_restored(notebooks: Notebooks) -> None:
    (kept_id,) = notebooks.add_all(MINE, [replace(entry("4"), read="4")])
    notebooks.correct(MINE, kept_id, "9")
    notebooks.restore(MINE, notebooks.delete(MINE, [kept_id]))
    assert [(kept.number, kept.read) for kept in notebooks.newest(MINE, 10)] == [("9", "4")]


def test_newest_is_ordered_and_limited(notebooks: Notebooks) -> None:
    assert [notebooks.keep(MINE, entry(number)) for number in "123"] == [1, 2, 3]
    assert [kept.number for kept in notebooks.newest(MINE, 2)] == ["3", "2"]
    assert [(kept.number, kept.picture) for kept in notebooks.everything(MINE)] == [("1", b""), ("2", b""), ("3", b"")]


def test_state_changes_with_every_change(notebooks: Notebooks, connect: Connect) -> None:
    states = [notebooks.state(MINE)]
    for change in (
        lambda: notebooks.keep(MINE, entry("4")),
        lambda: notebooks.correct(MINE, 1, "5"),
        lambda: notebooks.delete(MINE, [1]),
    ):
        change()
        assert notebooks.state(MINE) not in states[-1:]
        assert Notebooks(connect()).state(MINE) == notebooks.state(MINE)
        states.append(notebooks.state(MINE))
    notebooks.keep(YOURS, entry("4"))
    assert notebooks.state(MINE) == states[-1] == states[0]


def test_keep_other_server_sees_it_at_once(notebooks: Notebooks, connect: Connect) -> None:
    notebooks.keep(MINE, entry("7"))
    assert [kept.number for kept in Notebooks(connect()).newest(MINE, 10)] == ["7"]


def test_other_notebook_is_neither_seen_nor_changed(notebooks: Notebooks) -> None:
    notebooks.keep(MINE, entry("7"))
    (kept,) = notebooks.newest(MINE, 10)
    assert notebooks.newest(YOURS, 10) == notebooks.everything(YOURS) == []
    notebooks.correct(YOURS, kept.id, "1")
    assert notebooks.delete(YOURS, [kept.id]) == notebooks.clear(YOURS) == []
    assert notebooks.newest(MINE, 10) == [kept]


def test_correct_changes_only_the_number(notebooks: Notebooks) -> None:
    notebooks.keep(MINE, entry("4"))
    notebooks.keep(MINE, entry("5"))
    second, first = notebooks.newest(MINE, 10)
    notebooks.correct(MINE, first.id, "9 / 12  3.5")
    assert [kept.number for kept in notebooks.newest(MINE, 10)] == ["5", "9 / 12  3.5"]
    corrected = notebooks.newest(MINE, 10)[1]
    assert (corrected.picture, corrected.kept_at, corrected.id) == (first.picture, first.kept_at, first.id)
    assert second in notebooks.newest(MINE, 10)


def test_correct_says_whether_the_reading_still_exists(notebooks: Notebooks) -> None:
    notebooks.keep(MINE, entry("4"))
    (kept,) = notebooks.newest(MINE, 1)
    assert notebooks.correct(MINE, kept.id, "5") == "5"
    assert notebooks.correct(YOURS, kept.id, "6") is None
    notebooks.clear(MINE)
    assert notebooks.correct(MINE, kept.id, "6") is None


def test_correct_marks_the_reading_as_checked_and_changes_the_state(notebooks: Notebooks) -> None:
    notebooks.add_all(MINE, [replace(entry("4"), is_checked=True), entry("5")])
    assert [kept.is_checked for kept in notebooks.everything(MINE)] == [True, False]
    before = notebooks.state(MINE)
    notebooks.correct(MINE, 2, "5")
    assert [kept.is_checked for kept in notebooks.everything(MINE)] == [True, True]
    assert notebooks.state(MINE) != before


def test_listed_readings_are_in_the_order_of_their_ids_with_pictures(notebooks: Notebooks) -> None:
    for number in "123":
        notebooks.keep(MINE, entry(number))
    notebooks.keep(YOURS, entry("9"))
    assert [(kept.number, kept.picture) for kept in notebooks.listed(MINE, [3, 99, 1, 4])] == [
        ("3", entry("3").picture),
        ("1", entry("1").picture),
    ]
    assert notebooks.listed(MINE, []) == []


def test_correct_keeps_what_somebody_else_has_corrected_meanwhile(notebooks: Notebooks, connect: Connect) -> None:
    notebooks.keep(MINE, entry("4"))
    assert Notebooks(connect()).correct(MINE, 1, "5", instead_of="4") == "5"
    assert notebooks.correct(MINE, 1, "6", instead_of="4") == "5"
    assert notebooks.newest(MINE, 1)[0].number == "5"
    assert notebooks.correct(MINE, 1, "5", instead_of="4") == "5"
    assert notebooks.correct(MINE, 1, "6", instead_of="5") == "6"


def test_correct_by_many_at_once_lets_one_win_and_tells_all_which(notebooks: Notebooks, connect: Connect) -> None:
    notebooks.keep(MINE, entry("4"))
    typed = [str(10 + person) for person in range(8)]
    servers = [Notebooks(connect()) for _ in typed]
    with ThreadPoolExecutor(len(typed)) as people:
        told = list(people.map(lambda server, text: server.correct(MINE, 1, text, instead_of="4"), servers, typed))
    assert set(told) == {notebooks.newest(MINE, 1)[0].number}
    assert told[0] in typed


@pytest.mark.parametrize(
    "number", ["", "x", "=1+1", "1\n2", " 7", "7 ", "1 2", "1   2", "1  =1", "٣", "1" * 65, "1  " * 256 + "1"]
)
def test_correct_not_a_number_raises(notebooks: Notebooks, number: str) -> None:
    notebooks.keep(MINE, entry("4"))
    (kept,) = notebooks.newest(MINE, 1)
    with pytest.raises(ValueError, match="made of digits"):
        notebooks.correct(MINE, kept.id, number)
    assert notebooks.newest(MINE, 1) == [kept]


def test_restore_deleted_entries_are_back_in_place(notebooks: Notebooks) -> None:
    for number in "1234":
        notebooks.keep(MINE, entry(number))
    before = notebooks.newest(MINE, 10)
    gone = notebooks.delete(MINE, [before[0].id, before[2].id])
    assert [kept.number for kept in notebooks.newest(MINE, 10)] == ["3", "1"]
    notebooks.keep(MINE, entry("5"))
    notebooks.restore(MINE, gone)
    after = notebooks.newest(MINE, 10)
    assert [kept.number for kept in after] == ["5", "4", "3", "2", "1"]
    assert after[1:] == before


def test_restore_cleared_entries_are_back(notebooks: Notebooks) -> None:
    for number in "12":
        notebooks.keep(MINE, entry(number))
    notebooks.keep(YOURS, entry("3"))
    before = notebooks.newest(MINE, 10)
    gone = notebooks.clear(MINE)
    assert (notebooks.count(MINE), notebooks.count(YOURS)) == (0, 1)
    notebooks.restore(MINE, gone)
    assert notebooks.newest(MINE, 10) == before
    notebooks.restore(MINE, [])


@pytest.mark.parametrize("name", ["", "mine", "a" * 21, "a" * 23, "'; DROP TABLE digitcam_readings; --"])
def test_any_method_guessable_name_raises(notebooks: Notebooks, name: str) -> None:
    with pytest.raises(NotebookError, match="whole address"):
        notebooks.keep(name, entry())
    with pytest.raises(NotebookError, match="whole address"):
        notebooks.newest(name, 10)


def test_keep_many_threads_lose_nothing(connect: Connect) -> None:
    servers = [Notebooks(connect()) for _ in range(4)]

    def keep(server: Notebooks) -> None:
        for number in range(10):
            server.keep(MINE, entry(str(number)))

    threads = [threading.Thread(target=keep, args=(server,)) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({kept.id for kept in servers[0].everything(MINE)}) == 40


KEEP_AND_DIE = """
import os, signal, sys
from sqlalchemy import create_engine
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import entry
Notebooks(create_engine(sys.argv[1])).keep(sys.argv[2], entry("7"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_keep_survives_a_killed_server(url: str, connect: Connect) -> None:
    Notebooks(connect())
    assert subprocess.run([sys.executable, "-c", KEEP_AND_DIE, url, MINE]).returncode == -9
    assert [kept.number for kept in Notebooks(connect()).newest(MINE, 10)] == ["7"]


def test_delete_overwrites_the_picture_in_the_file(path: Path, connect_to: Callable[..., Engine]) -> None:
    notebooks = Notebooks(connect_to(f"sqlite:///{path}"))
    notebooks.keep(MINE, entry("407"))
    assert b"PNG of 407" in path.read_bytes()
    notebooks.clear(MINE)
    assert b"PNG of 407" not in path.read_bytes()


def test_notebooks_file_is_not_a_database_raises(path: Path, connect_to: Callable[..., Engine]) -> None:
    path.write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(NotebookError, match="not a database"):
        Notebooks(connect_to(f"sqlite:///{path}"))


def test_keep_locked_database_raises_without_data_in_the_message(path: Path, connect_to: Callable[..., Engine]) -> None:
    notebooks = Notebooks(connect_to(f"sqlite:///{path}", connect_args={"timeout": 0}))
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NotebookError, match="locked") as caught:
            notebooks.keep(MINE, entry("407"))
    other.close()
    assert MINE not in str(caught.value)
    assert "407" not in str(caught.value)
    assert notebooks.count(MINE) == 0
