"""Tests of *Keep readings* on the live page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import digitcam.ui.components.notebook
from digitcam.errors import NotebookError
from digitcam.networks.service import Status
from digitcam.notebook.keeper import Keeper
from digitcam.notebook.store import Notebooks
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components.notebook import notebooks
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf

FOUR = paper(mnist_digit(4))


class Clock:
    """Replaces the module `time`; its clock is set by hand."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


class Session:
    """A live page that keeps readings, with a network that reads 4."""

    def __init__(self, page: AppTest, camera: FakeCamera, clock: Clock) -> None:
        self.page = page
        self._camera = camera
        self._clock = clock

    def show(self, *times_s: float) -> None:
        """Show a 4 to the camera and run the page at each of these times."""
        for time_s in times_s:
            self._clock.now_s = time_s
            self._camera.show(FOUR)
            self.page.run()

    @property
    def kept(self) -> list[str]:
        return [kept.number for kept in notebooks().everything(self.page.query_params["notebook"])]

    @property
    def notes(self) -> list[str]:
        return [note.value for note in self.page.markdown if "Kept" in note.value or "database" in note.value]


@pytest.fixture
def session(
    open_page: Callable[..., AppTest], camera: FakeCamera, network: FakeNetwork, monkeypatch: pytest.MonkeyPatch
) -> Session:
    clock = Clock()
    monkeypatch.setattr(digitcam.ui.components.notebook, "time", clock)
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    camera.playing = True
    return Session(open_page(recognise="true", keep="true"), camera, clock)


def test_keep_reading_steady_reading_is_kept_once(session: Session) -> None:
    session.show(100, 100.5)
    assert (session.kept, session.notes) == ([], [])
    session.show(101, 101.5, 105)
    assert session.kept == ["4"]
    assert session.notes == ["Kept: **4** · 1 in your notebook"]


def test_keep_reading_stores_picture_confidence_and_time(session: Session) -> None:
    session.show(100, 101)
    (kept,) = notebooks().newest(session.page.query_params["notebook"], 10)
    assert kept.confidence == pytest.approx(0.98, abs=0.001)
    assert kept.picture.startswith(b"\x89PNG")
    assert kept.kept_at.tzinfo is not None


def test_keep_reading_off_keeps_nothing(session: Session) -> None:
    session.page.sidebar.toggle(key="keep").set_value(False).run()
    session.show(100, 101, 102)
    assert session.kept == []
    assert session.notes == []


def test_keep_reading_failure_is_not_reported_as_kept(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Notebooks.keep

    def fail(*_: Any) -> int:
        raise NotebookError("The database of the readings cannot be used (disk full).")

    monkeypatch.setattr(Notebooks, "keep", fail)
    session.show(100, 101)
    assert session.kept == []
    assert session.notes == [":red[The database of the readings cannot be used (disk full).]"]
    monkeypatch.setattr(Notebooks, "keep", keep)
    session.show(102, 103)
    assert session.kept == ["4"]
    assert session.notes == ["Kept: **4** · 1 in your notebook"]


def test_keep_reading_unwritable_folder_is_reported(
    session: Session, readings_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    readings_file.parent.write_text("a file where the folder should be")
    session.show(100, 101)
    (note,) = [note.value for note in session.page.markdown if "DIGITCAM_READINGS" in note.value]
    assert str(readings_file.parent) not in note
    assert str(readings_file.parent) in caplog.text
    assert not session.page.exception


def test_keep_reading_deleted_database_is_told_once(session: Session, readings_file: Path) -> None:
    session.show(100, 101)
    readings_file.unlink()
    session.page.session_state["keeper"] = Keeper()
    session.show(102, 103)
    assert session.kept == ["4"]
    (note,) = session.notes
    assert note.startswith("Kept: **4** · 1 in your notebook")
    assert "deleted or replaced" in note
    session.page.session_state["keeper"] = Keeper()
    session.show(104, 105)
    assert session.notes == ["Kept: **4** · 2 in your notebook"]


def test_keep_reading_file_is_private(session: Session, readings_file: Path) -> None:
    session.show(100, 101)
    assert readings_file.stat().st_mode & 0o077 == 0
