"""How even a crop is. Writing is one ink, from one pen, on even paper; other things are none of that."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.vision.geometry import crop_margin

MARGIN_PX: Final = 22
"""Width of the strip along the crop's sides that is left out, of 96 pixels: a neighbour may stand there."""

MAX_STROKE_PX: Final = 15
"""Widest ink, pixels of the crop. Wider structures count as light and shadow."""

MIN_RIDGE_PX: Final = 0.9
"""Smallest distance to paper of a pixel on a stroke's centre line, pixels."""

MIN_SAMPLES: Final = 5
"""Minimum number of samples for a spread; with fewer it is infinite."""

EDGE_QUANTILE: Final = 0.2
"""Outer quantile of the edges' steepness: its spread reaches from this to one minus this."""

STROKE_QUANTILE: Final = 0.1
"""The same of the strokes' widths."""

_REACH_PX: Final = MAX_STROKE_PX - 1
"""Pixels on each side that a closing or opening depends on."""

_KERNEL: Final = np.ones((3, 3), np.uint8)
_STROKE_KERNEL: Final = np.ones((MAX_STROKE_PX, MAX_STROKE_PX), np.uint8)
_MIN_MEDIAN: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Evenness:
    """Evidence for and against writing. Lower is more even.

    Attributes:
        stray_energy: 0 to 1, share of the centre's gradient energy away from the edges of ink: 0.13 for most digits on
            paper, 0.29 for most things in a room.
        edge_spread: Distance between the outer quintiles of the steepness of the ink's edges, over its median: 0.4 for
            most rendered digits, 0.7 for photographed ones, 0.9 for things. Infinite without ink.
        stroke_spread: Distance between the outer deciles of the strokes' widths, over their median: 0.5 for most
            digits, 1.5 for things. Infinite without ink.
    """

    stray_energy: float
    edge_spread: float
    stroke_spread: float


def evenness(crop: NDArray[np.float32]) -> Evenness:
    """Measure a crop.

    Ink and paper are separated by Otsu's threshold ("A threshold selection method from gray-level histograms", 1979).
    Strokes of equal width tell text apart in Epshtein, Ofek and Wexler, "Detecting Text in Natural Scenes with Stroke
    Width Transform" (CVPR 2010).

    Args:
        crop: (96, 96) float32, standardised, the candidate in its centre.
    """
    centre = crop_margin(crop, MARGIN_PX)
    return Evenness(_stray_energy(centre), _edge_spread(crop), _stroke_spread(centre))


def _stray_energy(picture: NDArray[np.float32]) -> float:
    """Measure a smoothed copy of half the size, in which noise and faint rules hardly count."""
    halved = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = np.asarray(cv2.blur(halved, (3, 3)), np.float32)
    dx, dy = _sobel(small)
    energy = dx * dx + dy * dy
    total = float(energy.sum())
    return float((energy * ~_ink_edges(_stretched(small))).sum()) / total if total > 0 else 1.0


def _edge_spread(crop: NDArray[np.float32]) -> float:
    """Return the lower of two spreads: of the picture as it is, and with light and shadow removed.

    A top hat removes light and shadow, but also parts of ink that is wider than its kernel.
    """
    grey = _stretched(crop_margin(crop, MARGIN_PX - _REACH_PX))
    hats = [np.asarray(cv2.morphologyEx(grey, hat, _STROKE_KERNEL), np.uint8) for hat in _HATS]
    strokes = max((crop_margin(hat, _REACH_PX) for hat in hats), key=_contrast)
    return min(_steepness_spread(strokes), _steepness_spread(crop_margin(grey, _REACH_PX)))


_HATS: Final = (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT)
"""For dark and for light ink."""


def _steepness_spread(grey: NDArray[np.uint8]) -> float:
    steepness = np.asarray(cv2.magnitude(*_sobel(grey)), np.float32)
    return _spread(steepness[_ink_edges(grey)], EDGE_QUANTILE)


def _stroke_spread(picture: NDArray[np.float32]) -> float:
    ink = _ink_mask(_stretched(picture))
    if 2 * cv2.countNonZero(ink) > ink.size:
        ink = 1 - ink
    # A border of paper: the distance transform must not treat the crop's sides as ink.
    bordered = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    half_width = np.asarray(cv2.distanceTransform(bordered, cv2.DIST_L2, 5), np.float32)
    on_ridge = (half_width >= cv2.dilate(half_width, _KERNEL) - 1e-3) & (half_width > MIN_RIDGE_PX)
    return _spread(half_width[on_ridge], STROKE_QUANTILE)


def _sobel(grey: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    dx, dy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return np.asarray(dx, np.float32), np.asarray(dy, np.float32)


def _ink_edges(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where ink meets paper."""
    return np.asarray(cv2.morphologyEx(_ink_mask(grey), cv2.MORPH_GRADIENT, _KERNEL), np.uint8) > 0


def _ink_mask(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Otsu's two classes as 0 and 1; either may be the ink."""
    return np.asarray(cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1], np.uint8)


def _stretched(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the picture's values, from minimum to maximum, stretched to 0 to 255."""
    stretched = cv2.normalize(picture, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)  # type: ignore[call-overload]
    return np.asarray(stretched, np.uint8)


def _contrast(grey: NDArray[np.uint8]) -> float:
    return float(cv2.meanStdDev(grey)[1][0, 0])


def _spread(values: NDArray[np.float32], outer: float) -> float:
    """Distance between the outer quantiles over the median. Sorting once is faster than `numpy.quantile`."""
    if len(values) < MIN_SAMPLES:
        return float("inf")
    ranked = np.sort(values)
    low, median, high = ranked[[int(share * (len(ranked) - 1)) for share in (outer, 0.5, 1 - outer)]]
    return float((high - low) / max(median, _MIN_MEDIAN))
