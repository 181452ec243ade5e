"""Font scenes: rendered pictures of digits of handwriting fonts on paper, for measuring only."""

from collections.abc import Iterator
from functools import partial
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.font_digits import font_digits
from digitcam.evaluate.samples import Sample
from digitcam.evaluate.scenes import SEED, render
from digitcam.evaluate.styles import FONT_STYLES

PEN_PX: Final = (2.0, 8.0)
"""Width of the pen, pixels of a glyph of 84 pixels whose ink is 58 high: from a fine to an ordinary pen."""

_FIRST_SEED: Final = 100
"""Seed of the first kind; no other kind of scene has it."""


def font_scenes(kind: str, count: int) -> Iterator[Sample]:
    """Render the first scenes of a kind with the held-out fonts.

    Args:
        kind: A key of `FONT_STYLES`.
        count: Number of scenes. After all digits were used, they are written again with other pens.

    Yields:
        The samples. A scene of the same kind and number is always the same picture.
    """
    digits, kind_seed = font_digits(held_out=True), _FIRST_SEED + list(FONT_STYLES).index(kind)
    order = np.random.default_rng([SEED, kind_seed]).permutation(len(digits.labels))
    for number in range(count):
        chosen = order[number % len(order)]
        picture = partial(_picture, kind, digits.lines[chosen], [SEED, kind_seed, number])
        yield Sample(f"{kind} {number}", kind, str(digits.labels[chosen]), picture)


def _picture(kind: str, lines: NDArray[np.uint8], seed: list[int]) -> NDArray[np.uint8]:
    pen = float(np.random.default_rng([*seed, 0]).uniform(*PEN_PX))
    return render(FONT_STYLES[kind], draw_lines(lines, pen)[None], seed)


def draw_lines(lines: NDArray[np.uint8], pen: float) -> NDArray[np.uint8]:
    """Draw lines (84, 84) with a pen: (84, 84) uint8, 0 for paper and 255 for ink.

    Args:
        lines: 1 on lines one pixel wide, else 0.
        pen: Width of the pen, pixels.
    """
    distance = cv2.distanceTransform(1 - lines, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(255 * np.clip((pen + 1) / 2 - distance, 0, 1), np.uint8)
