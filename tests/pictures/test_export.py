"""Readings as rows."""

import numpy as np

from digitcam.pictures.export import as_record, one_line
from digitcam.readings import Box, Digit, Reading


def digit(label: int | None, confidence: float) -> Digit:
    return Digit(label, confidence, Box(1, 2, 3, 4), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


def test_as_record_empty_reading_has_no_digits() -> None:
    assert as_record("a.png", Reading()) == {"file": "a.png", "text": "", "digits": []}


def test_as_record_digits_have_confidence_and_box() -> None:
    reading = Reading(lines=((digit(4, 0.98765), digit(None, 0.5)), (digit(7, 1.0),)))
    assert as_record("a.png", reading) == {
        "file": "a.png",
        "text": "4?\n7",
        "digits": [
            {"digit": 4, "confidence": 0.9877, "box": [1, 2, 3, 4]},
            {"digit": None, "confidence": 0.5, "box": [1, 2, 3, 4]},
            {"digit": 7, "confidence": 1.0, "box": [1, 2, 3, 4]},
        ],
    }


def test_as_record_turned_picture_has_its_turn() -> None:
    assert as_record("a.png", Reading(), 270) == {"file": "a.png", "text": "", "digits": [], "turned": 270}


def test_one_line_joins_lines_with_a_separator() -> None:
    assert one_line("12\n7\n3") == "12 / 7 / 3"
