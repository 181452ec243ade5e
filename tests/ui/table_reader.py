"""A fake reader that finds a table of single digits in every whole picture, and one digit in a part of it."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.turning import Turn, Turned, turn_picture

SIZE_PX: Final = (600, 400)
"""Width and height of the pictures."""

HEIGHT_PX: Final = 40
WIDTH_PX: Final = 24
PITCH_PX: Final = 120
"""Size of a digit, and distance between rows and between columns."""


class TableReader:
    """Replaces `Recogniser`.

    Args:
        rows: Texts of one digit each; "" for an empty cell and "?" for an unread digit.
        doubtful: Digits that are read with a low confidence.
        turn: How every page has to be turned, degrees clockwise.

    Attributes:
        pages: Number of pages for which a turn was looked for.
    """

    def __init__(self, *rows: list[str], doubtful: str = "", turn: Turn = 0) -> None:
        self._rows, self._doubtful, self._turn = rows, doubtful, turn
        self.pages = 0

    def read_page(self, picture: NDArray[np.uint8], *_: Any) -> Turned:
        self.pages += 1
        return Turned(self.read(turn_picture(picture, self._turn)), self._turn)

    def read(self, picture: NDArray[np.uint8], *_: Any) -> Reading:
        rows = self._rows if picture.shape[1] == SIZE_PX[0] else [self._rows[0][:1]]
        lines = [tuple(self._digit(text, r, c) for c, text in enumerate(row) if text) for r, row in enumerate(rows)]
        lengths = tuple(tuple(int(bool(text)) for text in row) for row in rows)
        return Reading(tuple(lines), Box(0, 0, picture.shape[1], picture.shape[0]), lengths)

    def _digit(self, text: str, row: int, column: int) -> Digit:
        x, y = 20 + PITCH_PX * column, 20 + PITCH_PX * row
        confidence = 0.5 if text in self._doubtful or text == "?" else 0.98
        box = Box(x, y, x + WIDTH_PX, y + HEIGHT_PX)
        label = None if text == "?" else int(text)
        return Digit(label, confidence, box, np.zeros(10, np.float32), np.zeros((96, 96), np.float32))


def blank_sheet() -> bytes:
    """Return a picture for `TableReader` as PNG."""
    return bytes(cv2.imencode(".png", np.full(SIZE_PX[::-1], 200, np.uint8))[1])
