"""An SQLite file that is deleted, replaced or damaged while a server uses it."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from digitcam.errors import NotebookError
from digitcam.notebook.files import KnownFile
from digitcam.notebook.store import Notebooks
from tests.notebook.changes import (
    copy_a_backup_over_it,
    delete_and_create,
    delete_file,
    delete_folder,
    move_away_and_put_another_program_s_file,
    put_a_backup_in_its_place,
    truncate,
)
from tests.notebook.conftest import MINE, entry


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (delete_file, []),
        (delete_folder, []),
        (truncate, []),
        (put_a_backup_in_its_place, ["9"]),
        (copy_a_backup_over_it, ["9"]),
        (delete_and_create, ["9"]),
        (move_away_and_put_another_program_s_file, []),
    ],
)
@pytest.mark.parametrize("is_kept_first", [True, False])
def test_notebooks_file_is_changed_go_on_with_the_new_one(
    served: Notebooks, path: Path, change: Callable[[Path], None], found: list[str], is_kept_first: bool
) -> None:
    for _ in range(2):
        change(path)
        if not is_kept_first:
            assert [kept.number for kept in served.newest(MINE, 10)] == found
        assert served.keep(MINE, entry("7")) == len(found) + 1
        assert [kept.number for kept in served.everything(MINE)] == [*found, "7"]
        assert served.count(MINE) == len(found) + 1
        (path.parent.parent / "backup.sqlite").unlink(missing_ok=True)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM digitcam_readings").fetchall() == [(len(found) + 1,)]
    other.close()


@pytest.mark.parametrize("change", [delete_file, delete_folder])
def test_notebooks_new_file_is_private(served: Notebooks, path: Path, change: Callable[[Path], None]) -> None:
    change(path)
    served.keep(MINE, entry("7"))
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("change", [delete_file, delete_folder, truncate, put_a_backup_in_its_place, delete_and_create])
def test_notebooks_file_is_changed_say_so(
    served: Notebooks, path: Path, change: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    change(path)
    served.count(MINE)
    assert served.replaced_at is not None
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "deleted or replaced" in record.getMessage()
    assert MINE not in record.getMessage()
    served.keep(MINE, entry("7"))
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


def test_notebooks_file_is_damaged_raise_until_it_is_moved_away(
    served: Notebooks, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(b"not a database, not at all" * 1000)
    for _ in range(3):
        with pytest.raises(NotebookError, match="not a database"):
            served.keep(MINE, entry("7"))
        with pytest.raises(NotebookError, match="not a database"):
            served.newest(MINE, 10)
    assert path.read_bytes() == b"not a database, not at all" * 1000
    assert len(caplog.records) == 1
    path.rename(path.with_name("damaged"))
    assert served.keep(MINE, entry("7")) == 1
    assert served.replaced_at is not None


def test_notebooks_place_of_the_file_is_a_folder_raise_until_it_is_gone(served: Notebooks, path: Path) -> None:
    path.unlink()
    path.mkdir()
    with pytest.raises(NotebookError, match="cannot be opened"):
        served.keep(MINE, entry("7"))
    path.rmdir()
    assert served.keep(MINE, entry("7")) == 1


def test_notebooks_folder_becomes_a_file_raise_until_it_is_gone(
    served: Notebooks, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("a file")
    with pytest.raises(NotebookError, match="cannot be made") as caught:
        served.keep(MINE, entry("7"))
    assert str(path.parent) not in str(caught.value)
    assert str(path.parent) in caplog.text
    path.parent.unlink()
    assert served.keep(MINE, entry("7")) == 1


def test_known_file_deleted_and_made_again_is_another_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a")
    for _ in range(20):
        known = KnownFile(path)
        assert known.is_at(path)
        path.unlink()
        assert not known.is_at(path)
        path.write_text("a")
        assert not known.is_at(path)
