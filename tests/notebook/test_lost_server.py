"""A database whose tables are dropped, and a PostgreSQL server that restarts."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from tests.notebook.conftest import Connect, entry
from tests.postgres import find_postgres, postgres, restart

MINE = new_notebook_id()


def test_notebooks_tables_are_dropped_go_on(
    notebooks: Notebooks, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    notebooks.keep(MINE, entry("1"))
    with connect().begin() as other:
        other.execute(text("DROP TABLE digitcam_readings"))
        other.execute(text("DROP TABLE digitcam_version"))
    assert notebooks.keep(MINE, entry("7")) == 1
    assert notebooks.replaced_at is not None
    assert "deleted or replaced" in caplog.text


@pytest.fixture
def own_postgres() -> Iterator[tuple[Path, str]]:
    """Return the folder and the URL of a PostgreSQL server for one test."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield Path(folder), url


@pytest.mark.parametrize("pre_ping", [True, False])
def test_notebooks_database_server_restarts_go_on(
    own_postgres: tuple[Path, str], connect_to: Callable[..., Engine], pre_ping: bool
) -> None:
    folder, url = own_postgres
    notebooks = Notebooks(connect_to(url, pool_pre_ping=pre_ping))
    numbers = count(1)
    for method in (
        lambda: notebooks.keep(MINE, entry(str(next(numbers)))),
        lambda: notebooks.newest(MINE, 10),
        lambda: notebooks.keep(MINE, entry(str(next(numbers)))),
    ):
        method()
        restart(folder)
        method()
    assert notebooks.count(MINE) == 4
    assert notebooks.replaced_at is None
