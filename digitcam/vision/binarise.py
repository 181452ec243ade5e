"""Grey picture to ink mask: which pixels did the pen touch?"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

INK: Final = 255

PAPER_SIDE_PX: Final = 48
"""The paper's brightness varies slowly: it is estimated on a picture reduced to this short side."""

PAPER_WINDOW_PX: Final = 31
"""Window of the median in the reduced picture; odd. Wider than any stroke, so that the median sees paper."""

MIN_CONTRAST: Final = 14.0
"""Grey levels between ink and paper below which nothing was written. Camera noise after the median differs by less than
10; the palest pencil on real webcam frames by about 18."""

MIN_CONTRAST_TO_NOISE: Final = 4.0
"""The same bound in standard deviations of the paper, for dark and noisy rooms."""


def binarise(grey: NDArray[np.uint8], threshold: int | None) -> NDArray[np.uint8]:
    """Separate ink from paper.

    Args:
        grey: (h, w) uint8.
        threshold: Pixels darker than this grey value are ink, exactly; None flattens the light, finds out whether the
            ink is darker or lighter than the paper, and chooses by Otsu's method.

    Returns:
        (h, w) uint8 mask, 0 paper and 255 ink. All paper if there is no ink to be seen.
    """
    if threshold is None:
        return _otsu(ink_strength(grey))
    return np.asarray(np.where(grey < threshold, INK, 0), np.uint8)


def ink_strength(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Measure how far each pixel stands out from the paper around it, on the ink's side.

    The light is flattened by taking away a wide median, which follows shadows and vignettes but not strokes. Writing
    covers little of the paper, so the longer tail of what remains is the ink, dark on light or light on dark.

    Args:
        grey: (h, w) uint8.

    Returns:
        (h, w) uint8, 0 for paper.
    """
    difference = _paper(grey).astype(np.float32) - cv2.GaussianBlur(grey, (3, 3), 0)
    polarity = -1.0 if float(np.mean(difference * difference * difference)) < 0 else 1.0
    return np.asarray(np.clip(difference * polarity, 0, 255), np.uint8)


def _paper(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Estimate the brightness of the bare paper at each pixel: (h, w) uint8."""
    height, width = grey.shape
    scale = min(1.0, PAPER_SIDE_PX / min(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.medianBlur(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), PAPER_WINDOW_PX)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _otsu(strength: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Threshold by Otsu's method (IEEE Trans. SMC 9(1), 1979), unless the two classes are both paper."""
    _, mask = cv2.threshold(strength, 0, INK, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = mask > 0
    if not ink.any() or ink.all():
        return np.zeros_like(strength)
    paper = strength[~ink]
    contrast = float(strength[ink].mean() - paper.mean())
    if contrast < max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * float(paper.std())):
        return np.zeros_like(strength)
    return np.asarray(mask, np.uint8)
