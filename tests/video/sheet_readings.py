"""Readings of sheets that were never read."""

from typing import Final

import numpy as np

from digitcam.readings import Box, Digit, Reading

REGION: Final = Box(0, 0, 640, 480)

DIGIT_PX: Final = (12, 20)
PITCH_PX: Final = (40, 40)
"""Width and height of a digit, and distance between columns and between rows, pixels."""


def sheet(*rows: list[str], confidence: float = 0.9) -> Reading:
    """Return a reading of rows of numbers; "" is an empty cell, and "?" a digit that cannot be read."""
    lines = [
        tuple(
            _digit(label, row, column, place, confidence)
            for column, number in enumerate(numbers)
            for place, label in enumerate(number)
        )
        for row, numbers in enumerate(rows)
    ]
    return Reading(tuple(lines), REGION, tuple(tuple(map(len, numbers)) for numbers in rows))


def _digit(label: str, row: int, column: int, place: int, confidence: float) -> Digit:
    x, y = 10 + PITCH_PX[0] * column + DIGIT_PX[0] * place, 10 + PITCH_PX[1] * row
    box = Box(x, y, x + DIGIT_PX[0], y + DIGIT_PX[1])
    known = None if label == "?" else int(label)
    return Digit(known, confidence, box, np.zeros(10, np.float32), np.zeros((28, 28), np.float32))
