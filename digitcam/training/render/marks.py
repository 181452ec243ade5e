"""Marks: signs and letters that stand beside digits and are not digits, as lines."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.glyph_variants import Stroke, draw_strokes
from digitcam.training.render.negatives import typeface_skeletons

TYPED: Final = "$%€£#&√abcdefghikmnpqrstuxyzABCDEFGHKLMNPQRTUXYZ"
"""Signs and letters taken from OpenCV's typefaces."""

_DRAWN: Final[dict[str, list[list[Stroke]]]] = {
    "+": [[[(0.0, 0.5), (1.0, 0.5)], [(0.5, 0.0), (0.5, 1.0)]]],
    "×": [[[(0.1, 0.1), (0.9, 0.9)], [(0.9, 0.1), (0.1, 0.9)]]],
    "*": [[[(0.5, 0.1), (0.5, 0.9)], [(0.15, 0.3), (0.85, 0.7)], [(0.85, 0.3), (0.15, 0.7)]]],
    "=": [[[(0.0, 0.35), (1.0, 0.35)], [(0.0, 0.65), (1.0, 0.65)]]],
    "÷": [[[(0.0, 0.5), (1.0, 0.5)], [(0.5, 0.2), (0.52, 0.21)], [(0.5, 0.8), (0.52, 0.81)]]],
    "(": [[[(0.35, 0.0), (0.05, 0.5), (0.35, 1.0)]]],
    ")": [[[(0.05, 0.0), (0.35, 0.5), (0.05, 1.0)]]],
    "$": [
        [[(0.85, 0.2), (0.5, 0.08), (0.15, 0.25), (0.5, 0.5), (0.85, 0.75), (0.5, 0.92), (0.12, 0.8)],
         [(0.5, -0.08), (0.5, 1.08)]],
        [[(0.85, 0.2), (0.5, 0.08), (0.15, 0.25), (0.5, 0.5), (0.85, 0.75), (0.5, 0.92), (0.12, 0.8)],
         [(0.42, -0.08), (0.4, 1.08)], [(0.6, -0.08), (0.58, 1.08)]],
    ],
    "x": [
        [[(0.1, 0.1), (0.9, 0.9)], [(0.9, 0.1), (0.1, 0.9)]],
        [[(0.05, 0.15), (0.3, 0.05), (0.45, 0.5), (0.3, 0.95), (0.05, 0.85)],
         [(0.95, 0.15), (0.7, 0.05), (0.55, 0.5), (0.7, 0.95), (0.95, 0.85)]],
    ],
    "y": [
        [[(0.05, 0.0), (0.15, 0.45), (0.55, 0.5), (0.8, 0.0)], [(0.8, 0.0), (0.75, 0.8), (0.4, 1.0), (0.1, 0.85)]],
        [[(0.05, 0.0), (0.45, 0.55)], [(0.9, 0.0), (0.1, 1.0)]],
    ],
    "b": [[[(0.15, 0.0), (0.15, 0.95)], [(0.15, 0.65), (0.5, 0.5), (0.75, 0.75), (0.5, 1.0), (0.15, 0.9)]]],
    "z": [[[(0.1, 0.05), (0.85, 0.03)], [(0.85, 0.03), (0.1, 0.97)], [(0.1, 0.97), (0.9, 0.95)],
           [(0.25, 0.5), (0.7, 0.48)]]],
}  # fmt: skip
"""Signs and letters as people write them: for each one or more sets of strokes."""

RELATIVE_HEIGHT: Final[Mapping[str, float]] = {
    **dict.fromkeys("+×÷*", 0.55), "=": 0.5, **dict.fromkeys("()", 1.2), **dict.fromkeys("$€£√", 1.1),
    **dict.fromkeys("acemnrsuxz", 0.62), **dict.fromkeys("gpqy", 0.85),
}  # fmt: skip
"""Longer side of a mark over the height of a digit; 1 for those not listed."""


def draw_marks(each: int, rng: np.random.Generator) -> dict[str, NDArray[np.uint8]]:
    """Draw all marks.

    Args:
        each: Number of drawings of each sign that is drawn by strokes.
        rng: Random generator.

    Returns:
        For each character (N, 84, 84) uint8, 0 or 1, lines one pixel wide.
    """
    marks = {sign: typeface_skeletons(sign) for sign in TYPED}
    for sign, forms in _DRAWN.items():
        drawn = [draw_strokes(form, rng.uniform(0.55, 1.1), rng) for form in forms for _ in range(each)]
        marks[sign] = [*marks.get(sign, []), *drawn]
    return {sign: np.stack(lines) for sign, lines in marks.items() if lines}
