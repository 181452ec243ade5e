"""Readings over time to a steady reading."""

from collections import deque
from typing import Final

from digitcam.readings import Reading

WINDOW_S: Final = 0.4
"""How far back readings vote: long enough to outvote a blurred frame, short enough to show a new digit within half a
second."""

READ_EVERY_S: Final = 1 / 10
"""More readings a second no eye can tell apart; the last one is drawn on every frame. Four of them vote."""

CLEAR_S: Final = 0.15
"""After so long without any digit the reading goes, whatever the vote: the paper has left."""


class Smoother:
    """Shows what most recent readings say. For one stream and one thread at a time.

    Votes are counted over time, not frames, since the frame rate is the camera's and the machine's.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[float, str, Reading]] = deque()
        self._shown = Reading()
        self._last_seen_s = float("-inf")

    def update(self, reading: Reading, now_s: float) -> Reading:
        """Take in the newest reading and return the one to show.

        Args:
            reading: What the newest frame said.
            now_s: Time of that frame in seconds, on any clock that only goes forward.

        Returns:
            The newest reading that says what most of the window says; the shown one stays on a draw. Empty once nothing
            has been seen for CLEAR_S.
        """
        self._recent.append((now_s, reading.text, reading))
        while self._recent[0][0] < now_s - WINDOW_S:
            self._recent.popleft()
        if reading.digits:
            self._last_seen_s = now_s
        elif now_s - self._last_seen_s >= CLEAR_S:
            self._recent.clear()
            self._shown = reading
            return reading
        self._shown = self._elect()
        return self._shown

    def _elect(self) -> Reading:
        votes: dict[str, int] = {}
        for _, text, _ in self._recent:
            votes[text] = votes.get(text, 0) + 1
        shown = self._shown.text
        winner = max(votes, key=lambda text: (votes[text], text == shown))
        return next(reading for _, text, reading in reversed(self._recent) if text == winner)
