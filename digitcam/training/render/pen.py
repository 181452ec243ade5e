"""Pen: draw a shape on a canvas at any place, in any size and width."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import enlarge
from digitcam.training.render.skeletons import GLYPH_PX

_FAR: Final = 60.0
"""Distance from a line that exceeds every pen's width, pixels of a glyph."""

_MIN_POINT_INK: Final = 0.4
"""Minimum ink of a scanned digit's pixel that belongs to its box, 0 to 1."""

_BEND_KNOTS: Final = 4
"""Number of places along the height at which a skeleton is shifted."""

BEND_PX: Final = 3.5
"""Largest standard deviation of those shifts, pixels of a glyph."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape to write.

    Attributes:
        field: (84, w) float32, the distance of each pixel from the line; for a scanned digit its ink, 0 to 1.
        scanned: True for a digit of MNIST with its own pen's ink, False for lines.
        points: (N, 2) float64, N at least 1, x and y of the pixels that determine the box, pixels of the field.
    """

    field: NDArray[np.float32]
    scanned: bool
    points: NDArray[np.float64]


class Fade(NamedTuple):
    """Values of an image, 0 to 1, between which ink fades in.

    Attributes:
        low: Value without ink. Lowering it widens the pen, like a marker's.
        high: Value of full ink. Lowering it widens the pen and sharpens its edge.
    """

    low: float
    high: float


AS_SCANNED: Final = Fade(0.0, 1.0)
"""Keeps the image as it is."""


def line_shape(lines: NDArray[np.uint8], rng: np.random.Generator, bend_px: float = BEND_PX) -> Shape:
    """Return the shape of a skeleton, slightly bent at random.

    Args:
        lines: (84, w) uint8, 0 or 1.
        rng: Random generator.
        bend_px: Largest standard deviation of the shifts, pixels of the skeleton.
    """
    distance = cv2.distanceTransform(1 - lines, cv2.DIST_L2, 5)
    height, width = lines.shape
    knots = (2, _BEND_KNOTS, max(2, round(_BEND_KNOTS * width / height)))
    bend = rng.normal(0, 1, knots).astype(np.float32) * np.float32(rng.uniform(0, bend_px))
    dx, dy = (cv2.resize(b, (width, height), interpolation=cv2.INTER_CUBIC) for b in bend)
    y, x = np.indices(lines.shape, np.float32)
    bent = cv2.remap(distance, x + dx, y + dy, cv2.INTER_LINEAR, borderValue=_FAR)
    field = np.asarray(bent, np.float32)
    return Shape(field, False, points_of(field < 1))


def scanned_shape(image: NDArray[np.uint8], fade: Fade = AS_SCANNED) -> Shape:
    """Return the shape of an MNIST image with its own pen's ink.

    Args:
        image: (28, 28) uint8, light ink on dark.
        fade: Width and sharpness of the pen.
    """
    low, high = fade
    big = enlarge(image).astype(np.float32) / np.float32(255)
    field = np.clip((big - np.float32(low)) / np.float32(high - low), 0, 1)
    return Shape(np.asarray(field, np.float32), True, points_of(field > _MIN_POINT_INK))


def random_fade(rng: np.random.Generator) -> Fade:
    """Return a random fade, from that of the scan to that of a marker."""
    low = rng.uniform(0.04, 0.5)
    return AS_SCANNED if rng.random() < 0.3 else Fade(low, low + rng.uniform(0.2, 0.5))


def points_of(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the set pixels of a mask as `Shape.points`; the centre if none is set."""
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return np.full((1, 2), GLYPH_PX / 2)
    return np.asarray(np.stack([columns, rows], axis=1) + 0.5, np.float64)


def write(
    canvas: NDArray[np.float32], shape: Shape, matrix: NDArray[np.float64], radius: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Write a shape onto a canvas.

    Lines are drawn from their distance field (Green, "Improved alpha-tested magnification", SIGGRAPH 2007): one warp
    serves every pen width.

    Args:
        canvas: (H, W) float32, opacity 0 to 1; changed in place.
        shape: The shape.
        matrix: (2, 3) float64, maps pixels of the shape to pixels of the canvas.
        radius: Half the pen's width, pixels of the canvas; not used for scanned shapes.
        rng: Random generator for uneven pressure.

    Returns:
        (4,) float64 xyxy, the box of the ink; it may reach beyond the canvas.
    """
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    half = 0.0 if shape.scanned else radius
    box = np.asarray(_bounds(shape.points, matrix) + np.array([-half, -half, half, half]), np.float64)
    height, width = canvas.shape
    x0, y0 = max(0, int(box[0]) - 2), max(0, int(box[1]) - 2)
    x1, y1 = min(width, int(box[2]) + 3), min(height, int(box[3]) + 3)
    if x1 <= x0 or y1 <= y0:
        return box
    local = matrix - np.array([[0, 0, x0], [0, 0, y0]])
    beyond = 0.0 if shape.scanned else _FAR
    warped = cv2.warpAffine(shape.field, local, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderValue=beyond)
    field = np.asarray(warped, np.float32)
    opacity = field if shape.scanned else _pressed(field, scale, radius, rng)
    np.maximum(canvas[y0:y1, x0:x1], np.clip(opacity, 0, 1), out=canvas[y0:y1, x0:x1])
    return box


def _pressed(
    distance: NDArray[np.float32], scale: float, radius: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return the opacity of a line, sometimes with uneven pressure: (h, w) float32."""
    reach: NDArray[np.float32] | np.float32 = np.float32(radius)
    if rng.random() < 0.35:
        pressure = 1 + rng.uniform(0.1, 0.35) * rng.normal(0, 1, (4, 4)).astype(np.float32)
        reach = cv2.resize(np.clip(pressure, 0.5, 1.6), distance.shape[::-1], interpolation=cv2.INTER_LINEAR) * reach
    return np.asarray(reach + np.float32(0.5) - distance * np.float32(scale), np.float32)


def _bounds(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the box (4,) xyxy of points (N, 2) mapped by a matrix (2, 3)."""
    placed = points @ matrix[:, :2].T + matrix[:, 2]
    return np.concatenate([placed.min(axis=0), placed.max(axis=0)])


def placement(
    shape: Shape, centre: tuple[float, float], height: float, rng: np.random.Generator, tilt: float = 12.0
) -> NDArray[np.float64]:
    """Return a random transform that rotates, slants, stretches and places a shape.

    Args:
        shape: The shape.
        centre: Centre of its box, (x, y), pixels of the canvas.
        height: Longer side of its box before it is changed, pixels of the canvas.
        rng: Random generator.
        tilt: Maximum rotation either way, degrees.

    Returns:
        (2, 3) float64, the matrix for `write`.
    """
    low, high = shape.points.min(axis=0), shape.points.max(axis=0)
    scale = height / max(12.0, *(high - low))
    turn, slant, wide = np.deg2rad(rng.uniform(-tilt, tilt)), rng.uniform(-0.3, 0.3), rng.uniform(0.78, 1.25)
    cos, sin = np.cos(turn), np.sin(turn)
    linear = scale * np.array([[cos * wide, slant * cos - sin], [sin * wide, slant * sin + cos]])
    box = _bounds(shape.points, np.column_stack([linear, np.zeros(2)]))
    return np.column_stack([linear, np.array(centre) - (box[:2] + box[2:]) / 2])
