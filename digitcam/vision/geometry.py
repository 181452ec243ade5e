"""Copies of parts of a grey picture, at another size."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

STEP_PX: Final = 16
"""Sides of what the paper network is given are multiples of this."""

_ROOM: Final = 1.1
"""A part that is reduced before it is placed is so much wider than the window."""


def reduced(grey: NDArray[np.uint8], side_px: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A copy of the whole picture with a shorter side of about so many pixels.

    Args:
        grey: (h, w) uint8, at least 1x1.
        side_px: The shorter side's length. A picture so narrow that the longer one would pass eight times this is
            squeezed.

    Returns:
        The copy, its sides multiples of 16 and at least ``side_px``; and its scale in x and y, (2,).
    """
    height, width = grey.shape
    scale = side_px / min(height, width)
    size = [min(8 * side_px, max(side_px, round(length * scale / STEP_PX) * STEP_PX)) for length in (width, height)]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8), np.array(size) / (width, height)


def window(grey: NDArray[np.uint8], centre: NDArray[np.float32], side: float, side_px: int) -> NDArray[np.uint8]:
    """A square part of the picture; beyond the border, its last pixels go on.

    Args:
        grey: (h, w) uint8.
        centre: Of the part, (x, y) in pixels of the picture.
        side: Of the part, in pixels of the picture.
        side_px: Of the result.

    Returns:
        (side_px, side_px) uint8.
    """
    scale = np.array([side_px / side, side_px / side])
    if scale[0] < 0.5:
        grey, centre, scale = _reduced_around(grey, centre, side, scale)
    shift = side_px / 2 - scale * centre
    matrix = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]]])
    placed = cv2.warpAffine(grey, matrix, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(placed, np.uint8)


def _reduced_around(
    grey: NDArray[np.uint8], centre: NDArray[np.float32], side: float, scale: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float64]]:
    """The part and a little more, averaged over areas: where pixels are only sampled, thin strokes get lost."""
    height, width = grey.shape
    x0, y0 = np.clip(np.floor(centre - side * _ROOM / 2), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(centre + side * _ROOM / 2), (x0 + 1, y0 + 1), (width, height)).astype(int)
    part = np.array([x1 - x0, y1 - y0])
    # By a whole number: four times as fast as by any other.
    factor = int(1 / scale.max())
    size = np.maximum(1, part // factor)
    part = np.minimum(part, size * factor)
    whole = grey[y0 : y0 + part[1], x0 : x0 + part[0]]
    small = cv2.resize(whole, size.tolist(), interpolation=cv2.INTER_AREA)
    ratio = size / part
    return np.asarray(small, np.uint8), np.asarray((centre - (x0, y0)) * ratio, np.float32), scale / ratio
