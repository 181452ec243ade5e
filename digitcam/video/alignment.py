"""Whether a picture still shows what an earlier one did, and how that has moved.

A hand with a sheet in it shifts, turns and nears it. The earlier picture is brought over the new one by such a
similarity, found by least squares on small copies, with the light as one more unknown: Baker and Matthews,
"Lucas-Kanade 20 years on: a unifying framework" (IJCV 2004), section 3.2. What then still differs is noise, or
something that has changed.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box

STEPS: Final = 4
"""So often is the alignment bettered at most: one more than a hand that sways 4 pixels each way takes."""

SETTLED: Final = 0.02
"""A step of less than so many cells ends it: what it would better is a tenth of what noise makes."""

MARGIN: Final = 2
"""Cells left out along the border, where a moved copy has nothing to show."""

SMALLEST: Final = 16
"""Copies with fewer cells along a side say too little."""

FARTHEST: Final = 1 / 8
"""A longer way, as a share of the shorter side, is not believed: one stroke further, a row of strokes looks alike."""

CHANGED: Final = 0.2
"""A larger difference is a change, as a share of the faintest digit's contrast. Measured on the styles of ``evaluate``
and on pencil in noise, shifted by 5 pixels and turned by 2 degrees: what stayed differed by 0.05 to 0.10, under hard
shadows and blur by up to 0.17; a 1 that became a 7, a 3 an 8, a 0 a 6, one that came or went, by 0.33 to 0.94."""

FLICKER: Final = 4.0
"""Grey levels that coded video may differ by though nothing has changed."""

RIDGE: Final = 1e-4
"""Keeps the equations solvable on a picture of one straight stroke, along which nothing can be told."""


class Motion(NamedTuple):
    """How a picture has moved: every point's place, from the picture's middle, times a complex factor, and shifted."""

    x: float
    y: float
    zoom: float
    turn: float

    def of(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is now, in pixels from the middle, as it was."""
        return self.zoom * x - self.turn * y + self.x, self.turn * x + self.zoom * y + self.y


STILL: Final = Motion(0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A picture that others are compared with.

    Attributes:
        cell_px: Side of the square of pixels that is one cell of the copy.
        copy: (h, w) float32, reduced, without its margin.
        solve: (5, h * w) float32, from differences to a better shift (x, y), zoom, turn, and light.
        most: Grey levels by which the same picture may differ.
    """

    cell_px: int
    copy: NDArray[np.float32]
    solve: NDArray[np.float32]
    most: float


def keep(grey: NDArray[np.uint8], boxes: list[Box], cell_px: int) -> Kept | None:
    """Prepare a picture to be compared with.

    Args:
        grey: (h, w) uint8.
        boxes: Of the digits on it, in its pixels.
        cell_px: As many pixels each way are made one: few enough for a stroke to show.

    Returns:
        What :func:`motion` takes; None if the digits are too faint or the picture too small to tell what changes.
    """
    if not boxes or min(grey.shape) < SMALLEST * cell_px:
        return None
    copy = _reduced(grey, cell_px)
    most = CHANGED * min(_contrast(copy, box, cell_px) for box in boxes)
    if most < FLICKER:
        return None
    down, right = np.gradient(copy)
    y, x = _from_middle(copy.shape)
    columns = (right, down, right * x + down * y, down * x - right * y, np.ones_like(copy))
    slopes = np.stack([_inner(np.asarray(column, np.float32)).ravel() for column in columns])
    # Zoom and turn in such units that all five columns are about as large: the ridge is the same for all.
    units = np.array([1, 1, 2 / max(copy.shape), 2 / max(copy.shape), 1], np.float32)[:, None]
    slopes = slopes * units
    # Not @: on several cores, BLAS would wake threads for so little, and they go on spinning.
    squares = np.einsum("ik,jk->ij", slopes, slopes)
    solve = np.linalg.solve(squares + RIDGE * np.trace(squares) * np.eye(5, dtype=np.float32), slopes) * units
    return Kept(cell_px, np.ascontiguousarray(_inner(copy)), np.asarray(solve, np.float32), most)


def motion(kept: Kept, grey: NDArray[np.uint8]) -> Motion | None:
    """How a picture has moved since.

    Args:
        kept: Of an earlier picture.
        grey: (h, w) uint8, of the same shape.

    Returns:
        The motion in pixels; None if it shows something else, or has moved too far to tell.
    """
    copy = _reduced(grey, kept.cell_px)
    found, light, reach = STILL, 0.0, max(copy.shape) / 2
    for _ in range(STEPS):
        difference = cv2.subtract(_placed(copy, found), kept.copy)
        x, y, zoom, turn, light = np.einsum("ij,j->i", kept.solve, difference.ravel()).tolist()
        aligned, found = found, Motion(found.x - x, found.y - y, found.zoom - zoom, found.turn - turn)
        if abs(x) + abs(y) + reach * (abs(zoom) + abs(turn)) < SETTLED:
            break
    low, high, _, _ = cv2.minMaxLoc(difference)
    if max(high - light, light - low) > kept.most or np.hypot(found.x, found.y) > FARTHEST * min(copy.shape):
        return None
    return Motion(aligned.x * kept.cell_px, aligned.y * kept.cell_px, aligned.zoom, aligned.turn)


def _reduced(grey: NDArray[np.uint8], cell_px: int) -> NDArray[np.float32]:
    """A copy of (h // cell_px, w // cell_px) cells, a little blurred: edges that are half a cell off hardly differ."""
    rows, columns = (length // cell_px for length in grey.shape)
    whole = grey[: rows * cell_px, : columns * cell_px]
    # By a whole number: four times as fast as by any other.
    copy = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(copy, (3, 3), 0).astype(np.float32)


def _contrast(copy: NDArray[np.float32], box: Box, cell_px: int) -> float:
    x0, y0, x1, y1 = (max(0, edge) // cell_px for edge in box)
    return float(np.ptp(copy[y0 : y1 + 1, x0 : x1 + 1]))


def _from_middle(shape: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of each cell, how far down and right of the middle it is."""
    rows, columns = (np.arange(length, dtype=np.float32) - np.float32((length - 1) / 2) for length in shape)
    return rows[:, None], columns[None, :]


def _inner(copy: NDArray[np.float32]) -> NDArray[np.float32]:
    return copy[MARGIN:-MARGIN, MARGIN:-MARGIN]


def _placed(copy: NDArray[np.float32], moved: Motion) -> NDArray[np.float32]:
    """The copy without its margin, moved back."""
    rows, columns = copy.shape
    x, y = (columns - 1) / 2, (rows - 1) / 2
    to_x, to_y = moved.of(MARGIN - x, MARGIN - y)
    matrix = np.array([[moved.zoom, -moved.turn, x + to_x], [moved.turn, moved.zoom, y + to_y]])
    size = (columns - 2 * MARGIN, rows - 2 * MARGIN)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(copy, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)
