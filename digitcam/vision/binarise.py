"""Binarisation: separate ink from paper in a grey picture."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

INK: Final = 255
"""Value of ink in a mask; paper is 0."""

PAPER_SIDE_PX: Final = 48
"""Shorter side of the reduced copy on which the paper's brightness is estimated, pixels. A small copy is enough,
because the brightness of paper varies slowly."""

PAPER_WINDOW_PX: Final = 31
"""Side of the median filter's window on the reduced copy, pixels; odd. It must exceed every stroke's width: then most
pixels in the window are paper, and so is their median."""

MIN_CONTRAST: Final = 14.0
"""Minimum difference between the means of ink and paper, grey levels; below it the picture counts as blank. The noise
that remains after the median gives less than 10, the palest pencil on real webcam frames about 18. Raising it loses
pale pencil; lowering it finds ink in noise."""

MIN_CONTRAST_TO_NOISE: Final = 4.0
"""Minimum difference between the means, as a multiple of the paper's standard deviation; for dark, noisy rooms."""


def binarise(grey: NDArray[np.uint8], threshold: int | None) -> NDArray[np.uint8]:
    """Separate ink from paper.

    Args:
        grey: (h, w) uint8.
        threshold: Pixels below this grey value are ink. None removes uneven light, decides whether the ink is darker or
            lighter than the paper, and applies Otsu's method.

    Returns:
        (h, w) uint8, 0 for paper and 255 for ink; all 0 if no ink is visible.
    """
    if threshold is None:
        return _otsu(ink_strength(grey))
    return np.asarray(np.where(grey < threshold, INK, 0), np.uint8)


def ink_strength(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Measure how much each pixel differs from the paper around it.

    Subtracting a wide median removes uneven light: the median follows shadows and vignettes, but not strokes. Ink
    covers little of the paper, so the sign of the differences' third moment tells whether it is dark on light or light
    on dark.

    Args:
        grey: (h, w) uint8.

    Returns:
        (h, w) uint8, grey levels in the ink's direction; 0 for paper.
    """
    difference = _paper(grey).astype(np.float32) - cv2.GaussianBlur(grey, (3, 3), 0)
    polarity = -1.0 if float(np.mean(difference * difference * difference)) < 0 else 1.0
    return np.asarray(np.clip(difference * polarity, 0, 255), np.uint8)


def _paper(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Estimate the brightness of the paper at each pixel: (h, w) uint8."""
    height, width = grey.shape
    scale = min(1.0, PAPER_SIDE_PX / min(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.medianBlur(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), PAPER_WINDOW_PX)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _otsu(strength: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Threshold ink strength (h, w) by Otsu's method (IEEE Trans. SMC 9(1), 1979).

    The mask is empty if the contrast of the two classes is so low that both are paper.
    """
    _, mask = cv2.threshold(strength, 0, INK, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = mask > 0
    if not ink.any() or ink.all():
        return np.zeros_like(strength)
    paper = strength[~ink]
    contrast = float(strength[ink].mean() - paper.mean())
    if contrast < max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * float(paper.std())):
        return np.zeros_like(strength)
    return np.asarray(mask, np.uint8)


def otsu_threshold(grey: NDArray[np.uint8]) -> int | None:
    """Return Otsu's threshold of the whole picture. It separates ink from paper in even light only.

    Args:
        grey: (h, w) uint8; may be empty.

    Returns:
        Grey value below which pixels are of the darker class; None if the classes differ so little that there is no
        ink.
    """
    if not grey.size:
        return None
    level, bright = cv2.threshold(cv2.GaussianBlur(grey, (3, 3), 0), 0, INK, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    is_bright = bright > 0
    if not is_bright.any() or is_bright.all():
        return None
    contrast = float(grey[is_bright].mean()) - float(grey[~is_bright].mean())
    return int(level) + 1 if contrast >= MIN_CONTRAST else None
