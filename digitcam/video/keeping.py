"""*Keep readings*: each reading of a stream that is steady is kept, whatever the page does meanwhile."""

import threading
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Reading
from digitcam.video.keeper import NO_HOLD, STEADY_S, Hold, Keeper
from digitcam.video.kept import KeptQueue, KeptReading, cells_of, picture_of

SHOWN_S: Final = 2.0
"""Time for which people are expected to hold a number, seconds."""

WATCHED_S: Final = 10.0
"""Time over which the readings are examined, seconds."""

MIN_SHARE: Final = 0.95
"""Minimum share of the numbers held for SHOWN_S that is kept; below it the page says that the server is too busy.
Raising it complains of a single pause of a second."""


class Keeping:
    """Keeps the steady readings of one stream while it is turned on; off at first.

    A reading that was handed to a thread before a pause may end while newer ones are made; a lock keeps them apart.

    Attributes:
        queue: What was kept.
    """

    def __init__(self) -> None:
        self.queue = KeptQueue()
        self._keeper = Keeper()
        self._best: tuple[Reading, NDArray[np.uint8]] | None = None
        self._kept_s = float("-inf")
        self._number = 0
        self._is_on = False
        self._lock = threading.Lock()
        # Replaced by assignment, so that it can be read without the lock.
        self._times_s: tuple[float, ...] = ()

    def turn(self, on: bool) -> None:
        """Turn it on or off; when it is turned on again, the last number is kept again. Any thread may call."""
        with self._lock:
            if not on:
                self._keeper = Keeper()
                self._best = None
                self._times_s = ()
            self._is_on = on

    def update(
        self, reading: Reading, luma: NDArray[np.uint8], frame_s: float, now_s: float, *, keeps_sheets: bool = False
    ) -> Hold:
        """Process a result; runs on the thread that made it.

        Args:
            reading: What people are shown; its boxes are those of this frame.
            luma: (H, W) uint8, the frame. Only the reading's region is used.
            frame_s: Time of the frame, seconds by the clock.
            now_s: Time by the clock, seconds: from now on people can see the result.
            keeps_sheets: Whether several numbers are kept as a sheet; if not, as one number.
        """
        with self._lock:
            if not self._is_on:
                return NO_HOLD
            self._note(frame_s)
            is_due = self._keeper.update(reading, frame_s, keeps_sheets=keeps_sheets)
            held_since_s = self._keeper.held_since_s
            self._remember(reading, luma, is_due, held_since_s is not None)
            if is_due:
                self._kept_s = now_s
                self._put()
            return Hold(held_since_s, self._kept_s)

    def _remember(self, reading: Reading, luma: NDArray[np.uint8], is_due: bool, is_held: bool) -> None:
        """Remember the reading that would be kept, with its frame; of a sheet that may be one of the last second."""
        if self._keeper.is_best and is_due:
            self._best = reading, luma
        elif self._keeper.is_best and self._keeper.is_sheet and is_held:
            self._best = reading, luma.copy()
        elif not (is_due or is_held):
            self._best = None

    def _put(self) -> None:
        assert self._best is not None
        (reading, luma), self._best = self._best, None
        cells = cells_of(reading, luma) if self._keeper.is_sheet else ()
        replaces = self._number if self._keeper.is_whole else 0
        self._number += 1
        picture, now = picture_of(reading, luma), datetime.now(UTC)
        self.queue.put(KeptReading(reading, picture, now, cells, self._number, replaces))

    def see_nothing(self, now_s: float) -> None:
        """Note that nothing is read any more: recognition or the video was stopped. Any thread may call."""
        with self._lock:
            self._times_s = ()
            self._keeper.update(Reading(), now_s)

    def keeps_up(self, now_s: float) -> bool:
        """Return whether readings follow each other fast enough to keep what is held for SHOWN_S.

        Any thread may call; it waits for no other one. The server's event loop calls it for every session.

        Args:
            now_s: Time by the clock, seconds.
        """
        times_s = self._times_s
        if not times_s or now_s - times_s[0] <= 2 * SHOWN_S:
            return True
        return now_s - times_s[-1] < SHOWN_S and share_kept(times_s) >= MIN_SHARE

    def _note(self, frame_s: float) -> None:
        is_newest = not self._times_s or frame_s > self._times_s[-1]
        times_s = (*self._times_s, frame_s) if is_newest else self._times_s
        self._times_s = times_s[bisect_left(times_s, frame_s - WATCHED_S) :]


def share_kept(times_s: Sequence[float]) -> float:
    """Return the share of numbers that would be kept if any were shown for SHOWN_S at any time.

    Args:
        times_s: When readings were made, ascending, at least two, over more than SHOWN_S.

    Examples:
        >>> [round(share_kept([step * number / 8 for number in range(161)]), 2) for step in (1, 4, 6, 10)]
        [1.0, 1.0, 0.67, 0.6]
    """
    last_start_s = times_s[-1] - SHOWN_S
    kept_s = 0.0
    for before_s, first_s in pairwise(times_s):
        # A number shown from between these two on is read first at the later one, and kept by the first reading that
        # comes STEADY_S after it, if the number is still shown.
        decided = bisect_left(times_s, first_s + STEADY_S)
        decided_s = times_s[decided] if decided < len(times_s) else float("inf")
        kept_s += max(0.0, min(first_s, last_start_s) - max(before_s, decided_s - SHOWN_S))
    return kept_s / (last_start_s - times_s[0])
