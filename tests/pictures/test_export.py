"""Readings as data."""

import csv
import io

import numpy as np

from digitcam.pictures.export import one_line, record, to_csv
from digitcam.readings import Digit, Reading

COLUMNS = ("file", "text")


def digit(label: int | None, confidence: float) -> Digit:
    return Digit(label, confidence, (1, 2, 3, 4), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


def test_an_empty_reading_has_no_digits() -> None:
    assert record("a.png", Reading()) == {"file": "a.png", "text": "", "digits": []}


def test_each_digit_has_its_confidence_and_box_and_a_doubtful_one_no_label() -> None:
    reading = Reading(lines=((digit(4, 0.98765), digit(None, 0.5)), (digit(7, 1.0),)))
    assert record("a.png", reading) == {
        "file": "a.png",
        "text": "4?\n7",
        "digits": [
            {"digit": 4, "confidence": 0.9877, "box": [1, 2, 3, 4]},
            {"digit": None, "confidence": 0.5, "box": [1, 2, 3, 4]},
            {"digit": 7, "confidence": 1.0, "box": [1, 2, 3, 4]},
        ],
    }


def test_one_line_parts_lines_of_writing() -> None:
    assert one_line("12\n7\n3") == "12 / 7 / 3"


def test_no_rows_are_a_heading() -> None:
    assert to_csv([], COLUMNS) == "file,text\r\n"


def test_rows_come_back_as_they_were() -> None:
    rows = [{"file": 'a "b", c.png', "text": "4"}, {"file": "ä\nö.png", "text": ""}]
    assert list(csv.DictReader(io.StringIO(to_csv(rows, COLUMNS), newline=""))) == rows


def test_what_is_not_a_column_is_left_out_and_what_a_row_lacks_is_empty() -> None:
    assert to_csv([{"file": "a", "other": 1}], COLUMNS) == "file,text\r\na,\r\n"
