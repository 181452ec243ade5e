"""Skeletons: glyphs as lines one pixel wide; MNIST's digits are thinned to them."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import ENLARGED_PX, enlarge
from digitcam.recognition.contract import DIGITS
from digitcam.training.render.thinning import thin

GLYPH_PX: Final = ENLARGED_PX
"""Side of a glyph, pixels: three per pixel of MNIST's images."""

MIN_COVERAGE: Final = 0.68
"""Minimum intersection over union of the original's ink and its skeleton drawn with the original's pen width. Digits
below it are dropped. Raising it drops more digits that thinning distorts."""

_HOLES: Final = {0: (0, 1), 6: (1, 2), 8: (2, 2), 9: (1, 2), 1: (0, 0), 3: (0, 1), 5: (0, 1), 7: (0, 1)}
"""Minimum and maximum number of loops in a digit's skeleton. Thinning can turn an 8 into a bar, and the label would be
wrong."""

_CHUNK: Final = 2000
"""Number of images that are thinned at once; it bounds the memory."""


@dataclass(frozen=True, slots=True)
class Skeletons:
    """Skeletons with their labels.

    Attributes:
        lines: (N, 84, 84) uint8, 1 on lines one pixel wide, else 0.
        labels: (N,) uint8, 0 to 9, or 10 for a negative.
    """

    lines: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def skeletonise(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Skeletons:
    """Thin MNIST's digits; drop those that thinning distorts.

    Args:
        images: (N, 28, 28) uint8, light ink on dark.
        labels: (N,) uint8, 0 to 9.
    """
    chunks = [_skeletonise(images[i : i + _CHUNK], labels[i : i + _CHUNK]) for i in range(0, len(images), _CHUNK)]
    return Skeletons(np.concatenate([c.lines for c in chunks]), np.concatenate([c.labels for c in chunks]))


def _skeletonise(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Skeletons:
    masks = np.stack([_ink_mask(image) for image in images])
    lines = thin(masks)
    faithful = np.array([is_faithful(*one) for one in zip(masks, lines, labels.tolist(), strict=True)])
    return Skeletons(lines[faithful], labels[faithful])


def _ink_mask(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink of an enlarged image: (84, 84) uint8, 0 or 1.

    It is sharpened, so that small loops stay open.
    """
    big = cv2.GaussianBlur(enlarge(image).astype(np.float32), (0, 0), 1.0)
    sharp = big + 0.8 * (big - cv2.GaussianBlur(big, (0, 0), 6))
    mask = np.zeros((GLYPH_PX, GLYPH_PX), np.uint8)
    mask[1:-1, 1:-1] = sharp[1:-1, 1:-1] > 110
    return mask


def is_faithful(mask: NDArray[np.uint8], lines: NDArray[np.uint8], label: int) -> bool:
    """Tell if a skeleton has the digit's loops and covers the original's ink."""
    length = int(lines.sum())
    if length < 15:
        return False
    fewest, most = _HOLES.get(label, (0, 3))
    loops = cv2.connectedComponents(1 - lines, connectivity=4)[0] - 2
    radius = mask.sum() / length / 2
    redrawn = cv2.distanceTransform(1 - lines, cv2.DIST_L2, 3) <= radius
    return fewest <= loops <= most and (redrawn & (mask > 0)).sum() > MIN_COVERAGE * (redrawn | (mask > 0)).sum()


def indices_by_digit(labels: NDArray[np.uint8]) -> list[NDArray[np.int64]]:
    """Return the indices at which labels (N,) have the values 0 to 9."""
    return [np.flatnonzero(labels == digit) for digit in range(DIGITS)]
