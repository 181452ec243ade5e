"""Draw separators as a pen does: point, comma, minus sign, slash and colon."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.rooms import Picture

PEN: Final = (0.09, 0.15)
"""Width of the pen, in heights of a digit: about that of MNIST's strokes."""

POINT: Final = (0.0, 0.08)
"""Length of a point, in heights of a digit; the pen's width comes to it."""

COMMA: Final = (0.22, 0.34)
"""Length of a comma. Shorter ones look like points."""

MINUS: Final = (0.35, 0.6)
"""Length of a minus sign."""

SLASH: Final = (0.95, 1.3)
"""Length of a slash."""

SLASH_LEAN_DEG: Final = (20.0, 38.0)
"""Angle between a slash and the vertical, degrees. Steeper ones look like a 1."""

MARGIN: Final = 0.06
"""Free room on either side of a separator, so that its ink does not run into that of a digit."""

FINER: Final = 4
"""Pixels are drawn so many times finer and then averaged."""


class Drawn(NamedTuple):
    """A separator's ink.

    Attributes:
        ink: (h, w) float32 in [0, 1].
        rise: Distance of its lower edge above the line on which the digits stand, pixels; negative below.
    """

    ink: Picture
    rise: float


def draw_separator(sign: str, height: float, rng: np.random.Generator) -> Drawn:
    """Draw a separator with a random pen, size and position.

    Args:
        sign: One of ``.,-/:``.
        height: Height of a digit, pixels.
        rng: Random generator.
    """
    strokes = [stroke * np.float64(height) for stroke in _STROKES[sign](rng)]
    ink, rise = _inked(strokes, rng.uniform(*PEN) * height)
    margin = round(MARGIN * height)
    return Drawn(np.pad(ink, ((0, 0), (margin, margin))), rise)


def _point(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    return [_dab(rng.uniform(0.0, 0.12), rng)]


def _colon(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    low = rng.uniform(0.1, 0.25)
    return [_dab(low, rng), _dab(low + rng.uniform(0.35, 0.5), rng)]


def _dab(y: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a very short stroke in any direction; y is its height above the line."""
    return _straight(rng.uniform(-0.03, 0.03), y, rng.uniform(*POINT), rng.uniform(0, 180))


def _comma(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    length, lean = rng.uniform(*COMMA), np.deg2rad(rng.uniform(10, 40))
    start = np.array([0.0, rng.uniform(0.02, 0.1)])
    end = start - length * np.array([np.sin(lean), np.cos(lean)])
    bend = (start + end) / 2 + (rng.uniform(0, 0.06), 0)
    return [np.stack([start, bend, end])]


def _minus(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    return [_straight(0, rng.uniform(0.38, 0.58), rng.uniform(*MINUS), rng.uniform(-8, 8))]


def _slash(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    return [_straight(0, rng.uniform(0.42, 0.5), rng.uniform(*SLASH), 90 - rng.uniform(*SLASH_LEAN_DEG))]


def _straight(x: float, y: float, length: float, angle_deg: float) -> NDArray[np.float64]:
    """Return a straight stroke around a point, (2, 2); y points up, and the angle is that to the horizontal."""
    angle = np.deg2rad(angle_deg)
    half = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    return np.array([x, y]) + np.stack([-half, half])


_STROKES: Final = {".": _point, ",": _comma, "-": _minus, "/": _slash, ":": _colon}


def _inked(strokes: list[NDArray[np.float64]], pen: float) -> Drawn:
    """Draw strokes, each (N, 2) pixels with y up from the line."""
    points = np.concatenate(strokes)
    low, high = np.floor(points.min(axis=0) - pen / 2 - 1), np.ceil(points.max(axis=0) + pen / 2 + 1)
    width, height = (high - low).astype(int).tolist()
    canvas = np.zeros((height * FINER, width * FINER), np.uint8)
    for stroke in strokes:
        placed = np.stack([stroke[:, 0] - low[0], high[1] - stroke[:, 1]], axis=1) * FINER
        line = [np.rint(placed).astype(np.int32)]
        cv2.polylines(canvas, line, False, 255, max(1, round(pen * FINER)), cv2.LINE_AA)
    ink = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
    return Drawn(ink, float(low[1]))
