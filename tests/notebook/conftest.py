"""Notebooks in SQLite and in PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from sqlalchemy import Engine, create_engine, text

from digitcam.notebook.entries import Entry, new_notebook_id
from digitcam.notebook.store import Notebooks

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)

MINE: Final = new_notebook_id()

Connect: TypeAlias = Callable[[], Engine]


def entry(number: str = "407", seconds: float = 0.0) -> Entry:
    return Entry(number, 0.98, b"\x89PNG of " + number.encode(), NOON + timedelta(seconds=seconds))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
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
def connect_to() -> Iterator[Callable[..., Engine]]:
    """A function that creates engines, which are closed after the test."""
    engines: list[Engine] = []

    def connect_to(url: str, **options: Any) -> Engine:
        engines.append(create_engine(url, **options))
        return engines[-1]

    yield connect_to
    for engine in engines:
        engine.dispose()


@pytest.fixture
def connect(url: str, connect_to: Callable[..., Engine]) -> Connect:
    """A function that connects to the database as another server would."""
    return lambda: connect_to(url)


@pytest.fixture
def notebooks(connect: Connect) -> Notebooks:
    return Notebooks(connect())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "readings.sqlite"


@pytest.fixture
def served(path: Path, connect_to: Callable[..., Engine]) -> Notebooks:
    """Return the database of a running server, with the readings 1 and 2."""
    notebooks = Notebooks(connect_to(f"sqlite:///{path}"))
    for number in "12":
        notebooks.keep(MINE, entry(number))
    return notebooks
