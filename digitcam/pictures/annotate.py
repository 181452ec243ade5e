"""A picture with what was read in it, small enough for a page."""

from collections.abc import Iterator
from enum import Enum
from itertools import chain
from math import ceil
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.pictures.labels import Marked, Size, place_labels
from digitcam.readings import Box, Cell, Digit, Reading, percent
from digitcam.vision.geometry import shrink

MAX_SIDE_PX: Final = 1440
"""Longer side of an annotated picture, pixels. Streamlit would compress a picture again that is wider than 1460."""

MIN_SIDE_PX: Final = 480
"""A picture whose longer side is shorter is enlarged, so that labels need not be larger than its digits."""

MAX_ENLARGEMENT: Final = 8

SURE: Final = 0.9
"""Minimum confidence of a digit that needs no second look."""


class Line(NamedTuple):
    """How a digit is framed. Colours of Okabe and Ito, which people who confuse red and green can tell apart.

    Attributes:
        colour: BGR.
        dash: Lengths of a dash and of the gap after it, in widths of the line; None for a solid line.
    """

    colour: tuple[int, int, int]
    dash: tuple[int, int] | None = None


class Trust(Enum):
    """How sure the reader is; the less sure, the later."""

    SURE = Line((178, 114, 0))
    DOUBTFUL = Line((0, 72, 190), (4, 2))
    UNTRUSTED = Line((0, 0, 0), (1, 1))


WHITE: Final = (255, 255, 255)
BLACK: Final = (0, 0, 0)
FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
FONT_PX: Final = 22
"""Height of a capital of FONT at scale 1, pixels."""

LINE_WIDTH: Final = 1 / 480
"""Width of a frame as a share of the picture's longer side: a line can be seen where a phone shows a quarter of it."""

MIN_LABEL_PX: Final = 16
"""Smallest height of a label, pixels: legible where the picture is enlarged."""

MAX_LABEL: Final = 1 / 16
"""Largest height of a label as a share of the picture's longer side."""

LABEL_HEIGHTS: Final = (0.8, 0.6, 0.45)
"""Heights of a label that are tried, as shares of its number's height."""

TEXT_HEIGHT: Final = 0.7
"""Height of the digits on a label as a share of its height."""


def is_sure(confidence: float) -> bool:
    """Return whether a digit needs no second look, by its confidence as it is shown: 89.6 % is shown as 90 %."""
    return percent(confidence) >= percent(SURE)


def trust(digit: Digit) -> Trust:
    """Return how sure the reader is of a digit."""
    if digit.label is None:
        return Trust.UNTRUSTED
    return Trust.SURE if is_sure(digit.confidence) else Trust.DOUBTFUL


def annotate(picture: NDArray[np.uint8], reading: Reading) -> NDArray[np.uint8]:
    """Draw a frame around each digit, a label beside each number, and the region if it is not the whole picture.

    Args:
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        reading: Of that picture, its boxes in pixels of the picture.

    Returns:
        (h, w, 3) uint8 BGR, the longer side at most MAX_SIDE_PX; a new array.
    """
    height, width = picture.shape[:2]
    drawn = _resized(picture)
    across, down = drawn.shape[1] / width, drawn.shape[0] / height
    shown = reading.with_boxes(lambda box: box.scaled(across, down), reading.region.scaled(across, down))
    line_px = max(2, round(LINE_WIDTH * max(drawn.shape)))
    if reading.region != (0, 0, width, height):
        # A black line under a white one shows on paper and on a blackboard.
        _draw_frame(drawn, shown.region, Line(BLACK), 2 * line_px)
        _draw_frame(drawn, shown.region, Line(WHITE), line_px)
    for digit in shown.digits:
        # Its white edge shows on a blackboard, and between the dashes.
        _draw_frame(drawn, digit.box, Line(WHITE), line_px + 1)
        _draw_frame(drawn, digit.box, trust(digit).value, line_px)
    _draw_labels(drawn, [cell for cell in chain(*shown.rows) if cell.digits])
    return drawn


