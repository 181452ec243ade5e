"""Crops of photographs: what a camera sees where there is no digit."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_SMALLEST_PX: Final = 80
"""Smallest side of a crop, pixels of the photograph. Most smaller ones show a blur only."""

_SMALLEST_FOCUSED_PX: Final = 40
"""Smallest side of a crop around a structure, pixels of the photograph."""

_FOCUSED_SHARE: Final = 0.4
"""Share of crops whose centre is filled by one structure, such as an eye, a wheel or a window."""

_FOCUS_TRIES: Final = 10
"""Number of places of which the one with the clearest structure is taken."""

_LARGEST_FOCUSED: Final = 0.4
"""Largest side of a crop around a structure, share of the photograph's shorter side."""

_INVERTED_SHARE: Final = 0.1
"""Share of crops that are shown as negatives, light for dark."""

_TURNED_SHARE: Final = 0.25
"""Share of crops that are turned by a random multiple of 90°."""

_ROTATION_DEG: Final = 15.0
"""Largest other rotation either way, degrees."""

_THUMBNAIL_PX: Final = 12
"""Side at which the structure of a place is judged, pixels."""


def photo_crop(
    photographs: tuple[NDArray[np.uint8], ...], side: int, rng: np.random.Generator, *, focused: bool | None = None
) -> NDArray[np.uint8]:
    """Cut a random square out of a random photograph, and vary its orientation and tones.

    Args:
        photographs: At least one, each (h, w) uint8.
        side: Side of the crop, pixels.
        rng: Random generator.
        focused: Whether a structure of the photograph fills the centre; random if None.

    Returns:
        (side, side) uint8.
    """
    photograph = photographs[rng.integers(len(photographs))]
    if focused is None:
        focused = rng.random() < _FOCUSED_SHARE
    square = _structure(photograph, rng) if focused else _square(photograph, _SMALLEST_PX, 1.0, rng)
    # INTER_AREA is for reduction only; for an enlargement it repeats pixels.
    interpolation = cv2.INTER_AREA if len(square) > side else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(square, (side, side), interpolation=interpolation), np.uint8)
    return _vary_tones(_turn(resized, rng), rng)


def _square(
    photograph: NDArray[np.uint8], smallest_px: int, largest: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Cut out a square of a random size at a random place.

    Args:
        photograph: (h, w) uint8.
        smallest_px: Its smallest side, pixels; less if the photograph is smaller.
        largest: Its largest side, share of the photograph's shorter side.
        rng: Random generator.
    """
    shorter = min(photograph.shape)
    smallest = min(smallest_px, shorter)
    length = int(np.exp(rng.uniform(np.log(smallest), np.log(max(smallest, largest * shorter)))))
    y, x = (int(rng.integers(size - length + 1)) for size in photograph.shape)
    return photograph[y : y + length, x : x + length]


def _structure(photograph: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Cut out the square with the clearest structure in its middle among a few random ones."""
    squares = [_square(photograph, _SMALLEST_FOCUSED_PX, _LARGEST_FOCUSED, rng) for _ in range(_FOCUS_TRIES)]
    return max(squares, key=_clearness)


def _clearness(square: NDArray[np.uint8]) -> float:
    """Return the spread of coarse grey levels in the middle, less half of that around it."""
    edge = _THUMBNAIL_PX // 4
    thumbnail = cv2.resize(square, (_THUMBNAIL_PX, _THUMBNAIL_PX), interpolation=cv2.INTER_AREA)
    around = np.concatenate([thumbnail[0], thumbnail[-1], thumbnail[:, 0], thumbnail[:, -1]])
    return float(thumbnail[edge:-edge, edge:-edge].std() - around.std() / 2)


def _turn(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Mirror and rotate a crop; what a rotation uncovers is filled with reflections."""
    if rng.random() < 0.5:
        crop = crop[:, ::-1]
    if rng.random() < _TURNED_SHARE:
        crop = np.rot90(crop, int(rng.integers(1, 4)))
    middle = (len(crop) - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), rng.uniform(-_ROTATION_DEG, _ROTATION_DEG), 1)
    size = (len(crop), len(crop))
    turned = cv2.warpAffine(np.ascontiguousarray(crop), matrix, size, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(turned, np.uint8)


def _vary_tones(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Vary contrast and brightness, and invert some crops."""
    mean = float(crop.mean())
    contrast = np.exp(rng.uniform(np.log(0.35), np.log(1.6)))
    tones = mean + rng.uniform(-40, 40) + contrast * (crop.astype(np.float32) - mean)
    grey = np.clip(np.rint(tones), 0, 255).astype(np.uint8)
    return np.asarray(255 - grey, np.uint8) if rng.random() < _INVERTED_SHARE else grey
