"""Notebooks in each kind of database."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from sqlalchemy import Engine, create_engine, text

from digitcam.notebook.entries import Entry
from digitcam.notebook.store import Notebooks
from tests.postgres import find_postgres, postgres

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)

Connect: TypeAlias = Callable[[], Engine]


def entry(number: str = "407", seconds: float = 0.0) -> Entry:
    return Entry(number, 0.98, b"\x89PNG of " + number.encode(), NOON + timedelta(seconds=seconds))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Of a server that this session's tests share."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    # Not pytest's own folder: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'readings.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def connect(url: str) -> Iterator[Connect]:
    """Connects to the database as one more server would."""
    engines: list[Engine] = []

    def connect() -> Engine:
        engines.append(create_engine(url))
        return engines[-1]

    yield connect
    for engine in engines:
        engine.dispose()


@pytest.fixture
def notebooks(connect: Connect) -> Notebooks:
    return Notebooks(connect())
