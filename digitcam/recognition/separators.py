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
from digitcam.recognition.contract import GAP_PX, SEPARATORS, GapModel
from digitcam.vision.geometry import crop_square
from digitcam.vision.standardise import standardise


class Gap(NamedTuple):
    """The place before a digit; lengths are pixels of the picture.

    Attributes:
        x: Centre.
        y: Centre.
        height: Height of the digits beside it.
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
        gap = _gap_between(before, after)
        gaps.append(gap if gap.width <= MAX_GAP * gap.height else _gap_before(after))
    return gaps


def _gap_before(box: NDArray[np.float32]) -> Gap:
    x0, y0, _, y1 = box.tolist()
    return Gap(x0 - LEADING_GAP * (y1 - y0), (y0 + y1) / 2, y1 - y0, 0.0, leads=True)


def _gap_between(before: NDArray[np.float32], after: NDArray[np.float32]) -> Gap:
    _, top, left, bottom = before.tolist()
    right, y0, _, y1 = after.tolist()
    height = (bottom - top + y1 - y0) / 2
    return Gap((left + right) / 2, (top + bottom + y0 + y1) / 4, height, right - left, leads=False)


def crop_gap(grey: NDArray[np.uint8], gap: Gap) -> NDArray[np.uint8]:
    """Cut out a gap with the edges of the digits beside it: (48, 48) uint8.

    Args:
        grey: (H, W) uint8.
        gap: Where.
    """
    centre = np.array([gap.x, gap.y], np.float32)
    return crop_square(grey, centre, GAP_CROP_SIDE * max(1.0, gap.height), GAP_PX)


def add_separators(reading: Reading, grey: NDArray[np.uint8], network: GapModel) -> Reading:
    """Read the separators before the digits of a reading.

    Args:
        reading: A reading without separators.
        grey: (H, W) uint8, the pixels of the reading's region.
        network: Tells which separator stands in a gap.

    Returns:
        The reading, `Digit.before` set where there is one.
    """
    places = [
        (line, index, gap)
        for line, digits in enumerate(reading.lines)
        for index, gap in enumerate(find_gaps(_boxes(digits, reading)))
    ]
    if not places:
        return reading
    probabilities = network(np.stack([standardise(crop_gap(grey, gap)) for *_, gap in places]))
    before = {
        (line, index): sign
        for (line, index, gap), row in zip(places, probabilities, strict=True)
        if (sign := _sign(row, gap.leads))
    }
    if not before:
        return reading
    lines = (
        tuple(
            replace(digit, before=before[line, index]) if (line, index) in before else digit
            for index, digit in enumerate(digits)
        )
        for line, digits in enumerate(reading.lines)
    )
    return replace(reading, lines=tuple(lines))


def _boxes(digits: Sequence[Digit], reading: Reading) -> NDArray[np.float32]:
    """Return the boxes (N, 4) of a line in pixels of the reading's region."""
    boxes = np.array([digit.box for digit in digits], np.float32).reshape(-1, 4)
    return boxes - np.array([reading.region.x0, reading.region.y0] * 2, np.float32)


def _sign(probabilities: NDArray[np.float32], leads: bool) -> str:
    """Return the separator that a gap's probabilities (6,) tell; "" for none."""
    kind = int(probabilities[: len(SEPARATORS)].argmax())
    sign = SEPARATORS[kind]
    is_likely = float(probabilities[kind]) >= MIN_SEPARATOR_PROBABILITY
    return sign if is_likely and (not leads or sign in LEADING_SEPARATORS) else ""
