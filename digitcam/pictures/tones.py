"""Pixels of every kind → eight bits: wide values scaled by content, transparency on a ground that shows the ink."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.pictures.ground import choose_ground, on_ground
from digitcam.pictures.strips import strips

Mode = Literal["L", "RGB"]

Convert = Callable[[Image.Image, Mode], Image.Image]
"""Converts a strip of a picture to a mode of eight bits."""

WIDE_MODES: Final = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")
"""Pillow's modes with more than eight bits for a pixel."""

MIN_SPAN: Final = 8.0
"""Smallest range of grey levels that is kept as it is. A picture whose values differ by less is stretched to the full
range: its ink would be lost in eight bits."""

NO_DATA: Final = 1e30
"""Floating-point values as large as this mark missing pixels; so do infinite ones and those that are not numbers."""

OUTLIERS: Final = 1e-4
"""Share of the pixels that may be outliers at each end of the range, such as a sensor's hot pixels; one may be in any
case. A digit that can be read has more."""

FAR: Final = 4.0
"""Outliers do not count if the range is more than this many times as long with them as without. Raising it keeps the
highlights of more pictures; at 20 a picture hardly has any tones left beside its outliers."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How wide values become eight bits.

    Attributes:
        black: Value that becomes 0.
        white: Value that becomes 255; larger than `black`.
    """

    black: float
    white: float

    def apply(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Return values of any kind as uint8; missing ones become white."""
        if values.dtype.kind != "f":
            whole = (values.astype(np.int64) - round(self.black)) * 255 // round(self.white - self.black)
            return np.clip(whole, 0, 255).astype(np.uint8)
        known = np.where(_is_known(values), values, self.white).astype(np.float64)
        levels = (known - self.black) * (255 / (self.white - self.black)) + 0.5
        return np.clip(levels, 0, 255).astype(np.uint8)


def eight_bits(image: Image.Image) -> Convert:
    """Return a function that converts strips of a picture to eight bits.

    Args:
        image: The whole picture, decoded; it is searched for its range of values or its visible ink.
    """
    if image.mode in WIDE_MODES:
        scale = choose_scale(image)
        return lambda strip, mode: Image.fromarray(scale.apply(wide_values(strip, image))).convert(mode)
    if image.mode == "LAB":
        return lambda strip, mode: strip.getchannel("L").convert(mode)
    if image.has_transparency_data:
        ground = choose_ground(image)
        return lambda strip, mode: on_ground(strip, ground).convert(mode)
    return lambda strip, mode: strip.convert(mode)


def choose_scale(image: Image.Image) -> Scale:
    """Return the scale for a picture with wide values, by the values that it has.

    Whole numbers keep their black at 0, and their white is the largest number of 8, 9, … bits that holds them all: 255,
    4095 and 65535 are what scanners and cameras write. Floating-point values up to 1 have their white at 1. Signed
    values, and such as hardly differ, are stretched from their smallest to their largest. A few outliers do not count.
    """
    low, high = _range(image)
    if low > high:
        return Scale(0, 1)
    if low < 0:
        return _stretched(low, high)
    white = 1.0 if image.mode == "F" and high <= 1 else float(2 ** max(8, int(np.ceil(np.log2(high + 1)))) - 1)
    if (high - low) * 255 / white < MIN_SPAN and high > low:
        return _stretched(low, high)
    return Scale(0, white)


def wide_values(strip: Image.Image, image: Any) -> NDArray[Any]:
    """Return a strip's values; Pillow shows the upper half of unsigned 32-bit numbers in a TIFF file as negative."""
    values = np.asarray(strip)
    return values.astype(np.int64) % 2**32 if image.mode == "I" and _is_unsigned(image) else values


def _stretched(low: float, high: float) -> Scale:
    return Scale(low, high) if high > low else Scale(low - 1, low + 1)


def _range(image: Image.Image) -> tuple[float, float]:
    """Return the smallest and the largest value without far outliers; infinity and minus infinity if none is known."""
    count = 2 + int(OUTLIERS * image.width * image.height)
    lowest: list[NDArray[Any]] = []
    highest: list[NDArray[Any]] = []
    for _, strip in strips(image):
        values = wide_values(strip, image)
        known = values[_is_known(values)]
        if known.size:
            lowest = [np.sort(np.concatenate([*lowest, _extremes(known, count)]))[:count]]
            highest = [np.sort(np.concatenate([*highest, _extremes(known, -count)]))[-count:]]
    if not lowest:
        return np.inf, -np.inf
    low, high = float(lowest[0][0]), float(highest[0][-1])
    inner_low, inner_high = float(lowest[0][-1]), float(highest[0][0])
    return (inner_low, inner_high) if 0 < FAR * (inner_high - inner_low) < high - low else (low, high)


def _extremes(values: NDArray[Any], count: int) -> NDArray[Any]:
    """Return so many of the smallest values, or of the largest if the count is negative, in any order."""
    if abs(count) >= values.size:
        return values
    parted = np.partition(values, count - 1 if count > 0 else count)
    return np.asarray(parted[:count] if count > 0 else parted[count:])


def _is_known(values: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(values) < NO_DATA) if values.dtype.kind == "f" else np.ones(values.shape, np.bool_)


def _is_unsigned(image: Any) -> bool:
    tags = getattr(image, "tag_v2", {})
    return bool(tags) and tuple(tags.get(339, (1,)))[:1] == (1,)
