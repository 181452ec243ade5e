"""Find the strips in which digits stand: columns, or rows if x and y are exchanged.

Sheets are turned and seen at an angle, so several slants are tried; in the best one the strips are narrowest.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box

Spans: TypeAlias = NDArray[np.float64]
"""(…, N, 2): left and right edges, in heights of a digit."""

MIN_GAP: Final = 0.5
"""Minimum width of the empty strip between two columns, in heights of a digit. Raising it joins narrow columns;
lowering it splits numbers whose digits stand under each other. Chosen on rendered sheets that ``evaluate --sheets``
does not show."""

SHEARS: Final = np.linspace(-0.2, 0.2, 41)
"""Slants of the columns that are tried: horizontal shift over height."""

NUMBER_GAP: Final = 1.1
"""Gap between two digits of a line from which they may be two numbers, in heights of a digit. Raising it joins numbers
that stand close; lowering it splits numbers that are written widely."""

CONVERGENCES: Final = np.linspace(-0.12, 0.12, 9)
"""Changes of the slant over the sheet's size that are tried: lines that are parallel on paper converge in a picture."""

SLANT_COST: Final = 2.0
"""Width by which strips must become narrower for a slant or convergence of 1, in heights of a digit."""


def digit_height(boxes: Iterable[Box]) -> float:
    """Return the height of a usual digit, pixels; of at least one box."""
    return float(max(1, np.median([box.height for box in boxes])))


def strip_numbers(spans: Spans) -> NDArray[np.int64]:
    """Return each span's strip: strips are separated by gaps of at least `MIN_GAP` in which no span lies.

    Args:
        spans: (N, 2).

    Examples:
        >>> strip_numbers(np.array([[0.0, 1.0], [3.0, 4.0], [0.8, 2.0]])).tolist()
        [0, 1, 0]
    """
    order, gaps = _gaps(spans)
    numbers = np.empty(len(spans), np.int64)
    numbers[order] = np.concatenate([[0], np.cumsum(gaps >= MIN_GAP)])
    return numbers


class Slant(NamedTuple):
    """What straightens a sheet; lengths in heights of a digit.

    Attributes:
        shear: Horizontal shift over height.
        convergence: Change of the shear over the sheet's size.
        centre: (2,), x and y of a place that does not move.
        size: The sheet's.
    """

    shear: NDArray[np.float64] | float
    convergence: NDArray[np.float64] | float
    centre: NDArray[np.float64]
    size: float

    def moved(self, centres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points (N, 2) stand horizontally on the straightened sheet: (N,), or (…, N) for many slants."""
        x, y = (centres - self.centre).T
        return np.asarray(x + (self.shear + self.convergence * x / self.size) * y)

    def spans(self, boxes: NDArray[np.float64]) -> Spans:
        """Return the horizontal spans of boxes (N, 4) on the straightened sheet: (N, 2), or (…, N, 2)."""
        half_width = (boxes[:, 2] - boxes[:, 0]) / 2
        moved = self.moved((boxes[:, :2] + boxes[:, 2:]) / 2)
        return np.stack([moved - half_width, moved + half_width], axis=-1)


def find_slant(boxes: NDArray[np.float64], shears: NDArray[np.float64]) -> Slant:
    """Return the slant and convergence in which the strips are narrowest.

    Args:
        boxes: (N, 4) xyxy, in heights of a digit; N at least 1.
        shears: The slants that are tried: horizontal shift over height.
    """
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = max(1.0, float(np.ptp(centres, axis=0).max()))
    tried = np.array([(shear, convergence) for shear in shears for convergence in CONVERGENCES])
    slants = Slant(tried[:, :1], tried[:, 1:], boxes.reshape(-1, 2, 2).mean(axis=(0, 1)), size)
    best = (_strip_widths(slants.spans(boxes)) + SLANT_COST * np.abs(tried).sum(axis=1)).argmin()
    return slants._replace(shear=float(tried[best, 0]), convergence=float(tried[best, 1]))


def straightened(boxes: NDArray[np.float64], shears: NDArray[np.float64]) -> Spans:
    """Return the horizontal spans of boxes (N, 4) in the slant that `find_slant` finds: (N, 2)."""
    return find_slant(boxes, shears).spans(boxes)


def _strip_widths(spans: Spans) -> NDArray[np.float64]:
    """Return the total width of the strips: (…, N, 2) → (…)."""
    gaps = _gaps(spans).gaps
    width = spans[..., 1].max(axis=-1) - spans[..., 0].min(axis=-1)
    return np.asarray(width - np.where(gaps >= MIN_GAP, gaps, 0).sum(axis=-1))


class _Gaps(NamedTuple):
    """The gaps between spans.

    Attributes:
        order: (…, N), the spans from the left.
        gaps: (…, N - 1), before each of them but the first, in heights of a digit.
    """

    order: NDArray[np.int64]
    gaps: NDArray[np.float64]


def _gaps(spans: Spans) -> _Gaps:
    order = np.argsort(spans[..., 0], axis=-1, kind="stable")
    left = np.take_along_axis(spans[..., 0], order, axis=-1)
    covered_to = np.maximum.accumulate(np.take_along_axis(spans[..., 1], order, axis=-1), axis=-1)
    return _Gaps(order, left[..., 1:] - covered_to[..., :-1])
