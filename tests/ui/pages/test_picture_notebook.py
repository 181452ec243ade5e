"""Tests of adding the numbers of pictures to the notebook."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from digitcam.errors import NotebookError
from digitcam.notebook.entries import is_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.ui import texts
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.notebook_name import NAME
from tests.ui.conftest import FakeNetwork
from tests.ui.pages.test_picture_tables import edit, reads
from tests.ui.pages.test_pictures import upload
from tests.ui.table_reader import blank_sheet


@pytest.fixture
def page(open_page: Callable[..., AppTest], network: FakeNetwork) -> AppTest:
    """Return the pictures page with a sheet of six cells, one of them empty and one with an unread digit."""
    network.status = reads(["1", "2"], ["3", ""], ["5", "?"], doubtful="2")
    return upload(open_page("pictures"), ("a.png", blank_sheet()))


def button(page: AppTest, label: str) -> Button:
    (found,) = [button for button in page.button if button.label == label]
    return found


def add(page: AppTest) -> None:
    button(page, texts.pictures.ADD).click().run()
    assert not page.exception


def kept(page: AppTest) -> list[tuple[str, str | None]]:
    """Return the numbers in the notebook, oldest first, and what was read of each."""
    return [(entry.number, entry.read) for entry in notebooks().everything(page.session_state[NAME])]


def captions(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption)


def test_add_keeps_every_number_with_its_crop_beside_what_was_read(page: AppTest) -> None:
    edit(page, typed={(0, 1): "8", (1, 1): "4"}, added=[["007"]])
    add(page)
    assert is_notebook_id(page.session_state[NAME])
    assert page.query_params["notebook"] == page.session_state[NAME]
    assert kept(page) == [("1", "1"), ("8", "2"), ("3", "3"), ("4", ""), ("5", "5"), ("007", "")]
    entries = notebooks().newest(page.session_state[NAME], 10)[::-1]
    assert [entry.confidence for entry in entries] == [0.98, 0.5, 0.98, 0, 0.98, 0]
    for entry in entries:
        assert cv2.imdecode(np.frombuffer(entry.picture, np.uint8), cv2.IMREAD_COLOR) is not None
    assert "1 cannot be added" in captions(page)


def test_add_twice_adds_nothing_twice_and_corrects_what_was_changed(page: AppTest) -> None:
    add(page)
    assert button(page, texts.pictures.ADD).disabled
    assert "4 of these numbers" in captions(page)
    edit(page, typed={(0, 1): "8", (2, 1): "66"})
    add(page)
    assert kept(page) == [("1", "1"), ("8", "2"), ("3", "3"), ("5", "5"), ("66", "?")]
    assert button(page, texts.pictures.ADD).disabled


def test_add_keeps_row_and_column_and_one_sheet_per_picture(page: AppTest) -> None:
    edit(page, typed={(2, 1): "?"}, added=[["007"]])
    add(page)
    edit(page, typed={(2, 1): "8"})
    add(page)
    upload(page, ("b.png", blank_sheet()))
    add(page)
    cells = [entry.cell for entry in notebooks().everything(page.session_state[NAME])]
    places = [(cell.title, cell.row, cell.column) for cell in cells if cell is not None]
    assert places[:6] == [("a.png", *place) for place in ((0, 0), (0, 1), (1, 0), (2, 0), (3, 0), (2, 1))]
    assert places[6:] == [("b.png", *place) for place in ((0, 0), (0, 1), (1, 0), (2, 0))]
    sheets = [cell.sheet for cell in cells if cell is not None]
    assert sheets == [sheets[0]] * 6 + [sheets[-1]] * 4
    assert sheets[0] != sheets[-1]


def test_add_again_keeps_what_somebody_else_corrected_or_deleted_meanwhile(page: AppTest) -> None:
    add(page)
    name = page.session_state[NAME]
    notebooks().correct(name, 2, "22")
    notebooks().delete(name, [3])
    edit(page, typed={(0, 0): "11", (0, 1): "8", (1, 0): "33"})
    add(page)
    assert kept(page) == [("11", "1"), ("22", "2"), ("5", "5")]
    assert "2 of them were not changed" in captions(page)
    assert button(page, texts.pictures.ADD).disabled
    edit(page, typed={(0, 1): "22"})
    add(page)
    assert "1 of them" in captions(page)


def test_add_tells_which_numbers_a_person_has_checked(page: AppTest) -> None:
    edit(page, typed={(2, 1): "8"})
    add(page)
    assert [entry.number for entry in notebooks().everything(page.session_state[NAME]) if entry.is_checked] == ["8"]


def test_add_after_a_row_was_inserted_adds_nothing_twice(page: AppTest) -> None:
    edit(page, added=[["77"]])
    add(page)
    before = kept(page)
    (insert,) = [box for box in page.selectbox if box.label == texts.columns.INSERT]
    insert.set_value(1).run()
    edit(page, typed={(1, 0): "88"})
    add(page)
    assert kept(page) == [*before, ("88", "")]


def test_add_undo_deletes_what_was_added_and_nothing_else(page: AppTest) -> None:
    add(page)
    name = page.session_state[NAME]
    other = notebooks().newest(name, 1)[0]
    notebooks().keep(name, other)
    button(page, texts.pictures.UNDO_ADD).click().run()
    assert len(kept(page)) == 1
    assert not button(page, texts.pictures.ADD).disabled
    add(page)
    assert len(kept(page)) == 5


def test_add_goes_to_the_open_notebook(page: AppTest, readings_file: Path) -> None:
    add(page)
    name = page.session_state[NAME]
    upload(page, ("b.png", blank_sheet()))
    add(page)
    assert page.session_state[NAME] == name
    assert len(kept(page)) == 8
    assert "4 of these numbers" in captions(page)


def test_add_failure_is_a_message_and_can_be_tried_again(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:

        def fail(*_: object) -> list[int]:
            raise NotebookError("The disk is full.")

        patch.setattr(Notebooks, "add_all", fail)
        button(page, texts.pictures.ADD).click().run()
        assert [error.value for error in page.error] == ["The disk is full."]
    add(page)
    assert not page.error
    assert len(kept(page)) == 4


def test_add_single_number_has_no_button(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = reads(["7"])
    page = upload(open_page("pictures"), ("a.png", blank_sheet()))
    assert texts.pictures.ADD not in [button.label for button in page.button]
