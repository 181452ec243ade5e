"""Camera: degrade a drawn picture by light, lens, sensor and compression."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import CROP_PX

CANVAS_PX: Final = 2 * CROP_PX
"""Side of the canvas on which pictures are drawn, pixels; the camera halves it."""

_Y, _X = np.mgrid[-1 : 1 : CANVAS_PX * 1j, -1 : 1 : CANVAS_PX * 1j].astype(np.float32)


def add_light(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Add uneven light: a gradient, a vignette, the edge of a shadow, a bright spot.

    Args:
        picture: (192, 192) float32, grey levels.
        rng: Random generator.

    Returns:
        (192, 192) float32, a copy.
    """
    slope = rng.uniform(-0.24, 0.24, 2)
    light = 1 + np.float32(slope[0]) * _X + np.float32(slope[1]) * _Y
    if rng.random() < 0.5:
        light -= np.float32(rng.uniform(0, 0.18)) * (_X * _X + _Y * _Y)
    if rng.random() < 0.2:
        light *= _shadow(rng)
    if rng.random() < 0.06:
        x, y = rng.uniform(-1, 1, 2)
        spread = np.float32(rng.uniform(0.1, 0.5))
        light += np.float32(rng.uniform(0.1, 0.5)) * np.exp(-((_X - x) ** 2 + (_Y - y) ** 2) / spread, dtype=np.float32)
    return np.asarray(picture * light, np.float32)


def _shadow(rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the share of light beside a shadow with a soft edge: (192, 192) float32."""
    angle, bend = rng.uniform(0, 2 * np.pi), rng.uniform(-0.6, 0.6)
    side = np.cos(angle) * _X + np.sin(angle) * _Y + bend * (np.cos(angle) * _Y - np.sin(angle) * _X) ** 2
    softness = rng.uniform(0.02, 0.2)
    edge = np.clip((side - rng.uniform(-0.7, 0.7)) / softness * 0.5 + 0.5, 0, 1)
    return np.asarray(1 - rng.uniform(0.1, 0.5) * edge, np.float32)


@dataclass(frozen=True, slots=True)
class Legibility:
    """Limits of the degradation, so that people could still read the picture.

    A network that learns from illegible pictures learns to guess.

    Attributes:
        contrast: Contrast of the ink, grey levels. Raising it allows more noise.
        stroke: Width of the thinnest stroke, pixels of the canvas. Raising it allows more blur and noise.
        height: Longer side of the smallest digit, pixels of the canvas. Raising it allows more blur and lower
            resolutions.
    """

    contrast: float
    stroke: float
    height: float


def photograph(picture: NDArray[np.float32], legible: Legibility, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Reduce a picture to half its size with blur, noise and JPEG compression.

    Args:
        picture: (192, 192) float32, grey levels; the result is clipped to 0 to 255.
        legible: Limits of blur, noise and resolution.
        rng: Random generator.

    Returns:
        (96, 96) uint8.
    """
    blur = min(
        rng.choice([rng.uniform(0.4, 1.6), rng.uniform(0.6, 3.8)]), 0.5 + 0.55 * legible.stroke, legible.height / 14
    )
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(max(blur, 0.35))), np.float32)
    if rng.random() < 0.08:
        kernel = _motion_kernel(min(9, legible.height / 8), rng)
        picture = np.asarray(cv2.filter2D(picture, cv2.CV_32F, kernel), np.float32)
    picture = _low_resolution(picture, legible, rng) if rng.random() < 0.3 else picture
    small = cv2.resize(picture, (CROP_PX, CROP_PX), interpolation=cv2.INTER_AREA)
    amount = min(np.exp(rng.uniform(np.log(0.3), np.log(8))), 0.02 * legible.contrast * (1 + legible.stroke))
    noise: NDArray[np.float32] = rng.standard_normal((CROP_PX, CROP_PX), np.float32) * np.float32(amount)
    if rng.random() < 0.4:
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7), np.float32) * np.float32(2)
    grey = np.clip(small + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 85))]
        grey = np.asarray(cv2.imdecode(cv2.imencode(".jpg", grey, quality)[1], cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.asarray(grey, np.uint8)


def _low_resolution(picture: NDArray[np.float32], legible: Legibility, rng: np.random.Generator) -> NDArray[np.float32]:
    """Reduce a picture, add noise and enlarge it again."""
    side = int(CANVAS_PX / np.clip(np.exp(rng.uniform(np.log(2), np.log(8))), 1, max(1.5, legible.height / 13)))
    reduced = np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.float32)
    reduced += rng.standard_normal((side, side), np.float32) * np.float32(
        rng.uniform(0, min(4, 0.05 * legible.contrast))
    )
    interpolation = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(reduced, (CANVAS_PX, CANVAS_PX), interpolation=interpolation), np.float32)


def _motion_kernel(longest: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a kernel of motion blur: (n, n) float32 with sum 1."""
    size = int(rng.uniform(3, max(4, longest + 1)))
    kernel = np.zeros((size, size), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = (size - 1) / 2 * np.array([np.cos(angle), np.sin(angle)])
    middle = np.array([(size - 1) / 2] * 2)
    start, end = np.rint(middle - reach).astype(int), np.rint(middle + reach).astype(int)
    cv2.line(kernel, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 1.0, 1)
    return np.asarray(kernel / kernel.sum(), np.float32)
