"""Decide which live readings are kept: steady ones, once each."""

from typing import Final

from digitcam.readings import UNTRUSTED, Reading

STEADY_S: Final = 1.0
"""Time for which a reading has to be steady, seconds. Lowering it keeps readings of paper that is still moving."""

GONE_S: Final = 1.0
"""Time of absence after which the same number is kept again, seconds: the next pupil may have the same score."""


class Keeper:
    """Decides when a reading is kept. For one stream and one thread.

    Call `update` a few times a second; how often does not matter, since it measures time.
    """

    def __init__(self) -> None:
        self._text = ""
        self._since_s = float("-inf")
        self._kept = ""
        self._gone_since_s: float | None = None

    def update(self, reading: Reading, now_s: float) -> bool:
        """Process the current reading.

        Args:
            reading: The steady reading, empty if there is none.
            now_s: Time, seconds, on any clock that only goes forward.

        Returns:
            True once for each new reading that has been steady for STEADY_S and has no untrusted digit.
        """
        if reading.text != self._text:
            self._text, self._since_s = reading.text, now_s
        if self._is_still_there(now_s):
            return False
        if not self._text or UNTRUSTED in self._text or now_s - self._since_s < STEADY_S:
            return False
        self._kept, self._gone_since_s = self._text, None
        return True

    def _is_still_there(self, now_s: float) -> bool:
        """Return whether the reading is the one kept last, and was not absent for GONE_S in between.

        Absence begins when a call sees it: a hidden tab, which calls once a minute, does not keep a number twice.
        """
        if self._text != self._kept:
            if self._gone_since_s is None:
                self._gone_since_s = now_s
            return False
        if self._gone_since_s is not None and now_s - self._gone_since_s >= GONE_S:
            return False
        self._gone_since_s = None
        return True
