"""A picture in strips: what is converted at a time stays small."""

from collections.abc import Iterator
from typing import Final

from PIL import Image

STRIP_PIXELS: Final = 1 << 20
"""Pixels of a strip. Raising it takes more memory; smaller strips are slower."""


def strips(image: Image.Image, multiple: int = 1) -> Iterator[tuple[int, Image.Image]]:
    """Cut a picture into strips from top to bottom.

    Args:
        image: The picture.
        multiple: The height of all strips but the last is a multiple of this, pixels.

    Yields:
        The top of a strip, pixels, and the strip, a copy.
    """
    width, height = image.size
    rows = max(multiple, STRIP_PIXELS // max(width, 1) // multiple * multiple)
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(top + rows, height)))
