"""Tables as they were read and as they were corrected."""

import cv2
import numpy as np
import pytest

from digitcam.pictures.corrections import EMPTY, Place, ReadCell, Row, Table, read_rows, untouched
from digitcam.readings import Box, Cell, Digit
from tests.pictures.tables import table


def digit(label: int | None, confidence: float, box: Box) -> Digit:
    return Digit(label, confidence, box, np.zeros(10, np.float32), np.zeros((96, 96), np.float32))


def test_read_rows_short_rows_are_filled_and_cells_have_crops() -> None:
    picture = np.full((200, 300), 200, np.uint8)
    picture[60:80, 100:110] = 0
    low, high = digit(None, 0.3, Box(200, 120, 220, 160)), digit(7, 0.98, Box(240, 120, 260, 160))
    rows = read_rows(((Cell((low, high)), Cell((high,))), (Cell((high,)),)), picture, (600, 400))
    assert [[cell.text for cell in row] for row in rows] == [["?7", "7"], ["7", ""]]
    assert rows[0][0].confidence == 0.3
    assert rows[0][0].box == (200, 120, 260, 160)
    assert rows[1][1] == EMPTY
    crop = np.asarray(cv2.imdecode(np.frombuffer(rows[0][0].crop, np.uint8), cv2.IMREAD_GRAYSCALE))
    # 30 by 20 pixels of the reduced picture, and a margin of 7 around them; the ink is at its left.
    assert crop.shape == (34, 44)
    assert crop[17, 9] < 60
    assert crop[17, 35] > 150


def test_read_rows_nothing_is_no_rows() -> None:
    assert read_rows((), np.zeros((10, 10), np.uint8), (10, 10)) == ()
    assert untouched(()).is_single
    assert untouched(()).typed("a0", 0, "7").rows == ()


def test_read_rows_box_outside_the_picture_has_no_crop() -> None:
    ((cell,),) = read_rows(
        ((Cell((digit(7, 0.9, Box(500, 500, 510, 520)),)),),), np.zeros((10, 10), np.uint8), (10, 10)
    )
    assert (cell.text, cell.crop) == ("7", b"")


@pytest.mark.parametrize(
    ("text", "confidence", "expected"),
    [
        ("7", 0.95, False),
        ("7", 0.9, False),
        ("7", 0.896, False),
        ("7", 0.894, True),
        ("7", 0.89, True),
        ("?", 0.95, True),
        ("", 0.0, False),
    ],
)
def test_is_doubtful_unread_or_less_sure(text: str, confidence: float, expected: bool) -> None:
    assert ReadCell(text, confidence).is_doubtful == expected


def test_doubtful_are_in_reading_order_whether_checked_or_not() -> None:
    read = table(["12", "3?"], ["", "5!"], ["6", "7"])
    assert list(read.doubtful()) == [(0, 1), (1, 1)]
    assert list(read.corrected(Place(0, 1), "34").doubtful()) == [(0, 1), (1, 1)]
    assert list(read.deleted("0").doubtful()) == [(1, 1)]


def test_corrected_changes_one_cell_and_checks_it() -> None:
    read = table(["12", "3?"], ["7", ""])
    now = read.corrected(Place(0, 1), "34")
    assert now.texts == (("12", "34"), ("7", ""))
    assert now.checked == {(0, 1)}
    assert now.text(Place(0, 1)) == "34"
    assert now.cell(Place(0, 1)).text == "3?"
    assert now.is_touched
    assert not read.is_touched


@pytest.mark.parametrize("place", [Place(2, 0), Place(0, 2), Place(0, -1), Place(-1, 0)])
def test_corrected_cell_that_is_not_there_changes_nothing(place: Place) -> None:
    read = table(["12", "3?"], ["7", ""])
    assert read.corrected(place, "9") is read


def test_corrected_row_is_found_after_an_earlier_one_was_deleted() -> None:
    now = table(["1", "2"], ["3", "4"]).deleted("0").corrected(Place(1, 0), "9")
    assert now.texts == (("9", "4"),)
    assert now.text(Place(0, 0)) is None


def test_typed_changes_a_cell_and_checks_it_if_it_was_read() -> None:
    now = table(["1", "2"], ["3", "4"]).deleted("0").typed("1", 1, "40").typed("a0", 0, "8").typed("a0", 1, "9")
    assert now.rows == (Row(1, ("3", "40")), Row(None, ("8", "9")))
    assert now.checked == {(1, 1)}


@pytest.mark.parametrize(
    ("key", "column"), [("2", 0), ("0", 2), ("0", -1), ("a", 0), ("a-1", 0), ("a1000", 0), ("x0", 0), ("a٣", 0)]
)
def test_typed_in_a_cell_that_cannot_be_there_changes_nothing(key: str, column: int) -> None:
    read = table(["1", "2"], ["3", "4"])
    assert read.typed(key, column, "9") is read


def test_deleted_row_that_is_not_there_changes_nothing() -> None:
    read: Table = table(["1", "2"])
    assert read.deleted("7") == read


def test_restored_row_is_in_its_place_and_an_added_one_gets_a_key_of_its_own() -> None:
    read = table(["1"], ["2"], ["3"]).typed("a0", 0, "4")
    assert read.deleted("1").restored(1, read.rows[1]) == read
    now = read.deleted("a0").typed("a0", 0, "5").restored(3, read.rows[3])
    assert [row.texts for row in now.rows] == [("1",), ("2",), ("3",), ("4",), ("5",)]
    assert len({row.key for row in now.rows}) == 5


def test_inserted_row_is_empty_and_above_the_other() -> None:
    now = table(["1", "2"], ["3", "4"]).inserted(1)
    assert now.rows == (Row(0, ("1", "2")), Row(None, ("", "")), Row(1, ("3", "4")))
    assert now.typed("a0", 1, "9").texts == (("1", "2"), ("", "9"), ("3", "4"))
    assert now.is_touched
    assert now.text_of_all == "1  2\n3  4"


@pytest.mark.parametrize("row", [-1, 2])
def test_inserted_above_no_row_changes_nothing(row: int) -> None:
    read = table(["1"], ["2"])
    assert read.inserted(row) is read


def test_inserted_row_does_not_change_the_numbers_of_added_ones() -> None:
    now = table(["1"]).typed("a0", 0, "8").typed("a1", 0, "9").inserted(1).typed("a3", 0, "7")
    assert [(row.texts[0], row.added) for row in now.rows[1:]] == [("", 2), ("8", 0), ("9", 1), ("7", 3)]
