"""Decide when the numbers that people see change.

The badge on the video is drawn on each frame, the panel beside it only when there is something new to show. Both take
the numbers from here, so that they do not differ: the digits of a publication, with their confidences, probabilities
and patches, stay as they are until the next one. Only their boxes follow the newest reading.
"""

from itertools import count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Digit, Reading

DAMPING_POINT_S: Final = 4.0
"""Difference times time, percentage points × seconds, after which a changed probability is shown: 1 point after 4
seconds, 5 points after 0.8. Raising it makes the numbers calmer and later. Each change reruns the panel, which takes
the browser 75 ms."""

MAX_POINTS: Final = 10.0
"""Differences are clipped to this, percentage points. So a change takes at least 0.4 seconds, as long as readings vote,
and a single blurred frame does not change the numbers."""

_numbers: Final = count(1)
"""For all streams together, so that a stream that is started again never repeats a number."""


class Published(NamedTuple):
    """What people see of a stream.

    Attributes:
        number: Of the publication; 0 before the first one. The same number means the same text, confidences,
            probabilities and patches.
        reading: The reading; its boxes are the newest.
    """

    number: int = 0
    reading: Reading = Reading()


class Publisher:
    """Publishes the readings of one stream. For one thread at a time."""

    def __init__(self) -> None:
        self._published = Published()
        self._digits: tuple[Digit, ...] = ()
        self._at_s = float("-inf")
        self._points: NDArray[np.float64] | None = None
        self._drift: NDArray[np.float64] | float = 0.0

    def update(self, reading: Reading, now_s: float) -> Published:
        """Return what to show.

        Args:
            reading: The newest steady reading.
            now_s: Its time, seconds, on any clock that only goes forward.

        Returns:
            A new publication if the text is new or a probability has differed for long enough. Else the last one, with
            the boxes of this reading.
        """
        is_new = not self._compare(reading)
        if is_new or self._has_drifted(now_s):
            self._published = Published(next(_numbers), reading)
            self._points, self._drift = None, 0.0
        else:
            self._published = Published(self._published.number, _with_boxes(self._published.reading, reading))
        self._digits, self._at_s = reading.digits, now_s
        return self._published

    def _compare(self, reading: Reading) -> bool:
        """Note how far the probabilities are from the published ones; return whether the text is the published one."""
        # Most readings are tracked: text and probabilities are those of the last one.
        if _are_same(reading.digits, self._digits):
            return True
        published = self._published.reading
        if reading.text != published.text:
            return False
        points = 100 * (_probabilities(reading.digits) - _probabilities(published.digits))
        points = np.clip(points, -MAX_POINTS, MAX_POINTS)
        self._points = points if points.any() else None
        return True

    def _has_drifted(self, now_s: float) -> bool:
        """Add up the differences over time, in which noise cancels out; return whether one has become large enough."""
        if self._points is None:
            return False
        self._drift = self._drift + self._points * (now_s - self._at_s)
        return bool(np.abs(self._drift).max() >= DAMPING_POINT_S)


def _probabilities(digits: tuple[Digit, ...]) -> NDArray[np.float64]:
    """Return what is shown of the digits, (N, 11)."""
    return np.array([digit.shown_probabilities() for digit in digits])


def _are_same(digits: tuple[Digit, ...], others: tuple[Digit, ...]) -> bool:
    """Return whether two readings come from the same answer of the networks: tracking moves only the boxes."""
    return [id(digit.probabilities) for digit in digits] == [id(other.probabilities) for other in others]


def _with_boxes(published: Reading, newest: Reading) -> Reading:
    """Return a published reading with the boxes of a newer one that has the same text."""
    if _are_same(newest.digits, published.digits):
        return newest
    lines = zip(published.lines, newest.lines, strict=True)
    moved = tuple(tuple(map(_with_box, line, of_newest)) for line, of_newest in lines)
    return Reading(moved, newest.region, published.cell_lengths)


def _with_box(digit: Digit, moved: Digit) -> Digit:
    # `dataclasses.replace` takes three times as long, ten times a second for each digit.
    return Digit(digit.label, digit.confidence, moved.box, digit.probabilities, digit.patch, digit.before)
