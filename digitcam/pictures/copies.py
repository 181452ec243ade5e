"""Pictures made small enough to be held while their owners look at what was read in them."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.pictures.annotate import jpeg

MAX_SIDE_PX: Final = 2400
"""Longer side of a copy: a tenth of it, cut out by a box, still has more pixels than the networks look at."""

LIGHT_BYTES: Final = 500_000
"""A file no larger than this is its own copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A picture to be read again.

    Attributes:
        content: A picture file.
        scale: Its pixels for one of the picture's, at most 1.
    """

    content: bytes
    scale: float = 1.0


def copy_of(picture: NDArray[np.uint8], file: bytes) -> Copy:
    """Make a copy.

    Args:
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        file: Which it was read from.
    """
    if len(file) <= LIGHT_BYTES:
        return Copy(file)
    height, width = picture.shape[:2]
    scale = min(1.0, MAX_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return Copy(jpeg(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)), scale)
