"""Copies of pictures that are kept to be read again."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.pictures.encoding import jpeg
from digitcam.vision.geometry import shrink

MAX_SIDE_PX: Final = 2400
"""Longer side of a kept picture, pixels: a tenth of it, cut out as a region, still exceeds what the networks need."""

MAX_BYTES: Final = 500_000
"""A file no larger than this is kept as it is."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that may be read again.

    Attributes:
        content: A picture file.
        scale: Its pixels per pixel of the original, at most 1.
    """

    content: bytes
    scale: float = 1.0


def store_picture(picture: NDArray[np.uint8], file: bytes) -> StoredPicture:
    """Make a copy to keep.

    Args:
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        file: The file that it was decoded from.
    """
    if len(file) <= MAX_BYTES:
        return StoredPicture(file)
    small, scale = shrink(picture, MAX_SIDE_PX)
    return StoredPicture(jpeg(small), float(scale[0]))
