"""Tests of *Keep readings* on the live page."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest

import digitcam.ui.components.kept
from digitcam.errors import NotebookError
from digitcam.networks.service import Status
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components.kept import LISTED, RETRY_S
from digitcam.ui.components.notebook import notebooks
from digitcam.video import keeping, kept
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FRAME_INTERVAL_S, FakeCamera, FakeNetwork, SureOf

FOUR = paper(mnist_digit(4))
NOTHING = paper()
SECOND = round(1 / FRAME_INTERVAL_S)
"""Frames in a second."""


class Clock:
    """Replaces the module `time`; its clock is set by hand."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


class Session:
    """A live page that keeps readings, with a network that reads 4."""

    def __init__(self, page: AppTest, camera: FakeCamera, reader: SureOf) -> None:
        self.page = page
        self._camera = camera
        self._reader = reader

    def show(self, picture: NDArray[np.uint8], frames: int) -> None:
        """Show a picture to the camera; the page does not run."""
        for _ in range(frames):
            self._camera.show(picture)

    def hold(self, *digits: int) -> None:
        """Hold each digit for a second and a half, then nothing, and run the page after each."""
        for digit in digits:
            self._reader.labels = (digit,)
            self.show(FOUR, SECOND + 1)
            self.page.run()
            self.show(NOTHING, SECOND + 1)
            self.page.run()

    @property
    def notebook(self) -> str:
        name: str | list[str] = self.page.query_params["notebook"]
        return name if isinstance(name, str) else name[0]

    @property
    def kept(self) -> list[str]:
        return [kept.number for kept in notebooks().everything(self.notebook)]

    @property
    def notes(self) -> list[str]:
        words = ("Kept", "database", "Taken back", "busy")
        return [note.value for note in self.page.markdown if any(word in note.value for word in words)]

    @property
    def undo(self) -> list[str]:
        return [button.label for button in self.page.button if button.label.endswith("undo")]

    def press_undo(self, number: int) -> None:
        (button,) = [button for button in self.page.button if button.label == f"**{number}** undo"]
        button.click().run()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(digitcam.ui.components.kept, "time", clock)
    return clock


@pytest.fixture
def session(open_page: Callable[..., AppTest], camera: FakeCamera, network: FakeNetwork, clock: Clock) -> Session:
    reader = SureOf(4)
    network.status = Status(recogniser=Recogniser(reader))
    camera.playing = True
    return Session(open_page(recognise="true", keep="true"), camera, reader)


def test_kept_readings_steady_reading_is_kept_once(session: Session) -> None:
    session.show(FOUR, SECOND)
    session.page.run()
    assert (session.kept, session.notes) == ([], [])
    session.show(FOUR, 5 * SECOND)
    session.page.run()
    assert session.kept == ["4"]
    assert session.notes == ["Kept: **4** · 1 in your notebook"]


def test_kept_readings_page_that_never_ran_meanwhile_loses_nothing(session: Session) -> None:
    for digit in (4, 0, 7, 1):
        session._reader.labels = (digit,)
        session.show(FOUR, 2 * SECOND)
    session.page.run()
    assert session.kept == ["4", "0", "7", "1"]
    assert session.notes == ["Kept: **1** · 4 in your notebook"]


def test_kept_readings_stores_picture_confidence_and_time(session: Session) -> None:
    session.hold(4)
    (kept_entry,) = notebooks().newest(session.notebook, 10)
    assert kept_entry.confidence == pytest.approx(0.98, abs=0.001)
    assert kept_entry.kept_at.tzinfo is not None
    picture = Image.open(io.BytesIO(kept_entry.picture))
    assert (picture.format, picture.mode) == ("JPEG", "L")
    assert 110 < picture.height < 200
    assert np.ptp(np.asarray(picture)) > 100
    assert len(kept_entry.picture) < 8000


def test_kept_readings_off_keeps_nothing(session: Session) -> None:
    session.page.sidebar.toggle(key="keep").set_value(False).run()
    session.hold(4)
    assert session.kept == []
    assert session.notes == []
    assert session.undo == []


def test_kept_readings_turned_off_stores_what_waits(session: Session) -> None:
    session.show(FOUR, 2 * SECOND)
    session.page.sidebar.toggle(key="keep").set_value(False).run()
    assert session.kept == ["4"]


def test_kept_readings_other_notebook_in_the_address_gets_what_is_held_from_then_on(session: Session) -> None:
    session.hold(4)
    session._reader.labels = (7,)
    session.show(FOUR, 2 * SECOND)
    before, session.page.query_params["notebook"] = session.notebook, new_notebook_id()
    session.page.run()
    assert [entry.number for entry in notebooks().everything(before)] == ["4", "7"]
    assert (session.kept, session.undo, session.notes) == ([], [], [])
    session.hold(1)
    assert (session.kept, session.undo) == (["1"], ["**1** undo"])


