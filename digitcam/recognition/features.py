"""How even a patch is: writing is one ink, from one pen, on even paper, and things are none of that."""

from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

_MARGIN_PX: Final = 22
"""What lies so near the patch's sides may be a neighbour and does not count, in 96 pixels."""

_BROADEST_PX: Final = 15
"""Ink is at most about so broad; what is broader is light and shadow."""

_REACH: Final = _BROADEST_PX - 1
"""Pixels on which a closing or an opening depends, on each side."""

_BESIDE: Final = np.ones((3, 3), np.uint8)
_BROADEST: Final = np.ones((_BROADEST_PX, _BROADEST_PX), np.uint8)
_HATS: Final = (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT)

_NO_ENERGY: Final = 1e-9

_FEWEST: Final = 5
"""Of fewer values nothing is said."""

_RIDGE_PX: Final = 0.9
"""Thinner than this in the distance to paper is no stroke's middle."""


@dataclass(frozen=True, slots=True)
class Evenness:
    """What speaks for writing or against it. The smaller, the more even, but for ``grain``.

    Attributes:
        stray: 0 to 1: share of the middle's gradient energy that is not where ink and paper meet: 0.13 for most digits
            on paper, 0.29 for most of a room's things.
        grain: 0 to 1: the same of the whole patch, without what runs along one direction or across it, as rules and
            the sides of things do: what is left is noise and grain, and excuses some of what is stray.
        edges: How much the steepness of the ink's edges varies, its quintiles' distance over its median: 0.4 for most
            rendered digits, 0.7 for photographed ones, 0.9 for things. Infinite without ink.
        strokes: How much the strokes' widths vary, their outer deciles' distance over their median: 0.5 for most
            digits, 1.5 for things. Infinite without ink.
    """

    stray: float
    grain: float
    edges: float
    strokes: float


def evenness(patch: NDArray[np.float32]) -> Evenness:
    """Measure a patch.

    Ink and paper are told apart by Otsu's threshold ("A threshold selection method from gray-level histograms", 1979).
    Strokes of equal width are what Epshtein, Ofek and Wexler know text by ("Detecting Text in Natural Scenes with
    Stroke Width Transform", CVPR 2010).

    Args:
        patch: (96, 96) float32, standardised, a digit in its middle if there is one.
    """
    middle = _middle(patch, _MARGIN_PX)
    return Evenness(_stray(middle), _grain(patch), _edges(patch), _strokes(middle))


def _stray(picture: NDArray[np.float32]) -> float:
    """Share of the gradient's energy away from the ink's edges."""
    right, down, away = _gradient(picture)
    energy = right * right + down * down
    total = float(energy.sum())
    return float((energy * away).sum()) / total if total > 0 else 1.0


def _grain(picture: NDArray[np.float32]) -> float:
    """The same without what has a direction."""
    right, down, away = _gradient(picture)
    energy = right * right + down * down
    total = float(energy.sum())
    if total <= 0:
        return 1.0
    # As complex numbers to the fourth power, gradients along a direction and across it are one.
    real, imaginary = right * right - down * down, 2 * right * down
    weight = away / np.maximum(energy, _NO_ENERGY)
    along = float(((real * real - imaginary * imaginary) * weight).sum())
    aslant = float((2 * real * imaginary * weight).sum())
    return (float((energy * away).sum()) - float(np.hypot(along, aslant))) / total


def _gradient(picture: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """To the right and downwards, and where it is none of the ink's edges.

    On a copy half as large and smoothed, on which noise and the faint lines of ruled paper hardly count.
    """
    halved = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = np.asarray(cv2.blur(halved, (3, 3)), np.float32)
    return *_slopes(small), ~_borders(_stretched(small))


def _edges(patch: NDArray[np.float32]) -> float:
    """How much the steepness along the ink's edges varies.

    Light and shadow are taken away, unless it varies less with them: of ink too broad for that, parts would go, too.
    """
    grey = _stretched(_middle(patch, _MARGIN_PX - _REACH))
    hats = [np.asarray(cv2.morphologyEx(grey, which, _BROADEST), np.uint8) for which in _HATS]
    strokes = max((_middle(hat, _REACH) for hat in hats), key=_contrast)
    return min(_steepness(strokes), _steepness(_middle(grey, _REACH)))


def _steepness(grey: NDArray[np.uint8]) -> float:
    """How much it varies where ink meets paper."""
    steepness = np.asarray(cv2.magnitude(*_slopes(grey)), np.float32)
    return _spread(steepness[_borders(grey)], 0.2)


def _slopes(grey: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    right, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return np.asarray(right, np.float32), np.asarray(down, np.float32)


def _borders(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where ink meets paper."""
    return np.asarray(cv2.morphologyEx(_ink(grey), cv2.MORPH_GRADIENT, _BESIDE), np.uint8) > 0


def _strokes(picture: NDArray[np.float32]) -> float:
    """How much the widths of the strokes vary along their middles."""
    ink = _ink(_stretched(picture))
    if 2 * cv2.countNonZero(ink) > ink.size:
        ink = 1 - ink
    # The border counts as paper.
    bordered = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    half = np.asarray(cv2.distanceTransform(bordered, cv2.DIST_L2, 5), np.float32)
    return _spread(half[(half >= cv2.dilate(half, _BESIDE) - 1e-3) & (half > _RIDGE_PX)], 0.1)


_Value = TypeVar("_Value", bound=np.generic)


def _middle(picture: NDArray[_Value], margin: int) -> NDArray[_Value]:
    return picture[margin:-margin, margin:-margin]


def _stretched(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    stretched = cv2.normalize(picture, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)  # type: ignore[call-overload]
    return np.asarray(stretched, np.uint8)


def _contrast(grey: NDArray[np.uint8]) -> float:
    return float(cv2.meanStdDev(grey)[1][0, 0])


def _ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(h, w): 1 for one of the two, 0 for the other."""
    return np.asarray(cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1], np.uint8)


def _spread(values: NDArray[np.float32], outer: float) -> float:
    """The distance between the values at both outer shares over the one in the middle."""
    if len(values) < _FEWEST:
        return float("inf")
    ranked = np.sort(values)
    low, middle, high = ranked[[int(share * (len(ranked) - 1)) for share in (outer, 0.5, 1 - outer)]]
    return float((high - low) / max(middle, 1e-3))
