"""Many writers at once, and what write-ahead logging leaves behind."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import entry

MINE = new_notebook_id()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "readings.sqlite"


@pytest.fixture
def notebooks(path: Path, connect_to: Callable[..., Engine]) -> Notebooks:
    return Notebooks(connect_to(f"sqlite:///{path}"))


def keep_from_threads(notebooks: Notebooks, threads: int, each: int, name: str = MINE) -> list[str]:
    """Keep readings from several threads at once; return the messages of the refused ones."""
    refused: list[str] = []

    def keep() -> None:
        for number in range(each):
            try:
                notebooks.keep(name, entry(str(number)))
            except Exception as exc:  # noqa: BLE001 - returned to the main thread
                refused.append(str(exc))

    workers = [threading.Thread(target=keep) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return refused


def test_keep_twenty_threads_none_is_refused(notebooks: Notebooks) -> None:
    assert keep_from_threads(notebooks, 20, 40) == []
    assert notebooks.count(MINE) == 800


KEEP_FROM_THREADS = """
import sys
from sqlalchemy import create_engine
from digitcam.notebook.store import Notebooks
from tests.notebook.test_load import keep_from_threads
print(keep_from_threads(Notebooks(create_engine(sys.argv[1])), 10, 20, sys.argv[2]))
"""


def test_keep_two_servers_none_is_refused(path: Path, notebooks: Notebooks) -> None:
    command = [sys.executable, "-c", KEEP_FROM_THREADS, f"sqlite:///{path}", MINE]
    servers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [server.communicate()[0].strip() for server in servers] == ["[]", "[]"]
    assert notebooks.count(MINE) == 400


def test_keep_is_not_delayed_by_a_reader(path: Path, connect_to: Callable[..., Engine]) -> None:
    notebooks = Notebooks(connect_to(f"sqlite:///{path}", connect_args={"timeout": 0}))
    with sqlite3.connect(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM digitcam_readings").fetchall()
        assert notebooks.keep(MINE, entry("7")) == 1
    reader.close()


def test_keep_waits_for_another_program(path: Path, notebooks: Notebooks) -> None:
    with sqlite3.connect(path, check_same_thread=False) as other:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(0.3, other.rollback)
        release.start()
        assert notebooks.keep(MINE, entry("7")) == 1
        release.join()
    other.close()


def test_keep_file_system_without_shared_memory_uses_the_journal(path: Path, connect_to: Callable[..., Engine]) -> None:
    url = f"sqlite:///file:{path}?vfs=unix-dotfile&uri=true"
    notebooks = Notebooks(connect_to(url))
    assert notebooks.keep(MINE, entry("7")) == 1
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
    other.close()
    path.unlink()
    assert notebooks.keep(MINE, entry("8")) == 1
    assert notebooks.replaced_at is not None


def files(path: Path) -> bytes:
    """Return the content of the database's files."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


@pytest.mark.parametrize("is_read_meanwhile", [False, True])
def test_delete_leaves_nothing_in_any_file(path: Path, notebooks: Notebooks, is_read_meanwhile: bool) -> None:
    assert keep_from_threads(notebooks, 4, 5) == []
    with sqlite3.connect(path) as reader:
        if is_read_meanwhile:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM digitcam_readings").fetchall()
        notebooks.keep(MINE, entry("407"))
        assert b"PNG of 407" in files(path)
        notebooks.clear(MINE)
        assert (b"PNG of 407" in files(path)) == is_read_meanwhile
    reader.close()
    # The next transaction of any visitor, such as a page that looks for changes.
    notebooks.state(MINE)
    assert b"PNG of 407" not in files(path)
    assert list(path.parent.iterdir()) == [path]


DELETE_AND_DIE = """
import os, signal, sqlite3, sys
from sqlalchemy import create_engine
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import entry
notebooks = Notebooks(create_engine(f"sqlite:///{sys.argv[1]}"))
reader = sqlite3.connect(sys.argv[1])
reader.execute("BEGIN").execute("SELECT count(*) FROM digitcam_readings").fetchall()
notebooks.keep(sys.argv[2], entry("407"))
notebooks.clear(sys.argv[2])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_notebooks_after_a_killed_server_nothing_deleted_is_left(path: Path, connect_to: Callable[..., Engine]) -> None:
    assert subprocess.run([sys.executable, "-c", DELETE_AND_DIE, str(path), MINE]).returncode == -9
    assert b"PNG of 407" in files(path)
    assert Notebooks(connect_to(f"sqlite:///{path}")).count(MINE) == 0
    assert b"PNG of 407" not in files(path)