def _resized(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture in colour and in a size for a page; always a new array."""
    small = shrink(picture, MAX_SIDE_PX).picture
    factor = min(MAX_ENLARGEMENT, ceil(MIN_SIDE_PX / max(small.shape[:2])))
    if factor > 1:
        small = np.asarray(cv2.resize(small, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)
    return np.array(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR) if small.ndim == 2 else small, np.uint8)


def _draw_labels(drawn: NDArray[np.uint8], numbers: list[Cell]) -> None:
    """Draw a label with the digits of each number, in the colour of its least certain one."""
    height, width = drawn.shape[:2]
    marked = [Marked(tuple(digit.box for digit in number.digits), _label_sizes(number, drawn)) for number in numbers]
    for number, box in zip(numbers, place_labels(marked, Box(0, 0, width, height)), strict=True):
        _draw_label(drawn, number.text, box, _least(number).colour)


def _least(number: Cell) -> Line:
    """Return the line of a number's least certain digit."""
    order = list(Trust)
    return max((trust(digit) for digit in number.digits), key=order.index).value


def _label_sizes(number: Cell, drawn: NDArray[np.uint8]) -> tuple[Size, ...]:
    """Return the sizes that a label may have, the largest first."""
    ink_px = min(digit.box.height for digit in number.digits)
    most = max(MIN_LABEL_PX, MAX_LABEL * max(drawn.shape))
    heights = [round(min(max(share * ink_px, MIN_LABEL_PX), most)) for share in LABEL_HEIGHTS]
    return tuple(Size(_text_width(number.text, height) + _margin(height) * 2, height) for height in heights)


def _text_width(text: str, label_px: int) -> int:
    scale, thickness = _font(label_px)
    return int(cv2.getTextSize(text, FONT, scale, thickness)[0][0])


def _font(label_px: int) -> tuple[float, int]:
    """Return the scale and thickness of the font on a label of this height."""
    return TEXT_HEIGHT * label_px / FONT_PX, max(1, round(label_px / 11))


def _margin(label_px: int) -> int:
    return max(2, label_px // 6)


def _draw_label(drawn: NDArray[np.uint8], text: str, box: Box, colour: tuple[int, int, int]) -> None:
    cv2.rectangle(drawn, (box.x0, box.y0), (box.x1 - 1, box.y1 - 1), colour, cv2.FILLED)
    scale, thickness = _font(box.height)
    baseline = box.y0 + round((box.height + TEXT_HEIGHT * box.height) / 2)
    cv2.putText(drawn, text, (box.x0 + _margin(box.height), baseline), FONT, scale, WHITE, thickness, cv2.LINE_AA)


def _draw_frame(drawn: NDArray[np.uint8], box: Box, line: Line, width_px: int) -> None:
    """Draw a frame just outside a box, so that it does not cover the ink."""
    around = Box(box.x0 - width_px, box.y0 - width_px, box.x1 + width_px, box.y1 + width_px)
    for start, end in _dashes(around.width, line, width_px):
        for y in (around.y0, box.y1):
            _fill(drawn, Box(around.x0 + start, y, around.x0 + end, y + width_px), line.colour)
    for start, end in _dashes(around.height, line, width_px):
        for x in (around.x0, box.x1):
            _fill(drawn, Box(x, around.y0 + start, x + width_px, around.y0 + end), line.colour)


def _dashes(length: int, line: Line, width_px: int) -> Iterator[tuple[int, int]]:
    """Yield where the dashes of a line of this length start and end; a solid line is one dash."""
    if line.dash is None:
        yield 0, length
        return
    dash, gap = (width_px * part for part in line.dash)
    for start in range(0, length, dash + gap):
        yield start, min(start + dash, length)


def _fill(drawn: NDArray[np.uint8], box: Box, colour: tuple[int, int, int]) -> None:
    seen = box.clipped(Box(0, 0, drawn.shape[1], drawn.shape[0]))
    drawn[seen.rows, seen.columns] = colour
