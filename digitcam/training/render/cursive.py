"""Cursive words without meaning; they serve as negatives."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.glyph_variants import spline
from digitcam.training.render.pen import Shape, points_of
from digitcam.training.render.skeletons import GLYPH_PX

_BASELINE_PX: Final = GLYPH_PX / 2
"""Position of the baseline below the upper edge, pixels."""

_X_HEIGHT_PX: Final = 20.0
"""Height of an x, pixels."""

_LETTERS: Final = (
    ((0.3, 0.5), (0.6, 0.9), (0.35, 1.0), (0.2, 0.5), (0.5, 0.0), (0.9, 0.2)),
    ((0.1, 1.0), (0.15, 0.0), (0.2, 0.7), (0.5, 1.0), (0.6, 0.0), (0.8, 0.1)),
    ((0.1, 1.0), (0.15, 0.0), (0.4, 1.0), (0.5, 0.0), (0.8, 1.0), (0.9, 0.0), (1.1, 0.1)),
    ((0.3, 1.8), (0.45, 2.1), (0.3, 2.1), (0.2, 0.2), (0.4, 0.0), (0.6, 0.2)),
    ((0.2, 1.0), (0.2, 0.1), (0.5, 0.1), (0.65, 1.0), (0.65, 0.1), (0.9, 0.1)),
    ((0.6, 0.9), (0.3, 1.0), (0.1, 0.5), (0.4, 0.0), (0.7, 0.9), (0.7, -0.9), (0.4, -1.0), (0.9, 0.1)),
    ((0.6, 0.9), (0.3, 1.0), (0.1, 0.4), (0.4, 0.0), (0.7, 1.0), (0.75, 0.0), (1.0, 0.1)),
    ((0.5, 1.0), (0.15, 0.7), (0.2, 0.1), (0.6, 0.1), (0.65, 0.8), (0.5, 1.0), (0.9, 0.8)),
    ((0.2, 0.9), (0.3, 1.1), (0.5, 0.4), (0.3, 0.0), (0.1, 0.1), (0.8, 0.1)),
    ((0.3, 1.9), (0.2, 0.1), (0.4, 0.0), (0.7, 0.1)),
    ((0.2, 1.0), (0.25, 0.1), (0.4, 0.0), (0.6, 0.2)),
    ((0.2, 1.0), (0.4, 0.0), (0.7, 1.0), (0.9, 0.9)),
)
"""Letters as points (x, y) from where the pen enters on the baseline; y points upwards, the height of an x is 1."""


def cursive_word(rng: np.random.Generator) -> Shape:
    """Return the shape of a random word of two to eight letters.

    Its field is `GLYPH_PX` high, with the baseline halfway.
    """
    x, path = 8.0, [(4.0, _BASELINE_PX)]
    wide, tight = rng.uniform(0.7, 1.3), rng.uniform(0.6, 1.0)
    for _ in range(rng.integers(2, 9)):
        letter = _LETTERS[rng.integers(len(_LETTERS))]
        path += [(x + px * wide * _X_HEIGHT_PX, _BASELINE_PX - py * _X_HEIGHT_PX * 0.8) for px, py in letter]
        x = path[-1][0] + rng.uniform(0.0, 0.3) * _X_HEIGHT_PX * tight
    points = np.array(path) + rng.normal(0, rng.uniform(0.3, 1.6), (len(path), 2))
    lines = np.zeros((GLYPH_PX, int(points[:, 0].max()) + 8), np.uint8)
    cv2.polylines(lines, [np.rint(spline(points)).astype(np.int32)], False, 1)
    _add_accents(lines, rng)
    field = np.asarray(cv2.distanceTransform(1 - lines, cv2.DIST_L2, 5), np.float32)
    return Shape(field, False, points_of(field < 1))


def _add_accents(lines: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Draw up to two dots or bars above the letters, as on an i or across a t."""
    for _ in range(rng.integers(0, 3)):
        at, high = int(rng.uniform(8, lines.shape[1] - 8)), int(_BASELINE_PX - rng.uniform(1.1, 1.6) * _X_HEIGHT_PX)
        reach = int(rng.choice([1, 1, rng.uniform(4, 10)]))
        cv2.line(lines, (at - reach, high), (at + reach, high - reach // 4), 1)
