"""Step 6, separate: which points, commas, dashes, slashes and colons stand between the digits of a line."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Digit, Reading
from digitcam.recognition.constants import (
    GAP_CROP_SIDE,
    LEADING_GAP,
    LEADING_SEPARATORS,
    MAX_GAP,
    MIN_SEPARATOR_PROBABILITY,
)
from digitcam.recognition.contract import GAP_CLASSES, GAP_PX, SEPARATORS, GapModel
from digitcam.vision.geometry import crop_square
from digitcam.vision.standardise import standardise


class Gap(NamedTuple):
    """The place before a digit; lengths are pixels of the picture.

    Attributes:
        x: Centre.
        y: Centre.
        height: Size of the digits beside it: their longer side, because a flat 0 or 5 is no small one.
        width: Distance of the digits beside it, negative if they overlap; 0 before the first digit of a number.
        leads: Whether it is before the first digit of a number.
    """

    x: float
    y: float
    height: float
    width: float
    leads: bool


def find_gaps(boxes: NDArray[np.float32]) -> list[Gap]:
    """Return the gap before each digit of a line; a digit far from the one before is the first of a number.

    Args:
        boxes: (N, 4) xyxy, the digits from left to right, pixels of the picture.
    """
    if not len(boxes):
        return []
    gaps = [_gap_before(boxes[0])]
    for before, after in pairwise(boxes):
        gap = gap_between(before, after)
        gaps.append(gap if gap.width <= MAX_GAP * gap.height else _gap_before(after))
    return gaps


def _gap_before(box: NDArray[np.float32]) -> Gap:
    x0, y0, x1, y1 = box.tolist()
    height = max(x1 - x0, y1 - y0)
    return Gap(x0 - LEADING_GAP * height, (y0 + y1) / 2, height, 0.0, leads=True)


def gap_between(before: NDArray[np.float32], after: NDArray[np.float32]) -> Gap:
    """Return the gap between two digits of a number, each (4,) xyxy."""
    x0, top, left, bottom = before.tolist()
    right, y0, x1, y1 = after.tolist()
    height = (max(left - x0, bottom - top) + max(x1 - right, y1 - y0)) / 2
    return Gap((left + right) / 2, (top + bottom + y0 + y1) / 4, height, right - left, leads=False)


def crop_gap(grey: NDArray[np.uint8], gap: Gap) -> NDArray[np.uint8]:
    """Cut out a gap with the edges of the digits beside it: (48, 48) uint8.

    Args:
        grey: (H, W) uint8.
        gap: Where.
    """
    centre = np.array([gap.x, gap.y], np.float32)
    return crop_square(grey, centre, GAP_CROP_SIDE * max(1.0, gap.height), GAP_PX)


def classify_gaps(grey: NDArray[np.uint8], gaps: Sequence[Gap], network: GapModel) -> NDArray[np.float32]:
    """Return the probabilities (N, 6) of each separator and of none in each gap.

    Args:
        grey: (H, W) uint8.
        gaps: N gaps, pixels of the picture.
        network: Tells which separator stands in a gap.
    """
    if not gaps:
        return np.zeros((0, GAP_CLASSES), np.float32)
    return network(np.stack([standardise(crop_gap(grey, gap)) for gap in gaps]))


def add_separators(reading: Reading, grey: NDArray[np.uint8], network: GapModel) -> Reading:
    """Read the separators before the digits of a reading.

    Args:
        reading: A reading, slashes that were read as digits removed.
        grey: (H, W) uint8, the pixels of the reading's region.
        network: Tells which separator stands in a gap.

    Returns:
        The reading, `Digit.before` set where there is one.
    """
    gaps = [find_gaps(boxes_of(digits, reading)) for digits in reading.lines]
    probabilities = iter(classify_gaps(grey, [gap for line in gaps for gap in line], network))
    lines = (
        tuple(_after(digit, _sign(next(probabilities), gap.leads)) for digit, gap in zip(digits, line, strict=True))
        for digits, line in zip(reading.lines, gaps, strict=True)
    )
    return replace(reading, lines=tuple(lines))


def _after(digit: Digit, sign: str) -> Digit:
    """Return a digit after a separator; after a slash if one was removed there."""
    return replace(digit, before=sign) if sign and not digit.before else digit


def boxes_of(digits: Sequence[Digit], reading: Reading) -> NDArray[np.float32]:
    """Return the boxes (N, 4) of a line in pixels of the reading's region."""
    boxes = np.array([digit.box for digit in digits], np.float32).reshape(-1, 4)
    return boxes - np.array([reading.region.x0, reading.region.y0] * 2, np.float32)


def _sign(probabilities: NDArray[np.float32], leads: bool) -> str:
    """Return the separator that a gap's probabilities (6,) tell; "" for none."""
    sign = SEPARATORS[int(probabilities[: len(SEPARATORS)].argmax())]
    is_likely = float(probabilities[: len(SEPARATORS)].sum()) >= MIN_SEPARATOR_PROBABILITY
    return sign if is_likely and (not leads or sign in LEADING_SEPARATORS) else ""
