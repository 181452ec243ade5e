"""A picture with what was read in it, small enough for a page."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.vision.geometry import shrink

MAX_SIDE_PX: Final = 900
"""Longer side of an annotated picture, pixels: wider than a phone, and about 80 KB."""

GREEN: Final = (60, 150, 30)
ORANGE: Final = (20, 110, 235)
"""Colours of digits and of marks read as "?"; BGR."""

WHITE: Final = (255, 255, 255)
BLACK: Final = (0, 0, 0)
FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
FONT_PX: Final = 22
"""Height of a capital of FONT at scale 1, pixels."""

MIN_LABEL_PX: Final = 18
"""Smallest height of a label, pixels."""

MAX_LABEL_PX: Final = 44
"""Largest height, pixels. On a phone, or beside another picture, the page shows a quarter of the size."""

LABEL_HEIGHT: Final = 0.4
"""Height of a label between these, as a share of its digit's height: labels of forty small digits do not overlap."""

LABEL_MARGIN_PX: Final = 4


def annotate(picture: NDArray[np.uint8], reading: Reading) -> NDArray[np.uint8]:
    """Draw a box and a label for each digit, and the region if it is not the whole picture.

    Args:
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        reading: Of that picture, its boxes in pixels of the picture.

    Returns:
        (h, w, 3) uint8 BGR, the longer side at most MAX_SIDE_PX; a new array.
    """
    height, width = picture.shape[:2]
    small, scale = shrink(picture, MAX_SIDE_PX)
    drawn = np.array(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR) if small.ndim == 2 else small, np.uint8)
    factor = float(scale[0])
    if reading.region != (0, 0, width, height):
        # A black line under a white one shows on paper and on a blackboard.
        _draw_frame(drawn, reading.region.scaled(factor), BLACK, 6)
        _draw_frame(drawn, reading.region.scaled(factor), WHITE, 2)
    for digit in reading.digits:
        _draw_digit(drawn, digit, digit.box.scaled(factor))
    return drawn


def _draw_digit(drawn: NDArray[np.uint8], digit: Digit, box: Box) -> None:
    colour = ORANGE if digit.label is None else GREEN
    _draw_frame(drawn, box, colour, 2)
    label_px = round(min(max(LABEL_HEIGHT * box.height, MIN_LABEL_PX), MAX_LABEL_PX))
    scale, line = label_px / FONT_PX, 2 + label_px // 16
    text_width = cv2.getTextSize(digit.text, FONT, scale, line)[0][0]
    # Above the box, or inside its top where the picture ends.
    top = max(0, box.y0 - label_px - 2 * LABEL_MARGIN_PX)
    bottom_right = (box.x0 + text_width + 2 * LABEL_MARGIN_PX, top + label_px + 2 * LABEL_MARGIN_PX)
    cv2.rectangle(drawn, (box.x0, top), bottom_right, colour, cv2.FILLED)
    baseline = (box.x0 + LABEL_MARGIN_PX, top + label_px + LABEL_MARGIN_PX)
    cv2.putText(drawn, digit.text, baseline, FONT, scale, WHITE, line, cv2.LINE_AA)


def _draw_frame(drawn: NDArray[np.uint8], box: Box, colour: tuple[int, int, int], thickness: int) -> None:
    cv2.rectangle(drawn, (box.x0, box.y0), (box.x1 - 1, box.y1 - 1), colour, thickness)
