"""Whether a picture still shows what an earlier one did, and how that has moved.

A hand that holds a sheet shifts, turns and approaches it. The earlier picture is aligned with the new one by a
similarity transform, found by least squares on small copies with the brightness as one more unknown: Baker and
Matthews, "Lucas-Kanade 20 years on: a unifying framework" (IJCV 2004), section 3.2. What differs after that is noise or
a change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box

MAX_STEPS: Final = 4
"""Maximum number of least-squares steps: one more than a hand that sways 4 pixels each way needs."""

MIN_STEP_CELLS: Final = 0.02
"""A step shorter than this ends the alignment; further ones gain a tenth of what noise changes."""

MARGIN_CELLS: Final = 2
"""Cells along the border that are not compared: the aligned copy has no pixels there."""

MIN_SIDE_CELLS: Final = 16
"""Smallest side of a copy; smaller ones show too little to tell a change."""

MAX_SHIFT: Final = 1 / 8
"""Largest credible shift, as a share of the copy's shorter side: beyond it, another stroke may look the same."""

MAX_DIFFERENCE: Final = 0.2
"""Largest difference without a change, as a share of the faintest digit's contrast. Raising it overlooks changes. On
the styles of `evaluate` and on pencil in noise, shifted by 5 pixels and turned by 2 degrees, unchanged pictures
differed by 0.05 to 0.10, under hard shadows and blur by up to 0.17; a 1 that became a 7, a 3 an 8, a 0 a 6, or a digit
that came or went, by 0.33 to 0.94."""

CODING_NOISE: Final = 4.0
"""Grey levels by which coded video may differ without a change."""

REGULARISATION: Final = 1e-4
"""Ridge of the least squares, as a share of the trace: a single straight stroke does not fix the shift along it."""

UNKNOWNS: Final = 5
"""Shift in x and y, zoom, turn, brightness."""


class Similarity(NamedTuple):
    """A similarity transform about a picture's centre.

    Attributes:
        x: Shift to the right, pixels.
        y: Shift downwards, pixels.
        zoom: Real part of the complex factor that turns and scales.
        turn: Imaginary part of it.
    """

    x: float
    y: float
    zoom: float
    turn: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes; both in pixels from the centre."""
        return self.zoom * x - self.turn * y + self.x, self.turn * x + self.zoom * y + self.y


IDENTITY: Final = Similarity(0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A picture that later ones are compared with.

    Attributes:
        cell_px: Side of the square of pixels that is one cell of the copy.
        copy: (h, w) float32, reduced, without its margin.
        solver: (5, h * w) float32, maps differences to steps of shift (x, y), zoom, turn and brightness.
        max_difference: Largest difference without a change, grey levels.
    """

    cell_px: int
    copy: NDArray[np.float32]
    solver: NDArray[np.float32]
    max_difference: float


def make_template(grey: NDArray[np.uint8], boxes: Sequence[Box], cell_px: int) -> Template | None:
    """Prepare a picture to be compared with.

    Args:
        grey: (H, W) uint8.
        boxes: Of the digits on it, in its pixels.
        cell_px: Pixels per cell, each way. Raising it saves time, until strokes no longer show.

    Returns:
        The template; None if the digits are too faint or the picture is too small to tell a change.
    """
    if not boxes or min(grey.shape) < MIN_SIDE_CELLS * cell_px:
        return None
    copy = _reduce(grey, cell_px)
    max_difference = MAX_DIFFERENCE * min(_contrast(copy, box, cell_px) for box in boxes)
    if max_difference < CODING_NOISE:
        return None
    return Template(cell_px, np.ascontiguousarray(_without_margin(copy)), _solver(copy), max_difference)


