"""Which ground a transparent picture is shown on: white paper, or a black board for light ink."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.pictures.strips import strips

WHITE: Final = 255
BLACK: Final = 0
"""Grey levels of the grounds."""

CONTRAST: Final = 64
"""Difference to the ground from which ink is seen well, grey levels."""

MIN_SHARE: Final = 0.05
"""Share of what is visible that must differ from white by `CONTRAST`. A light card that carries dark ink has more;
white ink has less, even with soft edges."""

PICTURE_COVER: Final = 0.5
"""Share of the area from which what is visible is a picture with holes, such as a sheet of paper that was cut out, and
not ink alone. Its ground stays white."""

SAMPLES: Final = 1 << 18
"""Number of pixels that are looked at, at least, in a picture that has them."""


def choose_ground(image: Image.Image) -> int:
    """Return the grey level of the ground that gives a transparent picture's ink contrast.

    It is white unless light ink is all that is visible.

    Args:
        image: A picture with transparency, decoded.
    """
    weights = _visible_levels(image)
    cover = weights.sum()
    if cover == 0 or cover >= PICTURE_COVER:
        return WHITE
    dark = weights[: WHITE - CONTRAST + 1].sum()
    return WHITE if dark >= MIN_SHARE * cover else BLACK


def on_ground(image: Image.Image, grey: int) -> Image.Image:
    """Return a transparent picture on a ground of one grey level, mode RGBA, opaque."""
    ground = Image.new("RGBA", image.size, (grey, grey, grey, 255))
    return Image.alpha_composite(ground, image.convert("RGBA"))


def _visible_levels(image: Image.Image) -> NDArray[np.float64]:
    """Return which share of the area shows each grey level, (256,): its pixels times their opacity, sampled."""
    step = max(1, int((image.width * image.height / SAMPLES) ** 0.5))
    weights, count = np.zeros(256), 0
    for _, strip in strips(image, step):
        pixels = np.asarray(strip.convert("RGBA"))[::step, ::step]
        level = (pixels[..., :3] @ np.array([299, 587, 114])) // 1000
        weights += np.bincount(level.ravel(), pixels[..., 3].ravel(), 256)
        count += level.size
    return np.asarray(weights / (255 * max(count, 1)), np.float64)
