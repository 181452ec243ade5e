"""Sheets held up before a room full of objects, as people do in front of a camera."""

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.float32]
"""(h, w) float32, grey levels."""

OBJECT_COUNT: Final = (20, 60)
"""Minimum (inclusive) and maximum (exclusive) number of objects in a room. They are surfaces and rows of books: rings
and single strokes would be digits."""

OBJECT_SIZE_PX: Final = (12.0, 260.0)
"""Minimum and maximum size of an object, pixels; its logarithm is uniformly distributed."""

MAX_TURN_DEG: Final = 10.0
"""Maximum rotation of the sheet either way, degrees."""

MAX_CORNER_SHIFT: Final = 0.03
"""Maximum shift of each corner by perspective either way, as a share of the sheet's width."""

MIN_BORDER_PX: Final = 4
"""Minimum distance of the sheet from the picture's sides, pixels, unless the sheet is too wide for it."""


def place_before_room(sheet: Picture, width: float, rng: np.random.Generator) -> Picture:
    """Reduce a sheet and show it at a random place before a room.

    Args:
        sheet: (h, w) float32, grey levels.
        width: Width of the sheet, as a share of the picture's width.
        rng: Random generator.

    Returns:
        (h, w) float32, grey levels.
    """
    height_px, width_px = sheet.shape
    size = np.array([width_px, height_px], np.float32)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * size
    turn = np.deg2rad(rng.uniform(-MAX_TURN_DEG, MAX_TURN_DEG))
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    placed = (corners - size / 2) @ rotation * width
    placed += rng.uniform(-MAX_CORNER_SHIFT, MAX_CORNER_SHIFT, (4, 2)) * width * width_px
    low, high = placed.min(axis=0), placed.max(axis=0)
    placed += rng.uniform(np.minimum(MIN_BORDER_PX - low, size / 2), np.maximum(size - MIN_BORDER_PX - high, size / 2))
    matrix = cv2.getPerspectiveTransform(corners, placed.astype(np.float32))
    # Smoothed before it is reduced, because sampling single pixels would break thin lines.
    smooth = cv2.GaussianBlur(sheet, (0, 0), 0.35 / width)
    reduced = cv2.warpPerspective(smooth, matrix, (width_px, height_px))
    covered = cv2.warpPerspective(np.ones_like(sheet), matrix, (width_px, height_px))
    return np.asarray(draw_room(height_px, width_px, rng) * (1 - covered) + reduced * covered, np.float32)


def draw_room(height: int, width: int, rng: np.random.Generator) -> Picture:
    """Draw a room: objects that occlude each other.

    Args:
        height: Height of the picture, pixels.
        width: Width of the picture, pixels.
        rng: Random generator.

    Returns:
        (height, width) float32, grey levels from 0 to 255.
    """
    across, down = np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)[:, None]
    picture = rng.uniform(60, 200) + rng.uniform(-60, 60) * across + rng.uniform(-60, 60) * down
    for _ in range(rng.integers(*OBJECT_COUNT)):
        centre = rng.uniform(0, 1, 2) * (width, height)
        side = float(np.exp(rng.uniform(*np.log(OBJECT_SIZE_PX))))
        mask = np.zeros((height, width), np.float32)
        [_draw_ellipse, _draw_polygon, _draw_books][rng.integers(3)](mask, centre, side, rng)
        soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 2.5))
        shading = 1 + rng.uniform(-0.5, 0.5) * (across - centre[0] / width) * width / side
        picture += soft * (rng.uniform(5, 250) * np.clip(shading, 0.5, 1.5) - picture)
    grain = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), rng.uniform(0.6, 5))
    return np.asarray(np.clip(picture + rng.uniform(0, 10) * grain / grain.std(), 0, 255), np.float32)


def _draw_ellipse(mask: Picture, centre: NDArray[np.float64], side: float, rng: np.random.Generator) -> None:
    axes = np.rint(side / 2 * rng.uniform(0.5, 1, 2)).astype(int).tolist()
    cv2.ellipse(mask, np.rint(centre).astype(int).tolist(), axes, rng.uniform(0, 180), 0, 360, 1, -1, cv2.LINE_AA)


def _draw_polygon(mask: Picture, centre: NDArray[np.float64], side: float, rng: np.random.Generator) -> None:
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))
    radii = side / 2 * rng.uniform(0.6, 1.2, (len(angles), 1))
    outline = centre + radii * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 1, cv2.LINE_AA)


def _draw_books(mask: Picture, centre: NDArray[np.float64], side: float, rng: np.random.Generator) -> None:
    """Draw upright books of random heights and brightnesses side by side."""
    left, foot = centre - (side / 2, -side / 2)
    for step in range(rng.integers(4, 10)):
        x = left + step * side / 8
        top = foot - side * rng.uniform(0.7, 1)
        cv2.rectangle(mask, (round(x), round(top)), (round(x + side / 9), round(foot)), rng.uniform(0.2, 1), -1)
