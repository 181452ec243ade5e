"""Migration of the database."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Connection, DateTime, bindparam, inspect, text

from digitcam.errors import NotebookError
from digitcam.notebook.entries import SheetCell, new_notebook_id, new_sheet_id
from digitcam.notebook.schema import STEPS, migrate
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import NOON, Connect, entry

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


def test_migrate_database_of_the_first_version_keeps_its_readings_and_takes_new_ones(connect: Connect) -> None:
    engine = connect()
    with engine.begin() as connection:
        connection.execute(text(FIRST_VERSION[engine.dialect.name]))
        connection.execute(text("CREATE TABLE digitcam_version (version INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO digitcam_version VALUES (1)"))
        values = {"notebook": MINE, "picture": b"old", "kept_at": NOON.replace(tzinfo=None)}
        connection.execute(
            text(
                "INSERT INTO digitcam_readings (notebook, number, confidence, picture, kept_at) "
                "VALUES (:notebook, '007', 0.5, :picture, :kept_at)"
            ).bindparams(bindparam("kept_at", type_=DateTime)),
            values,
        )
    notebooks = Notebooks(connect())
    cell = SheetCell(new_sheet_id(), "a.png", 0, 1)
    notebooks.add(MINE, replace(entry("8"), read="3", cell=cell, name="Ada"))
    old, new = notebooks.everything(MINE)
    assert (old.number, old.read, old.confidence, old.kept_at) == ("007", None, 0.5, NOON)
    assert (old.cell, old.name) == (None, "")
    assert (new.number, new.read, new.cell, new.name) == ("8", "3", cell, "Ada")
    assert Notebooks(connect()).count(MINE) == 2


def test_migrate_new_database_has_the_columns_of_all_versions(connect: Connect) -> None:
    Notebooks(connect()).keep(MINE, entry("7"))
    assert {"read", "sheet", "sheet_title", "sheet_row", "sheet_column", "name"} <= columns(connect)


_COLUMNS = "notebook TEXT NOT NULL, number TEXT NOT NULL, confidence FLOAT NOT NULL"

FIRST_VERSION = {
    "sqlite": f"CREATE TABLE digitcam_readings (id INTEGER PRIMARY KEY AUTOINCREMENT, {_COLUMNS}, "
    "picture BLOB NOT NULL, kept_at DATETIME NOT NULL)",
    "postgresql": f"CREATE TABLE digitcam_readings (id SERIAL PRIMARY KEY, {_COLUMNS}, "
    "picture BYTEA NOT NULL, kept_at TIMESTAMP WITHOUT TIME ZONE NOT NULL)",
}
"""The table as the first version made it."""
