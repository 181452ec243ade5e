"""Reading aside from the video: in a thread of its own, so that no frame waits for a reading.

A busy server gives a thread a hundredth of a second now and then. A reading that takes sixteen would hold up two or
three frames, were it made on their way.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.config import BoxName, Settings
from digitcam.readings import Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.overlay import NO_MARKS, Marks, marks
from digitcam.video.smoothing import READ_EVERY_S, Smoother
from digitcam.video.tracking import Follower
from digitcam.vision.region import region_of_interest

READERS: Final = max(1, (os.cpu_count() or 1) // 2)
"""So many readings are made at the same time, of all cameras together. The others wait for their turn, so that sessions
do not fight, and coding their videos, which takes ten times as long as reading them, has cores of its own."""

RATE_WINDOW_S: Final = 2.0
"""Recognised frames per second are counted over this time."""

BUSY: Final = 0.5
"""Share of the time that reading may take: a large box, or a slow machine, is read less often."""

Run: TypeAlias = Callable[[Callable[[], None]], object]
"""Has some work done, now or later, here or in another thread."""

_readers: Final = ThreadPoolExecutor(READERS, "reader")


def in_turn(work: Callable[[], None]) -> None:
    """Have it done by the next reader that is free. Any thread."""
    _readers.submit(work)


def at_once(work: Callable[[], None]) -> None:
    """Do it here and now: for measurements and tests, which count what each frame takes."""
    work()


class Known(NamedTuple):
    """What is known of a video.

    Attributes:
        reading: The steady reading.
        marks: Of it, to be drawn.
        ended_s: When each of the latest readings was there, by the clock.
        error: Why the newest frame that was looked at could not be read; None if it was.
    """

    reading: Reading = Reading()
    marks: Marks = NO_MARKS
    ended_s: tuple[float, ...] = ()
    error: Exception | None = None

    def fps(self, now_s: float) -> float:
        """Frames recognised per second, lately."""
        return len(_lately(self.ended_s, now_s)) / RATE_WINDOW_S


NOTHING_KNOWN: Final = Known()


class _Asked(NamedTuple):
    """A frame that is to be read."""

    picture: NDArray[np.uint8]
    settings: Settings
    recogniser: Recogniser
    at_s: float


class Aside:
    """The readings of one video.

    ``look`` is for the video's thread, and reading may go on in another one. Between them stand single assignments of
    frozen values: the newest frame, of which there is one, and what is known. What follows and smooths belongs to the
    reader's thread while that is at work, else to the video's.

    Attributes:
        known: The newest result. Any thread.
    """

    def __init__(self, clock: Callable[[], float], run: Run) -> None:
        self.known = NOTHING_KNOWN
        self._clock, self._run = clock, run
        self._follower, self._smoother = Follower(), Smoother()
        self._with: tuple[Settings, Recogniser] | None = None
        self._next_s = float("-inf")
        self._newest: _Asked | None = None
        self._at_work = False

    def due(self, settings: Settings, recogniser: Recogniser, now_s: float) -> bool:
        """Whether a frame is to be read: some time after the last one, and at once if in another way than that."""
        return now_s >= self._next_s or self._with != (settings, recogniser)

    def look(self, luma: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float) -> None:
        """Have a frame read, unless it shows what the last one did: to see that is less work than handing it over.

        One that still waits for its turn gives way to it: the newest wins.

        Args:
            luma: (h, w) uint8; may change as soon as this returns.
            settings: How to look.
            recogniser: What reads.
            now_s: Time of the frame, by the clock.
        """
        # A millisecond early: thirty frames a second are never quite even, and would be read ten times.
        self._with, self._next_s = (settings, recogniser), now_s + READ_EVERY_S - 1e-3
        looking = _as_the_camera(settings)
        held = None if self._at_work else self._follower.held(luma, looking, recogniser, now_s)
        if held is not None:
            self.known = self._found(held)
            return
        self._newest = _Asked(_box_alone(luma, settings.box), looking, recogniser, now_s)
        if not self._at_work:
            self._at_work = True
            self._run(self._read)

    def _read(self) -> None:
        """Read the newest frame. In a reader's thread."""
        asked, started = self._newest, self._clock()
        try:
            if asked is not None:
                self.known = self._found(self._follower.read(*asked))
        except Exception as exc:  # noqa: BLE001 - nobody waits for it here: the video's thread tells
            self.known = Known(ended_s=self.known.ended_s, error=exc)
        ended = self._clock()
        self._next_s = max(self._next_s, ended + (ended - started) * (1 / BUSY - 1))
        self._at_work = False

    def _found(self, newest: Reading) -> Known:
        ended = self._clock()
        steady = self._smoother.update(newest, ended)
        return Known(steady, marks(steady), (*_lately(self.known.ended_s, ended), ended))


def _box_alone(luma: NDArray[np.uint8], box: BoxName) -> NDArray[np.uint8]:
    """A picture of the same shape with a copy of its box; all else is left to chance, and not looked at."""
    x0, y0, x1, y1 = region_of_interest(luma.shape[1], luma.shape[0], box)
    picture = np.empty(luma.shape, np.uint8)
    picture[y0:y1, x0:x1] = luma[y0:y1, x0:x1]
    return picture


def _as_the_camera(settings: Settings) -> Settings:
    """What the computer sees is made when it is looked at."""
    return settings if settings.view == "camera" else replace(settings, view="camera")


def _lately(times_s: tuple[float, ...], now_s: float) -> tuple[float, ...]:
    return tuple(time for time in times_s if now_s - RATE_WINDOW_S < time)
