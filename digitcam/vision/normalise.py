"""Mask and boxes to the pictures the network was trained on, MNIST's way."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

PATCH_PX: Final = 28
"""Side of a patch, pixels: MNIST's."""

DIGIT_PX: Final = 20
"""MNIST fits each digit into a square of this side, keeping its shape (LeCun et al., 1998)."""

MIN_STROKE: Final = 0.09
"""Least stroke width as a share of the digit's longer side: MNIST's thinnest pens. A hairline reduced to 20 pixels
would fade to nothing; it is thickened to this first."""


def normalise(mask: NDArray[np.uint8], boxes: NDArray[np.int32]) -> NDArray[np.float32]:
    """Cut each digit out and place it as MNIST does: in a 20-pixel square, its centre of mass in the middle of 28x28.

    Training and live use share this function.

    Args:
        mask: (h, w) uint8, 0 paper and 255 ink; values between are soft edges.
        boxes: (N, 4) int32 x0, y0, x1, y1, half-open, inside the mask.

    Returns:
        (N, 28, 28) float32 in [0, 1], white ink on black.
    """
    patches = np.zeros((len(boxes), PATCH_PX, PATCH_PX), np.float32)
    for patch, (x0, y0, x1, y1) in zip(patches, boxes.tolist(), strict=True):
        patch[:] = _centre(_fit(_thicken(mask[y0:y1, x0:x1])))
    return patches / np.float32(255)


def _thicken(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Widen the strokes of a crop to at least MIN_STROKE, growing the crop by what is added."""
    # The frame of paper gives strokes an edge where the crop cuts them.
    framed = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    inside = distance[distance > 0]
    # Across a stroke of width w the distance to its edge is w / 4 on average.
    stroke = 4 * float(inside.mean()) if inside.size else 0.0
    missing = round(MIN_STROKE * max(ink.shape) - stroke)
    if missing < 1:
        return ink
    margin = (missing + 1) // 2
    padded = cv2.copyMakeBorder(ink, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (missing + 1, missing + 1))
    return np.asarray(cv2.dilate(padded, kernel), np.uint8)


def _fit(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scale a crop so that its longer side is DIGIT_PX."""
    height, width = ink.shape
    scale = DIGIT_PX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=interpolation), np.uint8)


def _centre(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Place a crop of at most DIGIT_PX a side so that its centre of mass is the middle of a (28, 28) patch."""
    height, width = ink.shape
    moments = cv2.moments(ink)
    mass = moments["m00"] or 1.0
    x = _offset(moments["m10"] / mass, width)
    y = _offset(moments["m01"] / mass, height)
    patch = np.zeros((PATCH_PX, PATCH_PX), np.uint8)
    patch[y : y + height, x : x + width] = ink
    return patch


def _offset(centre: float, length: int) -> int:
    """Where a crop of this length starts so that its centre lies in the middle, kept inside the patch.

    MNIST counts from the middle of its first pixel: its digits' mean centre of mass is (14.0, 14.0), not (13.5, 13.5).
    """
    return min(max(0, round(PATCH_PX / 2 - centre)), PATCH_PX - length)
