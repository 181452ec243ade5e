"""An SQLite file that is deleted or replaced while several servers write."""

import queue
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from digitcam.notebook.store import Notebooks
from tests.notebook.changes import delete_file, delete_folder, put_a_backup_in_its_place
from tests.notebook.conftest import MINE, entry

pytestmark = pytest.mark.slow


KEEP_UNTIL_TOLD = """
import sys, threading
from sqlalchemy import create_engine
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import MINE, entry
notebooks = Notebooks(create_engine(sys.argv[1]))
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set())).start()
kept = 0
while not stop.is_set():
    notebooks.keep(sys.argv[2], entry("5"))
    kept += 1
    print(kept, flush=True)
"""


def pass_on(printed: Iterable[str], lines: "queue.SimpleQueue[str]") -> None:
    for line in printed:
        lines.put(line)


def wait_for_new(lines: "queue.SimpleQueue[str]") -> None:
    """Wait for five lines that are printed from now on: those printed before a change say nothing about it."""
    while not lines.empty():
        lines.get()
    for _ in range(5):
        lines.get(timeout=30)


@pytest.mark.parametrize("change", [delete_file, put_a_backup_in_its_place, delete_folder])
def test_keep_file_is_changed_while_two_servers_write_all_go_on(
    served: Notebooks, path: Path, change: Callable[[Path], None]
) -> None:
    failures: list[Exception] = []
    stop = threading.Event()

    def write() -> None:
        try:
            while not stop.is_set():
                served.keep(MINE, entry("3"))
        except Exception as exc:  # noqa: BLE001 - asserted below, on the main thread
            failures.append(exc)

    command = [sys.executable, "-c", KEEP_UNTIL_TOLD, f"sqlite:///{path}", MINE]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdin
    assert other.stdout
    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    listener = threading.Thread(target=pass_on, args=(other.stdout, lines))
    listener.start()
    for _ in range(3):
        wait_for_new(lines)
        (path.parent.parent / "backup.sqlite").unlink(missing_ok=True)
        change(path)
    wait_for_new(lines)
    stop.set()
    for thread in threads:
        thread.join()
    other.stdin.close()
    assert other.wait() == 0
    listener.join()
    other.stdout.close()
    assert failures == []
    before = served.count(MINE)
    assert served.keep(MINE, entry("7")) == before + 1
    with sqlite3.connect(path) as check:
        assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    check.close()
