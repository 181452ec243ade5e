"""Skeletons: glyphs as lines one pixel wide, among them MNIST's digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import ENLARGED_PX, enlarge
from digitcam.training.render.thinning import thin

GLYPH_PX: Final = ENLARGED_PX
"""Side of a glyph, pixels: three for each of MNIST's."""

MIN_COVERAGE: Final = 0.68
"""Smallest intersection over union of the original and its skeleton drawn with the original's pen width; others are
dropped."""

_HOLES: Final = {0: (0, 1), 6: (1, 2), 8: (2, 2), 9: (1, 2), 1: (0, 0), 3: (0, 1), 5: (0, 1), 7: (0, 1)}
"""Fewest and most loops of a digit's skeleton. Thinning can close an 8 to a bar, whose label would be wrong."""

_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class Skeletons:
    """Skeletons with their labels.

    Attributes:
        lines: (N, 84, 84) uint8, 0 or 1, lines one pixel wide.
        labels: (N,) uint8, 0 to 9, or 10 for no digit.
    """

    lines: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def skeletonise(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> tuple[Skeletons, NDArray[np.int64]]:
    """Thin MNIST's digits; drop those that thinning falsifies.

    Args:
        images: (N, 28, 28) uint8, light ink on dark.
        labels: (N,) uint8.

    Returns:
        The skeletons, and the index of each one's image.
    """
    kept = [_thinned(images[i : i + _CHUNK], labels[i : i + _CHUNK]) for i in range(0, len(images), _CHUNK)]
    index = np.concatenate([i * _CHUNK + chosen for i, (_, chosen) in enumerate(kept)])
    return Skeletons(np.concatenate([lines for lines, _ in kept]), labels[index]), index


def _thinned(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    masks = np.stack([_strokes(image) for image in images])
    lines = thin(masks)
    faithful = [_is_faithful(*one) for one in zip(masks, lines, labels.tolist(), strict=True)]
    chosen = np.flatnonzero(faithful)
    return lines[chosen], chosen


def _strokes(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Ink as 0 or 1; sharpened first, so that small loops stay open."""
    big = cv2.GaussianBlur(enlarge(image).astype(np.float32), (0, 0), 1.0)
    sharp = big + 0.8 * (big - cv2.GaussianBlur(big, (0, 0), 6))
    mask = np.zeros((GLYPH_PX, GLYPH_PX), np.uint8)
    mask[1:-1, 1:-1] = sharp[1:-1, 1:-1] > 110
    return mask


def _is_faithful(mask: NDArray[np.uint8], lines: NDArray[np.uint8], label: int) -> bool:
    length = int(lines.sum())
    if length < 15:
        return False
    fewest, most = _HOLES.get(label, (0, 3))
    loops = cv2.connectedComponents(1 - lines, connectivity=4)[0] - 2
    radius = mask.sum() / length / 2
    again = cv2.distanceTransform(1 - lines, cv2.DIST_L2, 3) <= radius
    return fewest <= loops <= most and (again & (mask > 0)).sum() > MIN_COVERAGE * (again | (mask > 0)).sum()


def indices_by_label(skeletons: Skeletons) -> Iterator[NDArray[np.int64]]:
    """Return the indices of each label's skeletons, 0 to 10."""
    return (np.flatnonzero(skeletons.labels == label) for label in range(11))
