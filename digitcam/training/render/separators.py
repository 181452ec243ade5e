"""Separators: points, commas, dashes, slashes and colons, as people write them between digits."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import SEPARATORS

_FINE: int = 4
"""Strokes are placed to a sixteenth of a pixel: bits of the fraction in OpenCV's coordinates."""


class Separator(NamedTuple):
    """A separator that was written.

    Attributes:
        kind: Index into `SEPARATORS`.
        box: (4,) float64 xyxy, pixels of the canvas.
        height: Height of the digits beside it, pixels of the canvas.
    """

    kind: int
    box: NDArray[np.float64]
    height: float

    @property
    def centre(self) -> NDArray[np.float64]:
        """The centre of its box, x and y."""
        return np.asarray((self.box[:2] + self.box[2:]) / 2)


def separator_strokes(sign: str, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Return the strokes of a separator.

    Args:
        sign: One of `SEPARATORS`.
        rng: Random generator.

    Returns:
        Strokes (N, 2), x to the right and y down in digit heights; x = 0 is the left end and y = 0 the foot of the row.
    """
    strokes = _STROKES[sign](rng)
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    return [stroke - (left, 0) for stroke in strokes]


def _point(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    return [_dab(-rng.uniform(-0.02, 0.1), rng)]


def _dab(y: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a point as a pen leaves it: a very short stroke in any direction."""
    angle, length = rng.uniform(0, np.pi), abs(rng.normal(0, 0.04))
    return np.array([[0, 0], [np.cos(angle), np.sin(angle)]]) * length + (0, y)


def _comma(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    length, lean, bow = rng.uniform(0.17, 0.35), rng.uniform(-0.2, 0.0), rng.uniform(0, 0.06)
    top = rng.uniform(-0.14, 0.0)
    return [np.array([[0, top], [lean / 2 + bow, top + length / 2], [lean, top + length]])]


def _dash(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    length, y, slope = rng.uniform(0.2, 0.55), -rng.uniform(0.35, 0.62), rng.normal(0, 0.04)
    return [np.array([[0, y], [length, y + slope]])]


def _slash(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    reach, top, foot = rng.uniform(0.25, 0.8), -rng.uniform(0.9, 1.3), rng.uniform(-0.05, 0.3)
    bow = rng.normal(0, 0.03)
    return [np.array([[reach, top], [reach / 2 + bow, (top + foot) / 2], [0, foot]])]


def _colon(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    low, apart = -rng.uniform(0.05, 0.25), rng.uniform(0.25, 0.5)
    return [_dab(low, rng), _dab(low - apart, rng) + np.array([rng.normal(0, 0.03), 0])]


_STROKES = dict(zip(SEPARATORS, (_point, _comma, _dash, _slash, _colon), strict=True))


def draw_separator(
    opacity: NDArray[np.float32],
    sign: str,
    foot: tuple[float, float],
    height: float,
    width: float,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw a separator on a canvas.

    Args:
        opacity: (H, W) float32, 0 to 1; changed in place.
        sign: One of `SEPARATORS`.
        foot: Its left end and the foot of its row, x and y, pixels of the canvas.
        height: Height of the digits beside it, pixels.
        width: Width of the pen, pixels.
        rng: Random generator.

    Returns:
        (4,) float64 xyxy, its box.
    """
    pen = max(1, round(width * (1.3 if sign in ".:" and rng.random() < 0.5 else 1)))
    mark = np.zeros(opacity.shape, np.uint8)
    strokes = [stroke * height + foot + (pen / 2, 0) for stroke in separator_strokes(sign, rng)]
    for stroke in strokes:
        cv2.polylines(mark, [np.rint(stroke * 2**_FINE).astype(np.int32)], False, 255, pen, cv2.LINE_AA, _FINE)
    np.maximum(opacity, mark.astype(np.float32) / np.float32(255), out=opacity)
    points = np.concatenate(strokes)
    return np.concatenate([points.min(axis=0) - pen / 2, points.max(axis=0) + pen / 2])
