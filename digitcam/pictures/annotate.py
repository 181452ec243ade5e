"""A picture with what was read in it, small enough for a page."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading

MAX_SIDE_PX: Final = 900
"""Longer side of a preview: wider than a phone, and about 80 KB."""

JPEG_QUALITY: Final = 85

GREEN: Final = (60, 150, 30)
ORANGE: Final = (20, 110, 235)
"""Of a mark that is not trusted; BGR."""

WHITE: Final = (255, 255, 255)
BLACK: Final = (0, 0, 0)
FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
FONT_PX: Final = 22
"""Height of a FONT capital at scale 1."""

LABEL_PX: Final = 18
"""Least height of a label."""

LARGE_LABEL_PX: Final = 44
"""Of a large digit's: on a phone, or beside another picture, a preview is shown at a quarter of its size."""

OF_THE_DIGIT: Final = 0.4
"""Height of a label between these, as a share of its digit's: forty small ones leave each other room."""


def preview(picture: NDArray[np.uint8], reading: Reading) -> NDArray[np.uint8]:
    """Draw what was read: a box and a label for each mark, and the region if it is not the whole picture.

    Args:
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        reading: Of that picture, boxes in its pixels.

    Returns:
        (h, w, 3) uint8 BGR, the longer side at most MAX_SIDE_PX; a new array.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, MAX_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    drawn = np.array(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR) if small.ndim == 2 else small, np.uint8)
    if reading.region != (0, 0, width, height):
        # Seen on paper and on a blackboard.
        _frame(drawn, _scaled(reading.region, scale), BLACK, 6)
        _frame(drawn, _scaled(reading.region, scale), WHITE, 2)
    for digit in reading.digits:
        _mark(drawn, digit, scale)
    return drawn


def jpeg(picture: NDArray[np.uint8]) -> bytes:
    """Encode (h, w) grey or (h, w, 3) BGR uint8."""
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1])


def _mark(drawn: NDArray[np.uint8], digit: Digit, scale: float) -> None:
    colour = ORANGE if digit.label is None else GREEN
    box = _scaled(digit.box, scale)
    _frame(drawn, box, colour, 2)
    label = round(min(max(OF_THE_DIGIT * (box[3] - box[1]), LABEL_PX), LARGE_LABEL_PX))
    font, line = label / FONT_PX, 2 + label // 16
    text_width = cv2.getTextSize(digit.text, FONT, font, line)[0][0]
    # Above the box, or inside its top where the picture ends.
    top = max(0, box[1] - label - 8)
    cv2.rectangle(drawn, (box[0], top), (box[0] + text_width + 8, top + label + 8), colour, cv2.FILLED)
    cv2.putText(drawn, digit.text, (box[0] + 4, top + label + 4), FONT, font, WHITE, line, cv2.LINE_AA)


def _frame(drawn: NDArray[np.uint8], box: Box, colour: tuple[int, int, int], thickness: int) -> None:
    cv2.rectangle(drawn, box[:2], (box[2] - 1, box[3] - 1), colour, thickness)


def _scaled(box: Box, scale: float) -> Box:
    x0, y0, x1, y1 = (round(edge * scale) for edge in box)
    return (x0, y0, x1, y1)