def _solver(copy: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the regularised pseudoinverse of the copy's derivatives by the five unknowns."""
    down, right = np.gradient(copy)
    y, x = _from_centre(copy.shape)
    derivatives = (right, down, right * x + down * y, down * x - right * y, np.ones_like(copy))
    jacobian = np.stack([_without_margin(np.asarray(each, np.float32)).ravel() for each in derivatives])
    # Zoom and turn in units that make all rows about equally large, so that one ridge suits them all.
    units = np.array([1, 1, 2 / max(copy.shape), 2 / max(copy.shape), 1], np.float32)[:, None]
    jacobian = jacobian * units
    # Not the @ operator: BLAS would wake threads on several cores for so little, and they spin on.
    squares = np.einsum("ik,jk->ij", jacobian, jacobian)
    ridge = REGULARISATION * np.trace(squares) * np.eye(UNKNOWNS, dtype=np.float32)
    return np.asarray(np.linalg.solve(squares + ridge, jacobian) * units, np.float32)


def align(template: Template, grey: NDArray[np.uint8]) -> Similarity | None:
    """Find how a picture has moved since the template was made.

    Args:
        template: Of an earlier picture.
        grey: (H, W) uint8, of the same shape.

    Returns:
        The motion in pixels; None if something has changed, or has moved too far to tell.
    """
    copy = _reduce(grey, template.cell_px)
    found, brightness, reach = IDENTITY, 0.0, max(copy.shape) / 2
    for _ in range(MAX_STEPS):
        difference = cv2.subtract(_transformed(copy, found), template.copy)
        x, y, zoom, turn, brightness = np.einsum("ij,j->i", template.solver, difference.ravel()).tolist()
        aligned, found = found, Similarity(found.x - x, found.y - y, found.zoom - zoom, found.turn - turn)
        if abs(x) + abs(y) + reach * (abs(zoom) + abs(turn)) < MIN_STEP_CELLS:
            break
    low, high, _, _ = cv2.minMaxLoc(difference)
    has_changed = max(high - brightness, brightness - low) > template.max_difference
    if has_changed or np.hypot(found.x, found.y) > MAX_SHIFT * min(copy.shape):
        return None
    return Similarity(aligned.x * template.cell_px, aligned.y * template.cell_px, aligned.zoom, aligned.turn)


def _reduce(grey: NDArray[np.uint8], cell_px: int) -> NDArray[np.float32]:
    """Return a slightly blurred copy of (H // cell_px, W // cell_px) cells."""
    rows, columns = (length // cell_px for length in grey.shape)
    whole_cells = grey[: rows * cell_px, : columns * cell_px]
    # OpenCV averages over whole blocks of pixels four times as fast as over fractions.
    copy = cv2.resize(whole_cells, (columns, rows), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(copy, (3, 3), 0).astype(np.float32)


def _contrast(copy: NDArray[np.float32], box: Box, cell_px: int) -> float:
    x0, y0, x1, y1 = (max(0, edge) // cell_px for edge in box)
    return float(np.ptp(copy[y0 : y1 + 1, x0 : x1 + 1]))


def _from_centre(shape: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the distances of rows and columns from the centre, (h, 1) and (1, w)."""
    rows, columns = (np.arange(length, dtype=np.float32) - np.float32((length - 1) / 2) for length in shape)
    return rows[:, None], columns[None, :]


def _without_margin(copy: NDArray[np.float32]) -> NDArray[np.float32]:
    return copy[MARGIN_CELLS:-MARGIN_CELLS, MARGIN_CELLS:-MARGIN_CELLS]


def _transformed(copy: NDArray[np.float32], motion: Similarity) -> NDArray[np.float32]:
    """Return the copy moved back, without its margin."""
    rows, columns = copy.shape
    x, y = (columns - 1) / 2, (rows - 1) / 2
    to_x, to_y = motion.apply(MARGIN_CELLS - x, MARGIN_CELLS - y)
    matrix = np.array([[motion.zoom, -motion.turn, x + to_x], [motion.turn, motion.zoom, y + to_y]])
    size = (columns - 2 * MARGIN_CELLS, rows - 2 * MARGIN_CELLS)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(copy, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)
