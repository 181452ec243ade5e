"""Readings over time → a steady reading."""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from digitcam.readings import Reading

WINDOW_S: Final = 0.4
"""Time over which readings vote, seconds: long enough to outvote a blurred frame, short enough to show a new digit
within half a second."""

READ_INTERVAL_S: Final = 1 / 10
"""Interval between two readings of a stream, seconds; the last one is drawn on every frame. Four of them vote."""

CLEAR_S: Final = 0.15
"""Time without any digit after which the reading disappears, whatever the vote: the paper has left."""


class _Vote(NamedTuple):
    """A reading, its text, and when it was made, seconds."""

    at_s: float
    text: str
    reading: Reading


class Smoother:
    """Shows what most recent readings say. For one stream and one thread at a time.

    Votes are counted over time, not frames, since the frame rate depends on the camera and the machine.
    """

    def __init__(self) -> None:
        self._votes: deque[_Vote] = deque()
        self._shown = Reading()
        self._last_digit_s = float("-inf")

    def update(self, reading: Reading, now_s: float) -> Reading:
        """Add the newest reading and return the one to show.

        Args:
            reading: Of the newest frame.
            now_s: Time of that frame, seconds, on any clock that only goes forward.

        Returns:
            The newest reading whose text has most votes; on a draw the one shown so far. Empty once no digit has been
            read for CLEAR_S.
        """
        self._votes.append(_Vote(now_s, reading.text, reading))
        while self._votes[0].at_s < now_s - WINDOW_S:
            self._votes.popleft()
        if reading.digits:
            self._last_digit_s = now_s
        elif now_s - self._last_digit_s >= CLEAR_S:
            self._votes.clear()
            self._shown = reading
            return reading
        self._shown = self._winner()
        return self._shown

    def change(self, change: Callable[[Reading], Reading]) -> None:
        """Replace each reading that still counts by what ``change`` makes of it; its text has to stay the same."""
        self._votes = deque(vote._replace(reading=change(vote.reading)) for vote in self._votes)
        self._shown = change(self._shown)

    def _winner(self) -> Reading:
        counts: dict[str, int] = {}
        for vote in self._votes:
            counts[vote.text] = counts.get(vote.text, 0) + 1
        shown = self._shown.text
        winner = max(counts, key=lambda text: (counts[text], text == shown))
        return next(vote.reading for vote in reversed(self._votes) if vote.text == winner)
