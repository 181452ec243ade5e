"""Videos to measure with: a sheet held in the box, rendered as the scenes of `evaluate` are."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.evaluate.scenes import HEIGHT_PX, WIDTH_PX, draw_sheet, photograph
from digitcam.evaluate.styles import STYLES
from digitcam.vision.binarise import binarise

ONE: Final = "7"
"""Digit of the videos with one digit."""

SIX: Final = "407126"
"""Digits of the videos with six digits."""

SWAY_PX: Final = 4.0
"""Amplitude of the sheet's sway, pixels."""

_CLEAN: Final = STYLES["scene_clean"]
_ROOM: Final = STYLES["scene_room"]


@lru_cache(maxsize=1)
def images() -> Mnist:
    """Load MNIST once."""
    return mnist.load()


def filmed(text: str, count: int, height: float, seed: int = 1) -> list[NDArray[np.uint8]]:
    """Render frames of a hand-held sheet with these digits in the middle, in an ordinary room.

    Args:
        text: The digits, in one row.
        count: Number of frames, 30 a second.
        height: Height of a digit, as a share of the picture's height.
        seed: Random seed.

    Returns:
        Frames of (480, 640) uint8 grey. Blur, noise and compression differ from frame to frame.
    """
    rng = np.random.default_rng(seed)
    style = replace(_CLEAN, digits=len(text), height=(height, height), turn_deg=3.0, paper=(190, 200))
    sheet = draw_sheet(style, digits(text), rng)
    x, y, w, h = cv2.boundingRect(binarise(np.clip(sheet, 0, 255).astype(np.uint8), None))
    middle = np.array([(WIDTH_PX - 2 * x - w) / 2, (HEIGHT_PX - 2 * y - h) / 2])
    times = np.arange(count) / 30
    sway = SWAY_PX * np.sin(2 * np.pi * np.outer(times, rng.uniform(1, 3, 2)))
    return [photograph(_shifted(sheet, middle + shift), _ROOM, rng) for shift in sway]


def digits(text: str) -> NDArray[np.uint8]:
    """Return a test image of each digit, (n, 28, 28) uint8."""
    data = images()
    return np.stack([data.x_test[np.flatnonzero(data.y_test == int(character))[0]] for character in text])


def _shifted(sheet: NDArray[np.float32], by: NDArray[np.float64]) -> NDArray[np.float32]:
    matrix = np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float64)
    moved = cv2.warpAffine(sheet, matrix, (WIDTH_PX, HEIGHT_PX), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def enlarged(frames: Sequence[NDArray[np.uint8]], width: int, height: int) -> list[NDArray[np.uint8]]:
    """Return the same frames at another size, (height, width) uint8."""
    return [np.asarray(cv2.resize(frame, (width, height)), np.uint8) for frame in frames]
