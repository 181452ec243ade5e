"""What visitors and the log are told about a database that fails."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from digitcam.errors import NotebookError
from digitcam.notebook import failures
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import Connect, entry

MINE = new_notebook_id()

PICTURES = 200_000
"""Bytes of a picture that does not fit on a full disk."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "readings.sqlite"


def test_keep_disk_is_full_says_so_and_goes_on_later(path: Path, connect_to: Callable[..., Engine]) -> None:
    engine = connect_to(f"sqlite:///{path}")
    notebooks = Notebooks(engine)
    limit = {"pages": 16}
    event.listen(engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count = {limit['pages']}"))
    full = entry("7" * 64)
    object.__setattr__(full, "picture", bytes(PICTURES))
    with pytest.raises(NotebookError, match="full"):
        notebooks.keep(MINE, full)
    assert notebooks.count(MINE) == 0
    limit["pages"] = 100_000
    assert notebooks.keep(MINE, full) == 1
    assert notebooks.replaced_at is None


def test_notebooks_read_only_file_says_so(path: Path, connect_to: Callable[..., Engine]) -> None:
    Notebooks(connect_to(f"sqlite:///{path}"))
    with pytest.raises(NotebookError, match="read-only"):
        Notebooks(connect_to(f"sqlite:///file:{path}?mode=ro&uri=true"))


def test_keep_file_becomes_read_only_says_so(path: Path, connect_to: Callable[..., Engine]) -> None:
    engine = connect_to(f"sqlite:///{path}")
    notebooks = Notebooks(engine)
    is_read_only = [True]
    event.listen(engine, "connect", lambda c, _: c.execute(f"PRAGMA query_only = {int(is_read_only[0])}"))
    with pytest.raises(NotebookError, match="read-only"):
        notebooks.keep(MINE, entry())
    assert notebooks.count(MINE) == 0
    is_read_only[0] = False
    assert notebooks.keep(MINE, entry()) == 1


METHODS: list[Callable[[Notebooks], Any]] = [
    lambda notebooks: notebooks.keep(MINE, entry("407407")),
    lambda notebooks: notebooks.newest(MINE, 10),
    lambda notebooks: notebooks.everything(MINE),
    lambda notebooks: notebooks.count(MINE),
    lambda notebooks: notebooks.state(MINE),
    lambda notebooks: notebooks.correct(MINE, 1, "407407"),
    lambda notebooks: notebooks.delete(MINE, [1]),
    lambda notebooks: notebooks.clear(MINE),
]


@pytest.mark.parametrize("method", METHODS)
def test_any_method_failing_database_tells_visitors_no_details(
    path: Path, connect_to: Callable[..., Engine], caplog: pytest.LogCaptureFixture, method: Callable[[Notebooks], Any]
) -> None:
    notebooks = Notebooks(connect_to(f"sqlite:///{path}"))
    path.unlink()
    path.mkdir()
    with pytest.raises(NotebookError) as caught:
        method(notebooks)
    assert "Whoever runs the server" in str(caught.value)
    for secret in (str(path), MINE, "407407", "sqlite3", "OperationalError"):
        assert secret not in str(caught.value)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "SQLITE_CANTOPEN" in record.getMessage()
    assert MINE not in caplog.text
    assert "407407" not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://alice:hush@/readings?host=/nowhere/at-all",
        "postgresql+psycopg://alice:hush@127.0.0.1:1/readings",
    ],
)
def test_notebooks_unreachable_server_tells_visitors_no_details(
    connect_to: Callable[..., Engine], url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NotebookError, match="does not answer") as caught:
        Notebooks(connect_to(url))
    for secret in ("alice", "hush", "nowhere", "127.0.0.1", "psycopg"):
        assert secret not in str(caught.value)
    assert "hush" not in caplog.text
    assert "127.0.0.1" in caplog.text or "/nowhere" in caplog.text


@pytest.mark.parametrize("wrong", [{"username": "nobody"}, {"database": "no_such_database"}])
def test_notebooks_refusing_server_tells_visitors_no_details(
    connect_to: Callable[..., Engine], postgres_url: str, wrong: dict[str, str]
) -> None:
    engine = connect_to(postgres_url)
    url = engine.url.set(**wrong)  # type: ignore[arg-type]
    with pytest.raises(NotebookError, match="does not answer or refuses") as caught:
        Notebooks(connect_to(url))
    assert next(iter(wrong.values())) not in str(caught.value)
    assert str(engine.url.query["host"]) not in str(caught.value)


def test_keep_without_rights_says_so(notebooks: Notebooks, connect: Connect) -> None:
    engine = connect()
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no rights")
    with engine.begin() as connection:
        connection.execute(text("ALTER DATABASE postgres SET default_transaction_read_only = on"))
    try:
        with pytest.raises(NotebookError, match="read-only"):
            Notebooks(connect()).keep(MINE, entry())
    finally:
        with engine.begin() as connection:
            connection.execute(text("SET TRANSACTION READ WRITE"))
            connection.execute(text("ALTER DATABASE postgres RESET default_transaction_read_only"))


def test_notebooks_unsupported_kind_says_so(monkeypatch: pytest.MonkeyPatch, connect_to: Callable[..., Engine]) -> None:
    engine = connect_to("sqlite://")
    monkeypatch.setattr(engine.dialect, "name", "oracle")
    with pytest.raises(NotebookError, match="SQLite or PostgreSQL"):
        Notebooks(engine)


class DriverError(Exception):
    """An error of PostgreSQL's driver.

    Attributes:
        sqlstate: PostgreSQL's code.
    """

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(f"secret at /var/run of {MINE}\nDETAIL: 407")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("53100", failures.FULL),
        ("53300", failures.UNREACHABLE),
        ("08006", failures.UNREACHABLE),
        ("57P01", failures.UNREACHABLE),
        ("28P01", failures.UNREACHABLE),
        ("40P01", failures.LOCKED),
        ("42501", failures.NOT_ALLOWED),
        ("XX000", failures.OTHER),
        (None, failures.OTHER),
    ],
)
def test_message_postgresql_code_is_explained(state: str | None, message: str) -> None:
    exc = OperationalError("INSERT 407", {"number": "407"}, DriverError(state))
    assert failures.message(exc) == message
    assert "407" not in failures.details(exc)


@pytest.mark.parametrize(
    "code", sorted({getattr(sqlite3, name) for name in dir(sqlite3) if name.startswith("SQLITE_IO")})
)
def test_message_any_sqlite_code_has_one(code: int) -> None:
    original = sqlite3.OperationalError("disk I/O error")
    original.sqlite_errorcode = code
    assert failures.message(OperationalError("INSERT", {}, original)).endswith("log.")
