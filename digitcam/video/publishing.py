"""Decide when the numbers that people see change.

The badge on the video is drawn on each frame, the panel beside it only when there is something new to show. Both take
the numbers from here, so that they do not differ: the digits of a publication, with their confidences, probabilities
and patches, stay as they are until the next one. Only their boxes follow the newest reading.
"""

from dataclasses import replace
from itertools import count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Digit, Reading
from digitcam.recognition.contract import DIGIT_CLASSES

DAMPING_POINT_S: Final = 4.0
"""Difference times time, percentage points × seconds, after which a changed probability is shown: 1 point after 4
seconds, 5 points after 0.8. Raising it makes the numbers calmer and later. Each change reruns the panel, which takes
the browser 75 ms."""

MAX_POINTS: Final = 10.0
"""Larger differences count as this one, percentage points: a single blurred frame does not change the numbers, which
takes at least 0.4 seconds, as long as readings vote."""

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
        self._newest: tuple[Digit, ...] = ()
        self._at_s = float("-inf")
        self._points = self._drift = _no_points(())

    def update(self, reading: Reading, now_s: float) -> Published:
        """Return what to show.

        Args:
            reading: The newest steady reading.
            now_s: Its time, seconds, on any clock that only goes forward.

        Returns:
            A new publication if the text is new or a probability has differed for long enough. Else the last one, with
            the boxes of this reading.
        """
        if reading.text != self._published.reading.text or self._has_drifted(reading.digits, now_s):
            self._published = Published(next(_numbers), reading)
            self._points = self._drift = _no_points(reading.digits)
        else:
            self._published = Published(self._published.number, _with_boxes(self._published.reading, reading))
        self._newest, self._at_s = reading.digits, now_s
        return self._published

    def _has_drifted(self, digits: tuple[Digit, ...], now_s: float) -> bool:
        """Add up how far the probabilities are from the published ones; what varies about them cancels out."""
        if not _are_same(digits, self._newest):
            points = 100 * (_probabilities(digits) - _probabilities(self._published.reading.digits))
            self._points = np.clip(points, -MAX_POINTS, MAX_POINTS)
        if self._points.any():
            self._drift = self._drift + self._points * (now_s - self._at_s)
        return bool(np.abs(self._drift).max(initial=0) >= DAMPING_POINT_S)


def _no_points(digits: tuple[Digit, ...]) -> NDArray[np.float64]:
    return np.zeros_like(_probabilities(digits))


def _probabilities(digits: tuple[Digit, ...]) -> NDArray[np.float64]:
    """Return what is shown of the digits, (N, 11)."""
    return np.array([digit.shown_probabilities() for digit in digits]).reshape(len(digits), DIGIT_CLASSES)


def _are_same(digits: tuple[Digit, ...], others: tuple[Digit, ...]) -> bool:
    """Return whether two readings come from the same answer of the networks: tracking moves only the boxes."""
    return all(one.probabilities is other.probabilities for one, other in zip(digits, others, strict=True))


def _with_boxes(published: Reading, newest: Reading) -> Reading:
    """Return a published reading with the boxes of a newer one that has the same text."""
    if _are_same(newest.digits, published.digits):
        return newest
    lines = zip(published.lines, newest.lines, strict=True)
    return Reading(
        tuple(
            tuple(replace(digit, box=moved.box) for digit, moved in zip(line, moved_line, strict=True))
            for line, moved_line in lines
        ),
        newest.region,
    )
