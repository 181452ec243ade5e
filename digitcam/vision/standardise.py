"""Grey pictures as the paper network takes them: the light taken away, the contrast made even."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

LIGHT_PX: Final = 14.0
"""Standard deviation of the Gaussian whose mean counts as the light there: wider than any pen in 96 pixels."""

CONTRAST_PX: Final = 32.0
"""The same for the contrast: a third of such a picture."""

FLOOR: Final = 3.0
"""Grey levels added to the contrast: the noise of blank paper stays small."""

SPREAD: Final = 5.0
"""Deviations from black to white where standardised grey is shown."""

_LIGHT_STEP: Final = 4
_CONTRAST_STEP: Final = 8


def standardise(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Take the local mean away and divide by the local standard deviation.

    Local contrast normalisation, after Jarrett et al., "What is the best multi-stage architecture for object
    recognition?" (ICCV 2009). The means are taken on reduced copies: smooth as they are, nothing is lost.

    Args:
        grey: (h, w) uint8, sides at least 8.

    Returns:
        (h, w) float32, mean about 0 and deviation about 1; dark ink is negative.
    """
    size = grey.shape[1], grey.shape[0]
    picture = grey.astype(np.float32)
    light = _mean(picture, LIGHT_PX, _LIGHT_STEP, size)
    detail = np.subtract(picture, light, out=light)
    contrast = _mean(np.multiply(detail, detail, out=picture), CONTRAST_PX, _CONTRAST_STEP, size)
    np.sqrt(contrast, out=contrast)
    contrast += np.float32(FLOOR)
    return np.divide(detail, contrast, out=contrast)


def _mean(picture: NDArray[np.float32], sigma_px: float, step: int, size: tuple[int, int]) -> NDArray[np.float32]:
    """The Gaussian mean, by way of a copy reduced ``step`` times."""
    few = (-(-size[0] // step), -(-size[1] // step))
    small = cv2.resize(picture, few, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (0, 0), sigma_px / step, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR), np.float32)


def as_picture(standardised: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standardised grey as people can look at it: ink light on dark, as in MNIST.

    Args:
        standardised: (..., h, w) float32.

    Returns:
        The same shape, in [0, 1]: 0.35 for paper.
    """
    return np.asarray(np.clip(0.35 - standardised / SPREAD, 0, 1), np.float32)
