"""The box on the video: a line with a dark outline, which shows on paper and on a blackboard, and strong corners."""

from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.video.planes import Colour, PlaneLayout, Planes

LINE_WIDTH: Final = 1 / 240
"""Width of the box's lines, and of the dark outline on each side of them, as a share of the picture's shorter side."""

CORNER_LENGTH: Final = 1 / 5
"""Length of the thick lines at each corner as a share of the box's shorter side."""

CORNER_LINES: Final = 3
"""Width of the lines at the corners, in ordinary lines."""

DARK_LUMA: Final = 16
"""Luma of the outline: black."""


def line_px(layout: PlaneLayout, width: float = LINE_WIDTH) -> int:
    """Return the width of a line, pixels, at least 1, from its share of the picture's shorter side."""
    return max(1, round(min(layout.height, layout.width) * width))


def draw_outline(planes: Planes, region: Box, colour: Colour, lines: int = 1) -> None:
    """Draw the box; the middle of its line is the region's edge.

    Args:
        planes: The frame; changed.
        region: The box on it.
        colour: Of the line.
        lines: Width of the line in ordinary ones, odd.
    """
    pixels = _pixels(planes.layout, region, lines)
    # Every frame passes here: one indexed assignment per plane touches the cache least.
    planes.y[pixels.dark] = DARK_LUMA
    planes.y[pixels.bright], planes.u[pixels.chroma], planes.v[pixels.chroma] = colour


class _Pixels(NamedTuple):
    """Flat indices of a box's pixels, each (n,).

    Attributes:
        bright: Of its lines, in the memory of the Y plane.
        dark: Of their outlines, likewise.
        chroma: Of both, in the memory of the U and V planes.
    """

    bright: NDArray[np.intp]
    dark: NDArray[np.intp]
    chroma: NDArray[np.intp]


@lru_cache(maxsize=32)
def _pixels(layout: PlaneLayout, region: Box, lines: int) -> _Pixels:
    line = line_px(layout)
    bright = _bright(layout, region, line, lines)
    near = cv2.dilate(bright.astype(np.uint8), np.ones((2 * line + 1, 2 * line + 1), np.uint8)) > 0
    return _Pixels(
        _flat(bright, layout.luma_stride), _flat(near & ~bright, layout.luma_stride), _flat(_halved(near), layout[3])
    )


def _bright(layout: PlaneLayout, region: Box, line: int, lines: int) -> NDArray[np.bool_]:
    """Return which pixels the lines cover, (height, width)."""
    # The same on both sides, so that it is the same in a mirror; inside a frame that is read whole, so that it shows.
    margin = min(CORNER_LINES * line, min(layout.width, layout.height) // 4)
    bounds = Box(margin, margin, layout.width - margin, layout.height - margin)
    edge = _grown(region, line // 2).clipped(bounds)
    length = round(CORNER_LENGTH * min(region.width, region.height))
    is_near_corner = np.zeros((layout.height, layout.width), np.bool_)
    for rows in (slice(0, edge.y0 + length), slice(max(0, edge.y1 - length), None)):
        for columns in (slice(0, edge.x0 + length), slice(max(0, edge.x1 - length), None)):
            is_near_corner[rows, columns] = True
    return _frame(layout, edge, line, lines) | (_frame(layout, edge, line, CORNER_LINES) & is_near_corner)


def _frame(layout: PlaneLayout, edge: Box, line: int, lines: int) -> NDArray[np.bool_]:
    """Return the pixels of a number of lines, in the middle the one inside an edge, (height, width)."""
    covered = np.zeros((layout.height, layout.width), np.bool_)
    bounds, around = Box(0, 0, layout.width, layout.height), lines // 2 * line
    whole, inner = _grown(edge, around).clipped(bounds), _grown(edge, -line - around).clipped(bounds)
    covered[whole.rows, whole.columns] = True
    if inner.has_pixels:
        covered[inner.rows, inner.columns] = False
    return covered


def _grown(box: Box, pixels: int) -> Box:
    return Box(box.x0 - pixels, box.y0 - pixels, box.x1 + pixels, box.y1 + pixels)


def _halved(covered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which values of a chroma plane lie under any of these pixels, (h, w) to (ceil(h / 2), ceil(w / 2))."""
    height, width = covered.shape
    even = np.pad(covered, ((0, height % 2), (0, width % 2)))
    return np.asarray(even.reshape((height + 1) // 2, 2, (width + 1) // 2, 2).any((1, 3)))


def _flat(covered: NDArray[np.bool_], stride: int) -> NDArray[np.intp]:
    """Return the indices of pixels in a plane whose rows are this many bytes apart."""
    rows, columns = np.nonzero(covered)
    return np.asarray(rows * stride + columns)
