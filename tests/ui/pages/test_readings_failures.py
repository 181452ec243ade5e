"""What the readings page and the live page show when the database fails."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components.notebook import notebooks
from tests.notebook.conftest import entry
from tests.ui.components.test_keeping import Session
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf

MINE = new_notebook_id()

Open = Callable[..., AppTest]


@pytest.fixture
def kept(readings_file: Path) -> Notebooks:
    """Return the database with 4 in the notebook MINE."""
    notebooks().keep(MINE, entry("4"))
    return notebooks()


def warnings(page: AppTest) -> list[str]:
    return [warning.value for warning in page.warning]


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: shutil.rmtree(path.parent)])
def test_readings_deleted_database_is_reported_and_used_on(
    open_page: Open, kept: Notebooks, readings_file: Path, change: Callable[[Path], None]
) -> None:
    page = open_page("readings", notebook=MINE)
    assert warnings(page) == []
    change(readings_file)
    page.run()
    assert "deleted or replaced" in warnings(page)[0]
    assert "empty" in page.info[0].value
    kept.keep(MINE, entry("5"))
    assert list(page.run().data_editor[0].value["number"]) == ["5"]
    assert "deleted or replaced" in warnings(page)[0]
    assert warnings(open_page("readings", notebook=MINE)) == []


def test_readings_failing_database_is_shown_again_when_it_works(
    open_page: Open, kept: Notebooks, readings_file: Path
) -> None:
    page = open_page("readings", notebook=MINE)
    content = readings_file.read_bytes()
    readings_file.write_bytes(b"not a database, not at all" * 1000)
    page.run()
    assert "not a database" in page.error[0].value
    assert str(readings_file.parent) not in page.error[0].value
    readings_file.write_bytes(content)
    page.run()
    assert not page.error
    assert list(page.data_editor[0].value["number"]) == ["4"]


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Return a function that sets ``connections.readings`` of the secrets."""
    return lambda readings: monkeypatch.setattr(st.secrets, "_secrets", {"connections": {"readings": readings}})


WRONG: list[Any] = [
    {"url": "no URL with hush"},
    {"url": "oracle+nothing://alice:hush@db.example.org/readings"},
    {"url": "postgresql+pg8000://alice:hush@db.example.org/readings"},
    {"url": "postgresql+psycopg://alice:hush@127.0.0.1:1/readings"},
    {"url": "postgresql+psycopg://alice:hush@/readings?host=/run/hush"},
    {"url": "sqlite:////proc/hush/readings.sqlite"},
    {"url": 407},
    {"username": "alice", "password": "hush"},
    {"dialect": "postgresql", "username": "alice", "password": "hush", "host": "127.0.0.1", "port": "hush"},
    {"url": "sqlite://", "create_engine_kwargs": {"hush": 1}},
    "postgresql://alice:hush@db.example.org/readings",
    {},
]


@pytest.mark.parametrize("readings", WRONG)
def test_readings_wrong_secrets_are_reported_without_details(
    open_page: Open, readings_file: Path, secrets: Callable[[Any], None], readings: Any, caplog: Any
) -> None:
    secrets(readings)
    page = open_page("readings", notebook=MINE)
    assert not page.exception
    (error,) = page.error
    assert "whoever runs" in error.value.lower()
    for secret in ("alice", "hush", "example", "127.0.0.1", "Error", "sqlalchemy", "psycopg"):
        assert secret not in error.value
    assert caplog.records
    assert not readings_file.exists()


@pytest.fixture
def damaged_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Configure a file with secrets that is not TOML."""
    path = tmp_path / "secrets.toml"
    path.write_text('[connections.readings\nurl = "postgresql://alice:hush@db.example.org/readings"\n')
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    monkeypatch.setattr(st.secrets, "_secrets", None)
    yield
    config.set_option("secrets.files", before)


def test_readings_unreadable_secrets_keep_nothing_in_a_file(
    open_page: Open, readings_file: Path, damaged_secrets: None
) -> None:
    page = open_page("readings", notebook=MINE)
    assert not page.exception
    assert "secrets cannot be read" in page.error[0].value
    assert not readings_file.exists()


@pytest.mark.parametrize("readings", WRONG[:5])
def test_kept_readings_wrong_secrets_are_reported_in_the_line(
    open_page: Open,
    camera: FakeCamera,
    network: FakeNetwork,
    secrets: Callable[[Any], None],
    readings: Any,
) -> None:
    secrets(readings)
    reader = SureOf(4)
    network.status = Status(recogniser=Recogniser(reader))
    camera.playing = True
    session = Session(open_page(recognise="true", keep="true"), camera, reader)
    session.hold(4)
    (note,) = [note for note in session.notes if "red" in note]
    assert "hush" not in note
    assert "alice" not in note
    assert not session.page.exception