def test_kept_readings_turned_on_again_keeps_the_same_number_again(session: Session) -> None:
    session.show(FOUR, 2 * SECOND)
    for on in (False, True):
        session.page.sidebar.toggle(key="keep").set_value(on).run()
    session.show(FOUR, 2 * SECOND)
    session.page.run()
    assert session.kept == ["4", "4"]


def test_kept_readings_failure_is_not_reported_as_kept(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_all, tries = Notebooks.add_all, []

    def fail(*_: Any) -> int:
        tries.append(clock.now_s)
        raise NotebookError("The database of the readings cannot be used (disk full).")

    monkeypatch.setattr(Notebooks, "add_all", fail)
    session.hold(4, 0)
    assert session.kept == []
    assert session.notes == [":red[The database of the readings cannot be used (disk full).]"]
    assert len(tries) == 1
    monkeypatch.setattr(Notebooks, "add_all", add_all)
    clock.now_s += RETRY_S
    session.page.run()
    assert session.kept == ["4", "0"]
    assert session.notes == ["Kept: **0** · 2 in your notebook"]


def test_kept_readings_unwritable_folder_is_reported(
    session: Session, readings_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    readings_file.parent.write_text("a file where the folder should be")
    session.hold(4)
    (note,) = [note.value for note in session.page.markdown if "DIGITCAM_READINGS" in note.value]
    assert str(readings_file.parent) not in note
    assert str(readings_file.parent) in caplog.text
    assert not session.page.exception


def test_kept_readings_deleted_database_is_told_once(session: Session, readings_file: Path) -> None:
    session.hold(4)
    readings_file.unlink()
    session.hold(0)
    assert session.kept == ["0"]
    (note,) = session.notes
    assert note.startswith("Kept: **0** · 1 in your notebook")
    assert "deleted or replaced" in note
    session.hold(7)
    assert session.notes == ["Kept: **7** · 2 in your notebook"]


def test_kept_readings_file_is_private(session: Session, readings_file: Path) -> None:
    session.hold(4)
    assert readings_file.stat().st_mode & 0o077 == 0


def test_undo_one_of_five_deletes_just_that_one(session: Session) -> None:
    session.hold(1, 2, 3, 4, 5, 6)
    assert session.undo == [f"**{digit}** undo" for digit in (6, 5, 4, 3, 2)]
    assert len(session.undo) == LISTED
    session.press_undo(4)
    assert session.kept == ["1", "2", "3", "5", "6"]
    assert session.undo == [f"**{digit}** undo" for digit in (6, 5, 3, 2)]
    assert session.notes == ["Taken back: **4** · 5 in your notebook"]
    session.hold(4)
    assert session.kept == ["1", "2", "3", "5", "6", "4"]


def test_undo_in_two_tabs_each_deletes_its_own(
    session: Session, open_page: Callable[..., AppTest], camera: FakeCamera
) -> None:
    session.hold(4)
    other = Session(open_page(recognise="true", keep="true", notebook=session.notebook), camera, session._reader)
    other.hold(4, 7)
    assert session.kept == ["4", "4", "7"]
    assert other.undo == ["**7** undo", "**4** undo"]
    session.page.run()
    assert session.undo == ["**4** undo"]
    first, second, _ = notebooks().everything(session.notebook)
    other.press_undo(4)
    assert [entry.id for entry in notebooks().everything(session.notebook)][:1] == [first.id]
    session.press_undo(4)
    assert session.kept == ["7"]
    assert second.id != first.id


def test_undo_of_what_was_deleted_elsewhere_takes_it_off_the_list(session: Session) -> None:
    session.hold(4, 7)
    notebooks().delete(session.notebook, [notebooks().everything(session.notebook)[0].id])
    session.press_undo(4)
    assert (session.kept, session.undo) == (["7"], ["**7** undo"])
    assert session.notes == ["Taken back: **4** · 1 in your notebook"]


def test_undo_failure_is_reported_and_leaves_it_listed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise NotebookError("The database of the readings cannot be used (disk full).")

    session.hold(4)
    monkeypatch.setattr(Notebooks, "delete", fail)
    session.press_undo(4)
    assert session.notes == [":red[The database of the readings cannot be used (disk full).]"]
    assert session.undo == ["**4** undo"]


def test_kept_readings_server_too_slow_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.show(FOUR, 12 * SECOND)
    session.page.run()
    assert len(session.notes) == 1
    assert "busy" not in session.notes[0]
    monkeypatch.setattr(keeping, "MIN_SHARE", 1.1)
    session.page.run()
    assert "too busy to keep every number" in session.notes[0]


def test_kept_readings_lost_ones_are_told_until_another_is_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MAX_WAITING", 1)
    for digit in (4, 7):
        session._reader.labels = (digit,)
        session.show(FOUR, 2 * SECOND)
    for _ in range(2):
        session.page.run()
        assert session.kept == ["4"]
        assert "too busy to keep every number" in session.notes[0]
    session.hold(1)
    assert session.notes == ["Kept: **1** · 2 in your notebook"]
