"""Find the boxes of a ruled grid by its lines, which are dark on light paper or light on a dark board.

Long horizontal and vertical strokes are kept by morphological opening, as in OpenCV's tutorial "Extract horizontal and
vertical lines by using morphological operations"; what they enclose are the boxes. Each box is found by itself, so that
the sheet may be turned, seen at an angle or bent.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box

DIGIT_PX: Final = 24
"""Height to which the digits are reduced before lines are looked for, pixels. Lowering it loses thin lines; raising it
costs time."""

LINE_LENGTH: Final = 1.6
"""Shortest stroke that is a line, in heights of a digit: longer than a 1 or the bar of a 7."""

SMOOTH_PX: Final = 3
"""Pixels along a line over which the mean is taken, so that noise does not hide faint lines."""

LINE_WIDTH_PX: Final = 7
"""Lines are thinner than this, pixels."""

SPREAD_PX: Final = 3
"""Width by which strokes are broadened, pixels: a thin line that is turned by 3 degrees leaves its row of pixels."""

MIN_DARKER: Final = 3.0
"""Minimum contrast of a line, grey levels."""

NOISE: Final = 2.5
"""Minimum contrast of a line, multiple of the `QUIET` quantile of the contrast; the larger minimum counts. Raising
either loses faint lines; lowering it makes lines of noise. Both were chosen on rendered score cards that
``evaluate --sheets`` does not show."""

QUIET: Final = 0.8
"""Quantile of the contrast that is taken for the paper's noise."""

BRIDGE: Final = 0.25
"""Longest part of a line that ink may hide, in heights of a digit."""

BROADENED_PX: Final = 2
"""Lines are dilated by so many pixels on each side before boxes are measured; each box is then enlarged by as many."""

MIN_SIDE: Final = 1.3
"""Minimum length of each side of a box, in heights of a digit. Smaller boxes are squares of squared paper, and numbers
run across them."""

MAX_SIDE: Final = 12.0
"""Longest side, in heights of a digit; larger areas are the paper around a table."""

MIN_FILL: Final = 0.75
"""Minimum share that a box fills of the smallest rectangle around it, at any angle."""


def dark_on_light(grey: NDArray[np.uint8], digits: Sequence[Box]) -> NDArray[np.uint8]:
    """Return a picture, or its negative if most digits are lighter than the ground around them.

    Args:
        grey: (H, W) uint8.
        digits: Where the digits are; they may lie outside.
    """
    inside = [digit.clipped(Box(0, 0, grey.shape[1], grey.shape[0])) for digit in digits]
    lighter = [_is_lighter(grey[digit.rows, digit.columns]) for digit in inside if digit.has_pixels]
    return np.asarray(255 - grey, np.uint8) if sum(lighter) > len(lighter) / 2 else grey


def _is_lighter(digit: NDArray[np.uint8]) -> bool:
    """Return whether a digit (h, w), h and w at least 1, is lighter than what its edges mostly show."""
    edges = np.concatenate([digit[0], digit[-1], digit[:, 0], digit[:, -1]])
    return bool(digit.mean() > np.median(edges))


def find_boxes(grey: NDArray[np.uint8], digit_height: float) -> NDArray[np.float32]:
    """Find what dark lines enclose; those of a blackboard are dark in `dark_on_light`.

    Args:
        grey: (H, W) uint8.
        digit_height: Height of a usual digit, pixels.

    Returns:
        (N, 4) float32 xyxy, pixels of the picture, in no particular order.
    """
    scale = min(1.0, DIGIT_PX / digit_height)
    height, width = (max(1, round(scale * side)) for side in grey.shape)
    small = np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    shortest, longest = (share * scale * digit_height for share in (MIN_SIDE, MAX_SIDE))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - _lines(small, scale * digit_height), connectivity=4)
    boxes = [
        (x - BROADENED_PX, y - BROADENED_PX, x + w + BROADENED_PX, y + h + BROADENED_PX)
        for label, (x, y, w, h, area) in enumerate(stats.tolist())
        if label
        and min(x, y, width - x - w, height - y - h) > 0
        and shortest <= min(w, h) + 2 * BROADENED_PX
        and max(w, h) <= longest
        and area >= MIN_FILL * _turned_area(labels[y : y + h, x : x + w] == label)
    ]
    return np.array(boxes, np.float32).reshape(-1, 4) / np.float32(scale)


def _lines(grey: NDArray[np.uint8], digit_height: float) -> NDArray[np.uint8]:
    """Return 1 on dark lines, else 0: (H, W) uint8."""
    lines = _across(grey, digit_height) | _across(np.ascontiguousarray(grey.T), digit_height).T
    return np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)


def _across(grey: NDArray[np.uint8], digit_height: float) -> NDArray[np.uint8]:
    """Return 1 on dark horizontal lines, else 0: (H, W) uint8.

    What is darker than the paper above and below it is part of a line, beside ink too.
    """
    length, bridge = (max(1, round(share * digit_height)) for share in (LINE_LENGTH, BRIDGE))
    smooth = cv2.blur(grey, (SMOOTH_PX, 1))
    darker = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((LINE_WIDTH_PX, 1), np.uint8))
    thick = cv2.dilate(
        (darker >= max(MIN_DARKER, NOISE * float(np.quantile(darker, QUIET)))).astype(np.uint8),
        np.ones((SPREAD_PX, 1), np.uint8),
    )
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8))
    lines = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(cv2.dilate(lines, np.ones((1, bridge), np.uint8)), np.uint8)


def _turned_area(component: NDArray[np.bool_]) -> float:
    """Return the area of the smallest rectangle around a component, at any angle."""
    contours, _ = cv2.findContours(component.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    width, height = cv2.minAreaRect(max(contours, key=len))[1]
    return (width + 1) * (height + 1)
