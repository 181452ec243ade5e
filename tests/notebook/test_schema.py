"""Migration of the database."""

import threading

import pytest
from sqlalchemy import Connection, inspect, text

from digitcam.errors import NotebookError
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.schema import STEPS, migrate
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import Connect, entry

MINE = new_notebook_id()


def add_a_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE digitcam_readings ADD COLUMN remark TEXT DEFAULT ''"))


def fail(connection: Connection) -> None:
    add_a_column(connection)
    raise RuntimeError("half-way")


def columns(connect: Connect) -> set[str]:
    return {column["name"] for column in inspect(connect()).get_columns("digitcam_readings")}


def test_migrate_current_database_is_unchanged(connect: Connect) -> None:
    Notebooks(connect()).keep(MINE, entry("7"))
    assert Notebooks(connect()).count(MINE) == 1


def test_migrate_older_database_keeps_its_readings(connect: Connect) -> None:
    Notebooks(connect()).keep(MINE, entry("7"))
    for _ in range(2):
        migrate(connect(), (*STEPS, add_a_column))
    assert "remark" in columns(connect)


def test_migrate_failing_step_changes_nothing(connect: Connect) -> None:
    Notebooks(connect()).keep(MINE, entry("7"))
    with pytest.raises(RuntimeError, match="half-way"):
        migrate(connect(), (*STEPS, fail))
    assert "remark" not in columns(connect)
    assert Notebooks(connect()).count(MINE) == 1
    migrate(connect(), (*STEPS, add_a_column))
    assert "remark" in columns(connect)


def test_migrate_newer_database_raises(connect: Connect) -> None:
    migrate(connect(), (*STEPS, add_a_column))
    with pytest.raises(NotebookError, match="newer Digitcam"):
        Notebooks(connect())


def test_migrate_concurrent_servers_run_each_step_once(connect: Connect) -> None:
    steps, failures = [], []

    def step(connection: Connection) -> None:
        steps.append(connection)

    def start() -> None:
        try:
            migrate(connect(), (*STEPS, step))
        except Exception as exc:  # noqa: BLE001 - asserted below, on the main thread
            failures.append(exc)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(steps) == 1
