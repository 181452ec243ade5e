"""Thinning: reduce strokes to lines one pixel wide."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_CLOCKWISE: Final = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""The eight neighbours as (dy, dx), clockwise from north: P2 to P9 in the paper."""

_WEIGHTS: Final = np.zeros((3, 3), np.float32)
"""Kernel that encodes a pixel's neighbours as the bits of a number, 0 to 255."""

for _bit, (_dy, _dx) in enumerate(_CLOCKWISE):
    _WEIGHTS[1 + _dy, 1 + _dx] = 1 << _bit


def _kept_table(subiteration: int) -> NDArray[np.uint8]:
    """Return which pixels a subiteration keeps: (256,) uint8, 0 or 1.

    The index is the code of a pixel's neighbours.
    """
    kept = np.ones(256, np.uint8)
    for code in range(256):
        p = [code >> bit & 1 for bit in range(8)]
        north, east, south, west = p[0], p[2], p[4], p[6]
        rises = sum(a == 0 and b == 1 for a, b in zip(p, p[1:] + p[:1], strict=True))
        first = north * east * south == 0 and east * south * west == 0
        second = north * east * west == 0 and north * south * west == 0
        if 2 <= sum(p) <= 6 and rises == 1 and (first if subiteration == 0 else second):
            kept[code] = 0
    return kept


_KEPT: Final = (_kept_table(0), _kept_table(1))
"""Tables of the algorithm's two subiterations, 0 and 1."""


def thin(masks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Thin strokes to their centre lines.

    Zhang and Suen, "A fast parallel algorithm for thinning digital patterns" (CACM 1984).

    Args:
        masks: (N, h, w) uint8, 0 or 1. The outermost pixels of each mask must be 0, because all masks are thinned as
            one tall picture.

    Returns:
        (N, h, w) uint8, 0 or 1; a copy.
    """
    tall = masks.reshape(-1, masks.shape[-1]).copy()
    before = -1
    while tall.size and (count := cv2.countNonZero(tall)) != before:
        before = count
        for kept in _KEPT:
            code = cv2.filter2D(tall, cv2.CV_8U, _WEIGHTS, borderType=cv2.BORDER_CONSTANT)
            tall &= np.asarray(cv2.LUT(code, kept), np.uint8)
    return tall.reshape(masks.shape)
