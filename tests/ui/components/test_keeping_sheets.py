"""Tests of sheets and names that *Keep readings* keeps on the live page."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from digitcam.errors import NotebookError
from digitcam.names import MAX_CHARACTERS, parse_names
from digitcam.notebook.entries import StoredEntry
from digitcam.notebook.store import Notebooks
from digitcam.ui import texts
from digitcam.ui.components import kept_signal
from digitcam.ui.components.notebook import notebooks
from digitcam.video.kept import KeptReading, cells_of, picture_of
from tests.ui.conftest import FakeCamera
from tests.ui.hostile import HOSTILE, in_one_line, shown
from tests.video.sheet_readings import sheet

FRAME = np.random.default_rng(0).integers(0, 256, (480, 640), np.uint8)


class Session:
    """A live page that keeps readings."""

    def __init__(self, page: AppTest, camera: FakeCamera) -> None:
        self.page, self._camera = page, camera

    def hold(self, *rows: list[str], number: int = 0, replaces: int = 0) -> None:
        """Keep a sheet; a single number if it has one."""
        reading = sheet(*rows)
        is_sheet = sum(bool(number) for row in rows for number in row) > 1
        cells = cells_of(reading, FRAME) if is_sheet else ()
        queue = self._camera.processor.keeping.queue
        queue.put(KeptReading(reading, picture_of(reading, FRAME), datetime.now(UTC), cells, number, replaces))
        self.page.run()
        assert not self.page.exception

    def paste(self, names: str) -> None:
        self.page.sidebar.text_area(key="names").set_value(names).run()
        assert not self.page.exception

    def press(self, label: str) -> None:
        (button,) = [button for button in self.page.button if button.label == label]
        button.click().run()
        assert not self.page.exception

    @property
    def entries(self) -> list[StoredEntry]:
        return notebooks().everything(self.notebook)

    @property
    def notebook(self) -> str:
        name = self.page.query_params["notebook"]
        return name if isinstance(name, str) else name[0]

    @property
    def named(self) -> list[tuple[str, str]]:
        return [(entry.name, entry.number) for entry in self.entries]

    @property
    def notes(self) -> str:
        return "\n".join(note.value for note in self.page.markdown)


@pytest.fixture
def session(open_page: Callable[..., AppTest], camera: FakeCamera) -> Session:
    camera.playing = True
    return Session(open_page(keep="true", box="Whole frame"), camera)


def test_kept_sheet_has_an_entry_per_number_with_row_and_column(session: Session) -> None:
    session.hold(["12", "34"], ["", "7"])
    session.hold(["5", "?", "6"])
    entries = session.entries
    places = [(entry.number, entry.read, entry.cell.row, entry.cell.column) for entry in entries if entry.cell]
    assert places == [("12", "12", 0, 0), ("34", "34", 0, 1), ("7", "7", 1, 1), ("5", "5", 0, 0), ("6", "6", 0, 2)]
    sheets = [entry.cell.sheet for entry in entries if entry.cell]
    assert sheets == [sheets[0]] * 3 + [sheets[-1]] * 2
    assert sheets[0] != sheets[-1]
    assert [entry.confidence for entry in entries] == [0.9] * 5
    pictures = {entry.picture for entry in notebooks().newest(session.notebook, 9)}
    assert len(pictures) == 5
    assert {Image.open(io.BytesIO(picture)).format for picture in pictures} == {"JPEG"}


def test_kept_sheet_is_told_with_what_is_left_out(session: Session) -> None:
    session.hold(["12", "34"], ["", "7"])
    assert "Kept: **3 numbers in 2 rows** · 3 in your notebook" in session.notes
    assert "could not be read" not in session.notes
    session.hold(["5", "?", "6"])
    assert "Kept: **2 numbers in one row** · 5 in your notebook" in session.notes
    assert "1 of its numbers could not be read" in session.notes


def test_undo_sheet_deletes_all_its_numbers_and_nothing_else(session: Session) -> None:
    session.hold(["8", "9"])
    session.hold(["12", "34"], ["", "7"])
    session.press("**3 numbers** undo")
    assert [entry.number for entry in session.entries] == ["8", "9"]
    assert "Taken back: **3 numbers** · 2 in your notebook" in session.notes


def test_kept_sheet_failure_keeps_none_of_its_numbers_and_is_tried_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.paste("Ada\nBen")
    with monkeypatch.context() as patch:

        def fail(*_: Any) -> int:
            raise NotebookError("The disk is full.")

        patch.setattr(Notebooks, "add_all", fail)
        session.hold(["12", "34"])
        assert "The disk is full." in session.notes
        assert "Next: **Ada**" in session.notes
    monkeypatch.setattr("digitcam.ui.components.kept.RETRY_S", 0)
    session.page.session_state["keep_again_at"] = 0
    session.page.run()
    assert session.named == [("Ada", "12"), ("Ada", "34")]


def test_kept_count_that_fails_does_not_keep_twice(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise NotebookError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Notebooks, "count", fail)
        session.hold(["12", "34"])
        assert "The disk is full." in session.notes
    session.page.run()
    session.page.run()
    assert [entry.number for entry in session.entries] == ["12", "34"]


def test_kept_whole_sheet_takes_the_place_of_its_part_and_keeps_its_name(session: Session) -> None:
    session.paste("Ada\nBen")
    session.hold(["1", "2"], number=1)
    session.hold(["1", "2"], ["3", "4"], number=2, replaces=1)
    assert session.named == [("Ada", number) for number in "1234"]
    assert "Kept for **Ada**: **4 numbers in 2 rows** · 4 in your notebook" in session.notes
    assert "Next: **Ben**" in session.notes
    assert [button.label for button in session.page.button if "undo" in button.label] == ["**Ada** undo"]
    session.press("**Ada** undo")
    assert session.entries == []


def test_kept_whole_sheet_whose_part_was_taken_back_is_kept_by_itself(session: Session) -> None:
    session.paste("Ada\nBen")
    session.hold(["8", "9"], number=1)
    session.hold(["1", "2"], number=2)
    session.press("**Ben** undo")
    session.hold(["1", "2"], ["3", "4"], number=3, replaces=2)
    assert session.named == [("Ada", "8"), ("Ada", "9"), *[("Ben", number) for number in "1234"]]


def test_kept_whole_sheet_leaves_a_part_on_which_somebody_works(session: Session) -> None:
    session.hold(["1", "2"], number=1)
    notebooks().correct(session.notebook, session.entries[0].id, "7")
    session.hold(["1", "2"], ["3", "4"], number=2, replaces=1)
    assert [entry.number for entry in session.entries] == ["7", "2"]
    session.hold(["5", "6"], number=3)
    assert [entry.number for entry in session.entries] == ["7", "2", "5", "6"]


def test_next_without_a_list_is_not_shown(session: Session) -> None:
    session.hold(["7"])
    assert "Next:" not in session.notes
    assert [entry.name for entry in session.entries] == [""]
    assert not [button for button in session.page.button if button.label in (texts.live.SKIP, texts.live.BACK)]


def test_next_each_kept_reading_gets_the_next_name_to_the_end(session: Session) -> None:
    session.paste("Ada\nBen\nCleo")
    assert "Next: **Ada** :gray[· 1 of 3]" in session.notes
    session.hold(["7"])
    assert "Kept for **Ada**: **7** · 1 in your notebook" in session.notes
    assert "Next: **Ben** :gray[· 2 of 3]" in session.notes
    session.hold(["12", "34"])
    session.hold(["7"])
    assert session.named == [("Ada", "7"), ("Ben", "12"), ("Ben", "34"), ("Cleo", "7")]
    assert "End of the list" in session.notes
    assert "all 3 names" in session.notes
    session.hold(["8"])
    assert session.named[-1] == ("", "8")


def test_next_undo_moves_back_and_then_on(session: Session) -> None:
    session.paste("Ada\nBen\nCleo")
    session.hold(["7"])
    session.hold(["8"])
    session.press("**Ada** undo")
    assert "Taken back: **Ada: 7** · 1 in your notebook" in session.notes
    assert "Next: **Ada**" in session.notes
    session.hold(["9"])
    assert "Next: **Cleo**" in session.notes
    assert session.named == [("Ben", "8"), ("Ada", "9")]


def test_next_skip_and_back(session: Session) -> None:
    session.paste("Ada\nBen")
    session.press(texts.live.SKIP)
    session.hold(["7"])
    assert "Without a reading: Ada." in session.notes
    session.press(texts.live.BACK)
    session.hold(["8"])
    assert session.named == [("Ben", "7"), ("Ada", "8")]
    assert "all 2 names" in session.notes


def test_next_many_without_a_reading_are_counted(session: Session) -> None:
    session.paste("\n".join(f"Name {number}" for number in range(8)))
    for _ in range(8):
        session.press(texts.live.SKIP)
    assert "Without a reading: Name 0, Name 1, Name 2, Name 3, Name 4 and 3 more." in session.notes


def test_next_list_outlives_other_pages_and_turning_it_off(session: Session) -> None:
    session.paste("Ada\nBen")
    session.hold(["7"])
    for on in (False, True):
        session.page.sidebar.toggle(key="keep").set_value(on).run()
    assert session.page.sidebar.text_area(key="names").value == "Ada\nBen"
    assert "Next: **Ben**" in session.notes


def test_next_longer_list_goes_on_and_an_empty_one_ends_it(session: Session) -> None:
    session.paste("Ada")
    session.hold(["7"])
    session.paste("Ada\nBen")
    assert "Next: **Ben**" in session.notes
    session.paste("")
    assert "Next" not in session.notes
    session.hold(["8"])
    assert session.named == [("Ada", "7"), ("", "8")]


def test_next_list_that_is_refused_says_why_and_changes_nothing(session: Session) -> None:
    session.paste("Ada\nBen")
    session.paste("x" * (MAX_CHARACTERS + 1))
    (error,) = session.page.sidebar.error
    assert "Name 1 of the list" in error.value
    assert "Next: **Ada**" in session.notes


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\udcff" not in text])
def test_next_hostile_name_is_shown_as_it_is(session: Session, text: str) -> None:
    (name,) = parse_names(text.replace(";", ","))[:1]
    session.paste(f"{name}\n{name}")
    session.hold(["7"])
    values = [note.value for note in session.page.markdown]
    (following,) = [value for value in values if value.startswith("Next: **")]
    assert shown(following.removeprefix("Next: **").rpartition("** :gray[")[0]) == in_one_line(name)
    (kept,) = [value for value in values if value.startswith("Kept for **")]
    assert shown(kept.removeprefix("Kept for **").rpartition("**: **7** ·")[0]) == in_one_line(name)
    session.press(texts.live.SKIP)
    (end,) = [note.value for note in session.page.markdown if "End of the list" in note.value]
    names = end.partition("Without a reading: ")[2].removesuffix(". What is kept now has no name.")
    assert shown(names) == in_one_line(name)


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what the page sends to the browser for the signals, one per run."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(kept_signal, "_component", lambda key, data: sent.append(data))
    return sent


def test_signal_count_grows_with_each_stored_reading_alone(session: Session, signals: list[dict[str, Any]]) -> None:
    session.page.run()
    session.hold(["12", "34"])
    session.hold(["7"])
    session.press("**7** undo")
    session.page.run()
    assert [sent["count"] for sent in signals] == [0, 1, 2, 2, 2]


def test_signal_is_not_given_for_what_was_not_stored(
    session: Session, signals: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise NotebookError("The disk is full.")

    monkeypatch.setattr(Notebooks, "add_all", fail)
    session.hold(["12", "34"])
    assert [sent["count"] for sent in signals] == [0]


@pytest.mark.parametrize("key", ["sound", "flash"])
def test_signal_each_is_switched_by_itself(
    session: Session, camera: FakeCamera, signals: list[dict[str, Any]], key: str
) -> None:
    session.page.run()
    assert (signals[-1]["sound"], signals[-1]["flash"]) == (True, True)
    session.page.sidebar.checkbox(key=key).uncheck().run()
    assert (signals[-1]["sound"], signals[-1]["flash"]) == (key != "sound", key != "flash")
    assert camera.processor.settings.flash is (key != "flash")


def test_sidebar_has_names_and_signals_only_while_readings_are_kept(session: Session) -> None:
    assert [box.key for box in session.page.sidebar.checkbox] == ["recognise", "sound", "flash"]
    session.page.sidebar.toggle(key="keep").set_value(False).run()
    assert [box.key for box in session.page.sidebar.checkbox] == ["recognise"]
    assert not session.page.sidebar.text_area
