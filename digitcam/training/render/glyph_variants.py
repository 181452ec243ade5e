"""Glyph variants: forms of digits that MNIST's writers did not use.

They are composed from strokes with random variation: 1 with flag and foot, barred 7, open 4, square 6 and 9.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.skeletons import GLYPH_PX, Skeletons

Stroke: TypeAlias = list[tuple[float, float]]
"""Points (x, y) of a smooth curve; (0, 0) is the upper left and (1, 1) the lower right of the glyph."""

_INK_PX: Final = 58
"""Height of the ink in a glyph, pixels; wide pens need the margin."""

_WOBBLE: Final = 0.035
"""Standard deviation of each point's random shift, as a share of the glyph's height."""


def _one(rng: np.random.Generator) -> list[Stroke]:
    lean, flag = rng.uniform(-0.1, 0.15), rng.uniform(0.12, 0.75)
    top, foot = (0.5 + lean, 0.0), (0.5 - lean, 1.0)
    stem = [top, foot]
    # At least 30 degrees from the horizontal: with a flatter flag people read a 7.
    nose: Stroke = [(top[0] - min(1.1, flag * rng.uniform(0.5, 2.2)), flag), top]
    rise, gap = rng.normal(0, 0.06), rng.choice([0.0, rng.uniform(0.0, 0.15)])
    left, right = foot[0] - rng.uniform(0.1, 0.75), foot[0] + rng.uniform(0.1, 0.75)
    ground: Stroke = [(left, 1.0 + gap + rise), (right, 1.0 + gap - rise)]
    return [stem, *([nose] if rng.random() < 0.85 else []), *([ground] if rng.random() < 0.5 else [])]


def _two(rng: np.random.Generator) -> list[Stroke]:
    if rng.random() < 0.5:
        return [[(0.1, 0.22), (0.45, 0.0), (0.8, 0.22), (0.5, 0.6), (0.08, 1.0)], [(0.08, 1.0), (0.85, 0.97)]]
    return [[(0.1, 0.06), (0.8, 0.04)], [(0.8, 0.04), (0.1, 1.0)], [(0.1, 1.0), (0.85, 0.97)]]


def _three(rng: np.random.Generator) -> list[Stroke]:
    body: Stroke = [(0.4, 0.42), (0.8, 0.62), (0.6, 0.97), (0.1, 0.9)]
    return [[(0.15, 0.03), (0.78, 0.02)], [(0.78, 0.02), (0.4, 0.42)], body]


def _four(rng: np.random.Generator) -> list[Stroke]:
    bar, stem = rng.uniform(0.48, 0.78), rng.uniform(0.55, 0.85)
    if rng.random() < 0.12:
        ribbon: Stroke = [(0.72, 0.0), (0.45, 0.36), (0.12, 0.48), (0.04, 0.34), (0.2, 0.24), (0.55, 0.4), (1.0, 0.5)]
        return [ribbon, [(stem, rng.uniform(0.05, 0.2)), (stem, 1.0)]]
    if rng.random() < 0.65:
        left: list[Stroke] = [[(rng.uniform(0.12, 0.55), rng.uniform(0.0, 0.12)), (0.06, bar)]]
        bars: Stroke = [(0.06, bar), (0.97, bar + rng.uniform(-0.1, 0.05))]
        return [*left, bars, [(stem, rng.uniform(0.0, 0.45)), (stem + rng.uniform(-0.12, 0.05), 1.0)]]
    return [[(stem, 0.0), (0.05, bar)], [(0.05, bar), (0.95, bar)], [(stem, 0.0), (stem, 1.0)]]


def _five(rng: np.random.Generator) -> list[Stroke]:
    gap = rng.uniform(0.0, 0.14)
    belly: Stroke = [(0.22, 0.45), (0.6, 0.38), (0.85, 0.66), (0.6, 0.98), (0.12, 0.9)]
    roof: Stroke = [(0.25 + gap, rng.uniform(-0.08, 0.03)), (0.9, rng.uniform(-0.1, 0.02))]
    return [[(0.25, 0.06), (0.22, 0.45)], belly, roof]


def _six(rng: np.random.Generator) -> list[Stroke]:
    if rng.random() < 0.5:
        return [
            [(0.6, 0.0), (0.15, 0.6)],
            [(0.15, 0.6), (0.15, 0.98)],
            [(0.15, 0.98), (0.8, 0.98)],
            [(0.8, 0.98), (0.78, 0.55)],
            [(0.78, 0.55), (0.15, 0.6)],
        ]
    return [[(0.75, 0.0), (0.3, 0.35), (0.12, 0.75), (0.4, 1.0), (0.78, 0.8), (0.55, 0.52), (0.15, 0.68)]]


def _seven(rng: np.random.Generator) -> list[Stroke]:
    corner, foot = (rng.uniform(0.75, 0.95), 0.04), (rng.uniform(0.25, 0.85), 1.0)
    at = rng.uniform(0.35, 0.75)
    middle = (corner[0] + (foot[0] - corner[0]) * at + rng.uniform(-0.08, 0.02), at)
    strokes: list[Stroke] = [[(0.08, 0.05), corner], [corner, middle, foot]]
    if rng.random() < 0.2:
        # A top bar that begins with a hook or sags.
        strokes[0] = [(rng.uniform(0.05, 0.2), rng.uniform(-0.12, 0)), (0, 0.08), (0.4, rng.uniform(0.02, 0.1)), corner]
    if rng.random() < 0.75:
        rise = rng.uniform(-0.08, 0.05)
        left, right = middle[0] - rng.uniform(0.15, 0.5), middle[0] + rng.uniform(0.1, 0.45)
        strokes.append([(left, at - rise), (right, at + rise)])
    if rng.random() < 0.35:
        strokes.append([(0.08, rng.uniform(0.14, 0.25)), (0.08, 0.05)])
    return strokes


def _eight(rng: np.random.Generator) -> list[Stroke]:
    waist = rng.uniform(0.4, 0.52)
    upper: Stroke = [(0.5, waist), (0.22, waist / 2), (0.5, 0.0), (0.78, waist / 2), (0.5, waist)]
    middle = (1 + waist) / 2
    return [upper, [(0.5, waist), (0.12, middle), (0.5, 1.0), (0.88, middle), (0.5, waist)]]


def _nine(rng: np.random.Generator) -> list[Stroke]:
    low, right = rng.uniform(0.4, 0.62), rng.uniform(0.72, 0.85)
    if rng.random() < 0.3:
        square: list[Stroke] = [[(right, 0.04), (0.15, 0.04)], [(0.15, 0.04), (0.12, low)], [(0.12, low), (right, low)]]
        hook: list[Stroke] = [[(right, 0.98), (rng.uniform(0.0, 0.35), rng.uniform(0.94, 1.02))]]
        return [*square, [(right, 0.04), (right, 0.98)], *(hook if rng.random() < 0.75 else [])]
    loop: Stroke = [(right, 0.12), (0.45, 0.0), (0.1, low / 2), (0.4, low), (right, low / 2)]
    right += rng.choice([0.0, 0.0, rng.uniform(0.0, 0.12)])
    if rng.random() < 0.5:
        return [loop, [(right, 0.08), (right, 0.6), (0.7, 0.92), (0.42, 1.0), (0.15, rng.uniform(0.8, 0.92))]]
    return [loop, [(right, 0.08), (right + rng.uniform(-0.2, 0.05), 1.0)]]


def _zero(rng: np.random.Generator) -> list[Stroke]:
    ring: Stroke = [(0.5, 0.0), (0.1, 0.3), (0.1, 0.7), (0.5, 1.0), (0.9, 0.7), (0.9, 0.3), (0.5, 0.0)]
    if rng.random() < 0.5:
        # An open ring, its ends inside or outside.
        begun, ended = (
            (rng.uniform(0.4, 0.85), rng.uniform(0.0, 0.3)),
            (rng.uniform(0.4, 0.75), rng.uniform(-0.08, 0.1)),
        )
        ring = [begun, *ring[1:-1], ended]
    return [ring, *([[(0.8, 0.15), (0.2, 0.85)]] if rng.random() < 0.25 else [])]


_DRAW: Final[tuple[Callable[[np.random.Generator], list[Stroke]], ...]] = (
    _zero, _one, _two, _three, _four, _five, _six, _seven, _eight, _nine,
)  # fmt: skip
"""For each digit, the function that returns the strokes of a random variant."""


def draw_strokes(
    strokes: list[Stroke], width: float, rng: np.random.Generator, wobble: float = _WOBBLE
) -> NDArray[np.uint8]:
    """Draw strokes as a glyph, each point shifted at random.

    Args:
        strokes: The strokes.
        width: Width of the glyph over its height.
        rng: Random generator.
        wobble: Standard deviation of the shift, as a share of the glyph's height.

    Returns:
        (84, 84) uint8, 0 or 1.
    """
    glyph = np.zeros((GLYPH_PX, GLYPH_PX), np.uint8)
    for stroke in strokes:
        points = np.array(stroke) + rng.normal(0, wobble, (len(stroke), 2))
        pixels = (points - 0.5) * (_INK_PX * width, _INK_PX) + GLYPH_PX / 2
        cv2.polylines(glyph, [np.rint(spline(pixels)).astype(np.int32)], False, 1)
    return glyph


def spline(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a Catmull-Rom spline (1974) through points (N, 2).

    It has eight steps between two points.
    """
    if len(points) < 3:
        return points
    p = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, 9)[:, None, None]
    a, b, c, d = p[:-3], p[1:-2], p[2:-1], p[3:]
    curve = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return np.asarray(curve.transpose(1, 0, 2).reshape(-1, 2))


def glyph_variants(each: int, rng: np.random.Generator) -> Skeletons:
    """Draw variants of all ten digits.

    Args:
        each: Number of drawings of each digit.
        rng: Random generator.
    """
    labels = np.repeat(np.arange(10, dtype=np.uint8), each)
    lines = [draw_strokes(_DRAW[label](rng), rng.uniform(0.4, 0.9), rng) for label in labels.tolist()]
    return Skeletons(np.stack(lines), labels)
