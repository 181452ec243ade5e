"""What people write, as lines one pixel wide: MNIST's digits thinned, habits that MNIST lacks, and what is no digit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import ENLARGED_PX, enlarge
from digitcam.training.render.thinning import thin

MARK_PX: Final = ENLARGED_PX
"""Side of a mark's drawing: three pixels for each of MNIST's."""

FAITHFUL: Final = 0.68
"""A thinned digit is kept if, with its pen's width given back, it covers so much of the original (intersection over
union)."""

_HOLES: Final = {0: (0, 1), 6: (1, 2), 8: (2, 2), 9: (1, 2), 1: (0, 0), 3: (0, 1), 5: (0, 1), 7: (0, 1)}
"""Fewest and most loops of a digit's lines. Thinning can close an 8 to a bar, and such a picture would lie."""

_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class Marks:
    """Drawings to choose from.

    Attributes:
        lines: (N, 84, 84) uint8, 0 or 1: lines one pixel wide.
        labels: (N,) uint8: 0 to 9, or 10 for what is no digit.
    """

    lines: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def thinned(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> tuple[Marks, NDArray[np.int64]]:
    """MNIST's digits as lines, those left out that thinning falsified.

    Args:
        images: (N, 28, 28) uint8, white ink on black.
        labels: (N,) uint8.

    Returns:
        The marks, and of each the index of its image.
    """
    kept = [_thinned(images[i : i + _CHUNK], labels[i : i + _CHUNK]) for i in range(0, len(images), _CHUNK)]
    index = np.concatenate([i * _CHUNK + chosen for i, (_, chosen) in enumerate(kept)])
    return Marks(np.concatenate([lines for lines, _ in kept]), labels[index]), index


def _thinned(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    masks = np.stack([_strokes(image) for image in images])
    lines = thin(masks)
    faithful = [_faithful(*one) for one in zip(masks, lines, labels.tolist(), strict=True)]
    chosen = np.flatnonzero(faithful)
    return lines[chosen], chosen


def _strokes(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Ink 0 or 1; sharpened first, so that small loops stay open."""
    big = cv2.GaussianBlur(enlarge(image).astype(np.float32), (0, 0), 1.0)
    sharp = big + 0.8 * (big - cv2.GaussianBlur(big, (0, 0), 6))
    mask = np.zeros((MARK_PX, MARK_PX), np.uint8)
    mask[1:-1, 1:-1] = sharp[1:-1, 1:-1] > 110
    return mask


def _faithful(mask: NDArray[np.uint8], lines: NDArray[np.uint8], label: int) -> bool:
    length = int(lines.sum())
    if length < 15:
        return False
    fewest, most = _HOLES.get(label, (0, 3))
    loops = cv2.connectedComponents(1 - lines, connectivity=4)[0] - 2
    radius = mask.sum() / length / 2
    again = cv2.distanceTransform(1 - lines, cv2.DIST_L2, 3) <= radius
    return fewest <= loops <= most and (again & (mask > 0)).sum() > FAITHFUL * (again | (mask > 0)).sum()


def joined(*sets: Marks) -> Marks:
    """All of them, one after the other."""
    return Marks(np.concatenate([s.lines for s in sets]), np.concatenate([s.labels for s in sets]))


def by_label(marks: Marks) -> Iterator[NDArray[np.int64]]:
    """The indices of each label's marks, 0 to 10."""
    return (np.flatnonzero(marks.labels == label) for label in range(11))
