"""What can happen to the file of a running server."""

import os
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import MINE, entry


def delete_file(path: Path) -> None:
    path.unlink()


def delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def truncate(path: Path) -> None:
    path.write_bytes(b"")


def put_a_backup_in_its_place(path: Path) -> None:
    os.replace(backup(path), path)


def copy_a_backup_over_it(path: Path) -> None:
    shutil.copyfile(backup(path), path)


def delete_and_create(path: Path) -> None:
    path.unlink()
    shutil.copyfile(backup(path), path)


def move_away_and_put_another_program_s_file(path: Path) -> None:
    path.rename(path.with_name("old"))
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()


def backup(path: Path) -> Path:
    """Return a database that holds the reading 9."""
    engine = create_engine(f"sqlite:///{path.parent.parent / 'backup.sqlite'}")
    Notebooks(engine).keep(MINE, entry("9"))
    engine.dispose()
    return path.parent.parent / "backup.sqlite"
