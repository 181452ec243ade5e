"""A sheet held up before a room's things, as people do who show a camera what they wrote."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]

THINGS: Final = (20, 60)
"""Least and greatest number. They are surfaces and rows of books, none a ring or a stroke: those would be digits."""

SIZE_PX: Final = (12.0, 260.0)
TURN_DEG: Final = 10.0
BEND: Final = 0.03
"""How far each corner of the sheet is moved by perspective, as a share of its width, each way."""

INSIDE_PX: Final = 4
"""So far from the picture's sides it is held at least, if it is not too wide."""


def before_a_room(sheet: Picture, width: float, rng: np.random.Generator) -> Picture:
    """Show a sheet smaller, somewhere before a room.

    Args:
        sheet: (h, w) float32 grey values.
        width: The sheet's, as a share of the picture's.
        rng: Source of chance.

    Returns:
        (h, w) float32.
    """
    height_px, width_px = sheet.shape
    size = np.array([width_px, height_px], np.float32)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * size
    turn = np.deg2rad(rng.uniform(-TURN_DEG, TURN_DEG))
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    held = (corners - size / 2) @ turned * width + rng.uniform(-BEND, BEND, (4, 2)) * width * width_px
    low, high = held.min(axis=0), held.max(axis=0)
    held += rng.uniform(np.minimum(INSIDE_PX - low, size / 2), np.maximum(size - INSIDE_PX - high, size / 2))
    matrix = cv2.getPerspectiveTransform(corners, held.astype(np.float32))
    # A reduced picture is smooth, or lines would break.
    smooth = cv2.GaussianBlur(sheet, (0, 0), 0.35 / width)
    seen = cv2.warpPerspective(smooth, matrix, (width_px, height_px))
    covered = cv2.warpPerspective(np.ones_like(sheet), matrix, (width_px, height_px))
    return np.asarray(room(height_px, width_px, rng) * (1 - covered) + seen * covered, np.float32)


def room(height: int, width: int, rng: np.random.Generator) -> Picture:
    """Things one before the other: (height, width) float32 grey values."""
    across, down = np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)[:, None]
    picture = rng.uniform(60, 200) + rng.uniform(-60, 60) * across + rng.uniform(-60, 60) * down
    for _ in range(rng.integers(*THINGS)):
        middle = rng.uniform(0, 1, 2) * (width, height)
        side = float(np.exp(rng.uniform(*np.log(SIZE_PX))))
        thing = np.zeros((height, width), np.float32)
        [_ellipse, _polygon, _books][rng.integers(3)](thing, middle, side, rng)
        soft = cv2.GaussianBlur(thing, (0, 0), rng.uniform(0.4, 2.5))
        shading = 1 + rng.uniform(-0.5, 0.5) * (across - middle[0] / width) * width / side
        picture += soft * (rng.uniform(5, 250) * np.clip(shading, 0.5, 1.5) - picture)
    grain = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), rng.uniform(0.6, 5))
    return np.asarray(np.clip(picture + rng.uniform(0, 10) * grain / grain.std(), 0, 255), np.float32)


def _ellipse(thing: Picture, middle: NDArray[np.float64], side: float, rng: np.random.Generator) -> None:
    axes = np.rint(side / 2 * rng.uniform(0.5, 1, 2)).astype(int).tolist()
    cv2.ellipse(thing, np.rint(middle).astype(int).tolist(), axes, rng.uniform(0, 180), 0, 360, 1, -1, cv2.LINE_AA)


def _polygon(thing: Picture, middle: NDArray[np.float64], side: float, rng: np.random.Generator) -> None:
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))
    reach = side / 2 * rng.uniform(0.6, 1.2, (len(angles), 1))
    outline = middle + reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    cv2.fillPoly(thing, [np.rint(outline).astype(np.int32)], 1, cv2.LINE_AA)


def _books(thing: Picture, middle: NDArray[np.float64], side: float, rng: np.random.Generator) -> None:
    left, foot = middle - (side / 2, -side / 2)
    for step in range(rng.integers(4, 10)):
        x = left + step * side / 8
        top = foot - side * rng.uniform(0.7, 1)
        cv2.rectangle(thing, (round(x), round(top)), (round(x + side / 9), round(foot)), rng.uniform(0.2, 1), -1)
