"""Decoded pictures → arrays, in strips, so that no second copy of a large picture is made."""

from math import ceil, floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.pictures.frames import Decoded, Size, reduction_factor
from digitcam.pictures.orientation import turn_upright
from digitcam.pictures.strips import STRIP_PIXELS, strips
from digitcam.pictures.tones import Convert, eight_bits


class Arrays(NamedTuple):
    """A picture as arrays, upright.

    Attributes:
        grey: (h, w) uint8.
        colour: (h', w', 3) uint8 BGR, of the same size or smaller; None if it was not asked for.
    """

    grey: NDArray[np.uint8]
    colour: NDArray[np.uint8] | None


def as_arrays(decoded: Decoded, colour_px: int = 0) -> Arrays:
    """Convert a decoded picture; one of many pixels is reduced.

    Args:
        decoded: The picture.
        colour_px: Largest longer side of the colour picture, pixels; 0 for none.
    """
    convert = eight_bits(decoded.image)
    grey = turn_upright(_grey(decoded.image, convert), decoded.orientation)
    if not colour_px:
        return Arrays(grey, None)
    return Arrays(grey, turn_upright(_colour(decoded.image, convert, colour_px), decoded.orientation))


def _grey(image: Image.Image, convert: Convert) -> NDArray[np.uint8]:
    factor = reduction_factor(Size(*image.size))
    grey = np.empty((ceil(image.height / factor), ceil(image.width / factor)), np.uint8)
    for top, strip in strips(image, factor):
        light = convert(strip, "L")
        light = light.reduce(factor) if factor > 1 else light
        grey[top // factor : top // factor + light.height] = np.asarray(light)
    return grey


def _colour(image: Image.Image, convert: Convert, longest_px: int) -> NDArray[np.uint8]:
    scale = min(1.0, longest_px / max(image.size))
    width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    down = image.height / height
    colour = np.empty((height, width, 3), np.uint8)
    rows = max(1, int(STRIP_PIXELS / image.width / down))
    for first in range(0, height, rows):
        last = min(first + rows, height)
        top, bottom = floor(first * down), min(ceil(last * down), image.height)
        strip = convert(image.crop((0, top, image.width, bottom)), "RGB")
        if scale < 1:
            box = (0, first * down - top, image.width, min(last * down, bottom) - top)
            strip = strip.resize((width, last - first), Image.Resampling.BOX, box)
        colour[first:last] = np.asarray(strip)[:, :, ::-1]
    return colour
