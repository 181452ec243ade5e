"""Normalisation: turn digits in an ink mask into patches in MNIST's format."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

PATCH_PX: Final = 28
"""Side of a patch, pixels; the side of MNIST's images."""

DIGIT_PX: Final = 20
"""Longer side of the digit in a patch, pixels; MNIST's digits are scaled to it (LeCun et al., 1998)."""

MIN_STROKE: Final = 0.09
"""Minimum stroke width as a share of the digit's longer side: that of MNIST's thinnest pens. Thinner strokes are
widened to it before the digit is reduced, because a hairline would fade at 20 pixels."""


def normalise(mask: NDArray[np.uint8], boxes: NDArray[np.int32]) -> NDArray[np.float32]:
    """Crop digits and scale them to MNIST's format.

    Each digit is scaled to a longer side of 20 pixels and placed so that its centre of mass is in the centre of the
    patch.

    Args:
        mask: (h, w) uint8, 0 for paper and 255 for ink; soft edges have values between.
        boxes: (N, 4) int32 xyxy, half-open, inside the mask.

    Returns:
        (N, 28, 28) float32 in [0, 1], light ink on dark.
    """
    patches = np.zeros((len(boxes), PATCH_PX, PATCH_PX), np.float32)
    for patch, (x0, y0, x1, y1) in zip(patches, boxes.tolist(), strict=True):
        patch[:] = _centre(_fit(_thicken(mask[y0:y1, x0:x1])))
    return patches / np.float32(255)


def _thicken(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Widen strokes to at least `MIN_STROKE`; the crop grows by what is added."""
    # Strokes end at the crop's border, so the distance to paper must end there too.
    framed = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    inside = distance[distance > 0]
    # Over a stroke of width w, the mean distance to its edge is w / 4.
    stroke = 4 * float(inside.mean()) if inside.size else 0.0
    missing = round(MIN_STROKE * max(ink.shape) - stroke)
    if missing < 1:
        return ink
    margin = (missing + 1) // 2
    padded = cv2.copyMakeBorder(ink, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (missing + 1, missing + 1))
    return np.asarray(cv2.dilate(padded, kernel), np.uint8)


def _fit(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scale a crop to a longer side of `DIGIT_PX`."""
    height, width = ink.shape
    scale = DIGIT_PX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=interpolation), np.uint8)


def _centre(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Place a crop in a (28, 28) patch, its centre of mass in the centre."""
    height, width = ink.shape
    moments = cv2.moments(ink)
    mass = moments["m00"] or 1.0
    x = _offset(moments["m10"] / mass, width)
    y = _offset(moments["m01"] / mass, height)
    patch = np.zeros((PATCH_PX, PATCH_PX), np.uint8)
    patch[y : y + height, x : x + width] = ink
    return patch


def _offset(centre: float, length: int) -> int:
    """Return where the crop starts in the patch along one axis.

    The mean centre of mass of MNIST's digits is (14.0, 14.0), not the geometric centre (13.5, 13.5).

    Args:
        centre: Centre of mass, pixels of the crop.
        length: Length of the crop, pixels; the result keeps it inside the patch.
    """
    return min(max(0, round(PATCH_PX / 2 - centre)), PATCH_PX - length)
