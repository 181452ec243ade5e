"""Which readings are worth keeping: those that hold still, once each."""

from typing import Final

from digitcam.readings import UNTRUSTED, Reading

STEADY_S: Final = 1.0
"""A reading that stands so long is meant; shorter ones are a paper on its way in or out."""

GONE_S: Final = 1.0
"""After so long without it the same number is a new one: the next pupil may have the same score."""


class Keeper:
    """Tells the moment at which a reading is to be kept. For one stream and one thread.

    Time is counted, not calls: ask as often as convenient, a few times a second.
    """

    def __init__(self) -> None:
        self._text = ""
        self._since_s = float("-inf")
        self._kept = ""
        self._kept_seen_s = float("-inf")

    def update(self, reading: Reading, now_s: float) -> bool:
        """Take in what is read now.

        Args:
            reading: The steady reading, empty if there is none.
            now_s: Time in seconds, on any clock that only goes forward.

        Returns:
            True once for each new reading that has stood for STEADY_S with no digit in doubt.
        """
        if reading.text != self._text:
            self._text, self._since_s = reading.text, now_s
        if self._kept and reading.text == self._kept and now_s - self._kept_seen_s < GONE_S:
            self._kept_seen_s = now_s
            return False
        if not self._text or UNTRUSTED in self._text or now_s - self._since_s < STEADY_S:
            return False
        self._kept, self._kept_seen_s = self._text, now_s
        return True
