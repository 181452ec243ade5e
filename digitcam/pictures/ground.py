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

CORE: Final = 0.8
"""Opacity from which a pixel belongs to the core of the ink, as a share of the picture's largest opacity."""

SAMPLES: Final = 1 << 18
"""Number of pixels that are looked at, at least, in a picture that has them."""


def choose_ground(image: Image.Image) -> int:
    """Return the grey level of the ground that gives a transparent picture's ink contrast.

    It is white unless light ink is all that is visible.

    Args:
        image: A picture with transparency, decoded.
    """
    counts = _counts(image)
    opacities = counts.sum(axis=1)
    cover = float(opacities @ np.arange(256)) / (255 * max(float(opacities.sum()), 1))
    if cover == 0 or cover >= PICTURE_COVER:
        return WHITE
    # The soft edges of ink that programs have mixed with black are dark, but not opaque.
    strongest = int(np.flatnonzero(opacities)[-1])
    core = counts[round(CORE * strongest) :].sum(axis=0)
    return WHITE if core[: WHITE - CONTRAST + 1].sum() >= MIN_SHARE * core.sum() else BLACK


def on_ground(image: Image.Image, grey: int) -> Image.Image:
    """Return a transparent picture on a ground of one grey level, mode RGBA, opaque."""
    ground = Image.new("RGBA", image.size, (grey, grey, grey, 255))
    return Image.alpha_composite(ground, image.convert("RGBA"))


def _counts(image: Image.Image) -> NDArray[np.int64]:
    """Return the number of sampled pixels of each opacity and grey level, (256, 256)."""
    step = max(1, int((image.width * image.height / SAMPLES) ** 0.5))
    counts = np.zeros(1 << 16, np.int64)
    for _, strip in strips(image, step):
        pixels = np.asarray(strip.convert("RGBA"))[::step, ::step].astype(np.int64)
        level = (pixels[..., :3] @ np.array([299, 587, 114])) // 1000
        counts += np.bincount((pixels[..., 3] * 256 + level).ravel(), minlength=counts.size)
    return counts.reshape(256, 256)
