"""Decide which live readings are kept: steady ones, once each."""

from typing import Final, NamedTuple

from digitcam.readings import UNTRUSTED, Reading
from digitcam.video.sheet_texts import are_of_one_sheet, count_readable, is_sheet

STEADY_S: Final = 1.0
"""Time for which a reading has to be steady, seconds. Lowering it keeps readings of paper that is still moving."""

GONE_S: Final = 1.0
"""Time of absence after which the same number is kept again, seconds: the next pupil may have the same score."""

MORE: Final = 1.1
"""Factor by which a sheet must have more numbers than when it was kept, and one, to be kept in its place. Lowering it
keeps a sheet again for each faint number that is found late."""

FLASH_S: Final = 0.3
"""Time for which the box shows that a number was kept, seconds."""


class Hold(NamedTuple):
    """How far a number is on its way to be kept.

    Attributes:
        since_s: Since when it is steady, seconds by the clock; None if there is nothing that may be kept.
        kept_s: When the last one was kept, seconds by the clock.
    """

    since_s: float | None = None
    kept_s: float = float("-inf")

    def progress(self, now_s: float) -> float:
        """Return the share of STEADY_S that has passed, 0 to 1; 0 if there is nothing that may be kept."""
        return 0.0 if self.since_s is None else min(1.0, max(0.0, (now_s - self.since_s) / STEADY_S))

    def is_flashing(self, now_s: float) -> bool:
        """Return whether a number was kept within the last FLASH_S."""
        return now_s - self.kept_s < FLASH_S


NO_HOLD: Final = Hold()


class Keeper:
    """Decides when a reading is kept. For one stream and one thread at a time.

    How often it is called does not matter, since it measures time.

    Attributes:
        is_best: Whether the reading of the last call is the one to keep, of those since it is steady. For a single
            number that is the newest; of a sheet, one with most numbers that can be read.
        is_sheet: Whether the current reading is a sheet with several numbers.
        is_whole: Whether what was kept at the last call is the sheet that was kept before it, with more numbers: a part
            of it had been covered, or outside the picture.
    """

    def __init__(self) -> None:
        self.is_best = self.is_sheet = self.is_whole = False
        self._text = ""
        self._confidence = 0.0
        self._since_s = float("-inf")
        self._newest_s = float("-inf")
        self._kept = ""
        self._gone_since_s: float | None = None

    @property
    def held_since_s(self) -> float | None:
        """Since when the current reading is steady, seconds; None if it is kept already or cannot be kept."""
        is_kept = self._shows_kept and self._gone_since_s is None and not self._has_more(self._text)
        return None if is_kept or not self._may_be_kept else self._since_s

    @property
    def _may_be_kept(self) -> bool:
        return self.is_sheet or (bool(self._text) and UNTRUSTED not in self._text)

    @property
    def _shows_kept(self) -> bool:
        """Whether the current reading is the one kept last, maybe with more numbers."""
        return self._text == self._kept or (self.is_sheet and are_of_one_sheet(self._text, self._kept))

    def _has_more(self, text: str) -> bool:
        """Return whether this text is of the sheet kept last, with clearly more numbers."""
        has_more = self.is_sheet and count_readable(text) > 1 + MORE * count_readable(self._kept)
        return has_more and are_of_one_sheet(text, self._kept)

    def update(self, reading: Reading, now_s: float, *, keeps_sheets: bool = False) -> bool:
        """Process the current reading.

        Args:
            reading: The steady reading, empty if there is none.
            now_s: Time of its frame, seconds, on any clock that only goes forward. An older frame than the last one is
                ignored: its reading ended late.
            keeps_sheets: Whether several numbers are a sheet. A sheet is steady although a few of its numbers change,
                and is kept although some cannot be read.

        Returns:
            True once for each new reading that has been steady for STEADY_S and has no untrusted digit.
        """
        self.is_best = self.is_whole = False
        if now_s < self._newest_s:
            return False
        self._newest_s = now_s
        self._see(reading, now_s, keeps_sheets and is_sheet(reading.text))
        if self._is_still_there(now_s) or not self._may_be_kept or now_s - self._since_s < STEADY_S:
            return False
        self.is_whole = self._shows_kept and self._gone_since_s is None
        self._kept, self._gone_since_s = self._text, None
        return True

    def _see(self, reading: Reading, now_s: float, shows_sheet: bool) -> None:
        """Note the reading: of a sheet, the best text since it is steady."""
        text, confidence = reading.text, reading.confidence
        is_same = text == self._text or (shows_sheet and self.is_sheet and are_of_one_sheet(text, self._text))
        is_new, had_more = not is_same or shows_sheet != self.is_sheet, self._has_more(self._text)
        is_better = (count_readable(text), confidence) >= (count_readable(self._text), self._confidence)
        # Numbers that come and go do not make the sheet that was kept a larger one.
        has_lost = had_more and not self._has_more(text)
        if not (is_new or is_better or has_lost or not shows_sheet):
            return
        self._text, self.is_sheet, self._confidence, self.is_best = text, shows_sheet, confidence, True
        if is_new or self._has_more(text) > had_more:
            self._since_s = now_s

    def _is_still_there(self, now_s: float) -> bool:
        """Return whether the reading is the one kept last, not larger, and was not absent for GONE_S in between.

        Absence begins when a call sees it: a stream that stands still for a while does not keep a number twice.
        """
        if not self._shows_kept:
            if self._gone_since_s is None:
                self._gone_since_s = now_s
            return False
        if self._gone_since_s is not None and now_s - self._gone_since_s >= GONE_S:
            return False
        self._gone_since_s = None
        return not self._has_more(self._text)
