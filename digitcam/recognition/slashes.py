"""Step 6, before the other separators: which of the digits read as 1 are slashes.

The crops of the paper network show a slash as large as a 1, and it is read as one. How high it is and how far it leans
shows beside the digits on both sides, which the separator network sees.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Digit, Reading
from digitcam.recognition.constants import MAX_SLASH_GAP, MIN_SLASH_PROBABILITY
from digitcam.recognition.contract import SEPARATORS, GapModel
from digitcam.recognition.separators import Gap, boxes_of, classify_gaps, gap_between

LOOKS_LIKE: Final = 1
"""The digit that a slash is read as."""

SLASH: Final = "/"


def remove_slashes(reading: Reading, grey: NDArray[np.uint8], network: GapModel) -> Reading:
    """Remove the digits that are slashes.

    Args:
        reading: A reading without separators.
        grey: (H, W) uint8, the pixels of the reading's region.
        network: Tells which separator stands in a gap.

    Returns:
        The reading. `Digit.before` is the slash where one was removed.
    """
    strokes = [
        (line, index, gap)
        for line, digits in enumerate(reading.lines)
        for index, gap in _strokes(digits, boxes_of(digits, reading))
    ]
    likely = classify_gaps(grey, [gap for *_, gap in strokes], network)[:, SEPARATORS.index(SLASH)]
    slashes = {(line, index) for (line, index, _), p in zip(strokes, likely, strict=True) if p >= MIN_SLASH_PROBABILITY}
    if not slashes:
        return reading
    lines = (
        _without(digits, {index for of_line, index in slashes if of_line == line})
        for line, digits in enumerate(reading.lines)
    )
    return replace(reading, lines=tuple(lines))


def _strokes(digits: Sequence[Digit], boxes: NDArray[np.float32]) -> Iterator[tuple[int, Gap]]:
    """Return the index and the place of each digit of a line that may be a slash."""
    for index in range(1, len(digits) - 1):
        gap = find_stroke(boxes[index - 1 : index + 2]) if digits[index].label == LOOKS_LIKE else None
        if gap is not None:
            yield index, gap


def find_stroke(boxes: NDArray[np.float32]) -> Gap | None:
    """Return the place of a stroke; None if it stands too far from the digits beside it to be a slash.

    Args:
        boxes: (3, 4) xyxy, the digit before it, the stroke and the digit after it, pixels of the picture.
    """
    before, stroke, after = boxes
    gap = gap_between(before, after)
    apart = max(float(stroke[0] - before[2]), float(after[0] - stroke[2]))
    return gap._replace(x=float(stroke[0] + stroke[2]) / 2) if apart <= MAX_SLASH_GAP * gap.height else None


def _without(digits: Sequence[Digit], slashes: Set[int]) -> tuple[Digit, ...]:
    """Return the digits of a line that are no slashes. The first one never is."""
    return tuple(
        replace(digit, before=SLASH) if index - 1 in slashes else digit
        for index, digit in enumerate(digits)
        if index not in slashes
    )
