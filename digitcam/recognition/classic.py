"""The classic way of reading: threshold, ink, 28×28 patches, a network trained on such patches."""

from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.vision.binarise import binarise
from digitcam.vision.normalise import normalise
from digitcam.vision.segment import segment

MAX_SIDE_PX: Final = 1600
"""A larger box is reduced to this first: a digit 2 % as high still has more pixels than the network wants."""


class Classifier(Protocol):
    """What answers which digit a patch shows; any callable will do."""

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map patches (N, 28, 28) in [0, 1] to probabilities (N, 10), N = 0 included."""
        ...


def read_patches(
    grey: NDArray[np.uint8], classifier: Classifier, threshold: int | None
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8]]:
    """Read the digits of a picture.

    Args:
        grey: (h, w) uint8.
        classifier: Answers for all digits in one call.
        threshold: Grey value below which a pixel is ink; None chooses it from the picture.

    Returns:
        Boxes (N, 4) float32 in pixels of the picture, probabilities (N, 10), patches (N, 28, 28) in [0, 1], and the
        ink, (h', w') uint8 0 or 255, reduced as the picture was.
    """
    small, scale = _reduce(grey)
    mask = binarise(small, threshold)
    boxes = segment(mask)
    patches = normalise(mask, boxes)
    return (boxes / scale).astype(np.float32), classifier(patches), patches, mask


def _reduce(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Shrink to at most MAX_SIDE_PX a side; also return the scale, 1 for a picture left as it is."""
    scale = MAX_SIDE_PX / max(grey.shape)
    if scale >= 1:
        return grey, 1.0
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8), scale
