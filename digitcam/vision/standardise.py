"""Standardisation: remove uneven light and contrast from grey pictures.

The paper network and the verifier are trained on standardised pictures and read them.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

LIGHT_PX: Final = 14.0
"""Standard deviation of the Gaussian that estimates the light, pixels. It exceeds every pen's width in a 96-pixel crop,
so that strokes are not taken for light."""

CONTRAST_PX: Final = 32.0
"""Standard deviation of the Gaussian that estimates the contrast, pixels: a third of a crop's side."""

FLOOR: Final = 3.0
"""Grey levels added to the contrast before dividing by it. Raising it suppresses the noise of blank paper and faint
strokes."""

SPREAD: Final = 5.0
"""Range of standardised values, in standard deviations, that `as_picture` maps to [0, 1]."""

_LIGHT_STEP: Final = 4
_CONTRAST_STEP: Final = 8
"""Factors by which the picture is reduced before it is smoothed. The means are smooth, so that nothing is lost."""


def standardise(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Subtract the local mean and divide by the local standard deviation.

    Local contrast normalisation, after Jarrett et al., "What is the best multi-stage architecture for object
    recognition?" (ICCV 2009).

    Args:
        grey: (h, w) uint8, sides at least 8.

    Returns:
        (h, w) float32, mean about 0 and standard deviation about 1; dark ink is negative.
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
    """Return the Gaussian mean, computed on a copy reduced `step` times."""
    few = (-(-size[0] // step), -(-size[1] // step))
    small = cv2.resize(picture, few, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (0, 0), sigma_px / step, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR), np.float32)


def as_picture(standardised: NDArray[np.float32]) -> NDArray[np.float32]:
    """Convert a standardised picture to one for display, light ink on dark.

    Args:
        standardised: (..., h, w) float32.

    Returns:
        The same shape, float32 in [0, 1]; paper is 0.35.
    """
    return np.asarray(np.clip(0.35 - standardised / SPREAD, 0, 1), np.float32)
