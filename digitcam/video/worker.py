"""Reading in a pool of threads, so that no frame waits for a reading.

On a busy server a reading may take several frames' time, most of it waiting for a processor. On the video's own thread
it would hold up the frames behind it.
"""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.readings import Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.areas import FrameArea, scale_reading
from digitcam.video.keeping import Keeping
from digitcam.video.overlay import annotation_of
from digitcam.video.publishing import Publisher
from digitcam.video.result import NO_RESULT, WorkerResult, recent
from digitcam.video.smoothing import READ_INTERVAL_S, Smoother
from digitcam.video.tracking import Tracker

READERS: Final = 2 * (os.cpu_count() or 1)
"""Number of readings made at the same time, for all cameras together. A reading mostly waits for the interpreter's
lock and for a core, behind the threads that code video. With half as many readers as cores, each waited a second behind
the others' on a busy server, and numbers that were held for two seconds were not kept (`bench --only keeping`)."""

MAX_READING_SHARE: Final = 0.5
"""Maximum share of one core that one stream spends reading: on a slow machine, or with a large box, it reads less
often."""

EARLY_S: Final = 1e-3
"""A frame this early is still read, seconds: thirty frames a second are never quite even."""

Run: TypeAlias = Callable[[Callable[[], None]], object]
"""Runs a job, now or later, on this thread or another."""

_pool: Final = ThreadPoolExecutor(READERS, "reader")


def run_in_pool(job: Callable[[], None]) -> None:
    """Run a job on the next free reader thread. Any thread may call."""
    _pool.submit(job)


def run_inline(job: Callable[[], None]) -> None:
    """Run a job now, on this thread: for measurements and tests, which count what each frame takes."""
    job()


class _Job(NamedTuple):
    """A frame to be read; the attributes are `ReadingWorker.submit`'s."""

    luma: NDArray[np.uint8]
    settings: ReadSettings
    recogniser: Recogniser
    now_s: float

    @property
    def area(self) -> FrameArea:
        """What of the frame is read."""
        height, width = self.luma.shape
        return FrameArea(width, height, self.settings.box)

    def without_surroundings(self) -> "_Job":
        """Return the job with a copy of its box; the frame's other pixels are uninitialised and never read."""
        region, copy = self.area.region, np.empty(self.luma.shape, np.uint8)
        copy[region.rows, region.columns] = self.luma[region.rows, region.columns]
        return self._replace(luma=copy)


class ReadingWorker:
    """Reads one stream's frames.

    The video's thread calls `is_due` and `submit`; readings may run on a reader thread. Between them stand single
    assignments of frozen values: the newest frame, in one slot, the tracker's last full reading, and the result.
    Smoother and publisher belong to whoever holds the lock.

    The frame size may change at any time, also while a frame of the old size is read. So each result carries the area
    that it belongs to, and who draws it takes it by `WorkerResult.on`.

    Attributes:
        result: The newest result. Any thread may take it.
    """

    def __init__(self, clock: Callable[[], float], run: Run, keeping: Keeping | None = None) -> None:
        self.result = NO_RESULT
        self._clock, self._run, self._keeping = clock, run, keeping or Keeping()
        self._tracker, self._smoother, self._publisher = Tracker(), Smoother(), Publisher()
        self._publishing = threading.Lock()
        self._area: FrameArea | None = None
        self._read_with: tuple[ReadSettings, Recogniser] | None = None
        self._submitted_with: tuple[ReadSettings, Recogniser] | None = None
        self._next_s = float("-inf")
        self._slot: _Job | None = None
        self._is_running = False

    def is_due(self, settings: ReadSettings, recogniser: Recogniser, now_s: float) -> bool:
        """Return whether to read a frame: after an interval, and at once if settings or recogniser have changed."""
        return now_s >= self._next_s or self._submitted_with != (settings, recogniser)

    def submit(self, luma: NDArray[np.uint8], settings: ReadSettings, recogniser: Recogniser, now_s: float) -> None:
        """Track a frame, and hand it to a reader thread if tracking fails or a full reading is due.

        A frame that still waits for a reader is replaced: the newest wins. Tracking goes on meanwhile, so that what is
        held still can be kept however long a busy server takes to confirm it.

        Args:
            luma: (H, W) uint8; may change as soon as this returns.
            settings: The box and the threshold.
            recogniser: Reads.
            now_s: Time of the frame, seconds by the clock.
        """
        self._submitted_with, self._next_s = (settings, recogniser), now_s + READ_INTERVAL_S - EARLY_S
        job = _Job(luma, settings, recogniser, now_s)
        tracked = self._tracker.follow(luma, settings, recogniser)
        if tracked is not None:
            self._publish(tracked, job)
            if not self._tracker.is_due(now_s):
                return
        self._slot = job.without_surroundings()
        if not self._is_running:
            self._is_running = True
            self._run(self._read_slot)

    def _read_slot(self) -> None:
        """Read the newest frame. Runs on a reader thread."""
        job, started_s = self._slot, time.thread_time()
        try:
            if job is not None:
                self._publish(self._tracker.read(*job), job)
        except Exception as exc:  # noqa: BLE001 - nobody waits for this thread; the video's thread logs it
            self.result = WorkerResult(read_at_s=self.result.read_at_s, error=exc)
        # Processor time: a reading that waits for a core, behind the threads that code video, takes none.
        spent_s = time.thread_time() - started_s
        self._next_s = max(self._next_s, self._clock() + spent_s * (1 / MAX_READING_SHARE - 1))
        self._is_running = False

    def _publish(self, reading: Reading, job: _Job) -> None:
        with self._publishing:
            self.result = self._published(reading, job)

    def _published(self, reading: Reading, job: _Job) -> WorkerResult:
        area, now_s = job.area, self._clock()
        self._adapt(area, (job.settings, job.recogniser))
        number, shown = self._publisher.update(self._smoother.update(reading, now_s), now_s)
        read_at_s = (*recent(self.result.read_at_s, now_s), now_s)
        read_with, hold = (job.settings, job.recogniser), self.result.hold
        # If the reading is outvoted, this frame does not show what people are shown.
        if reading.text == shown.text:
            keeps_sheets = job.settings.box == "whole"
            hold = self._keeping.update(shown, job.luma, job.now_s, now_s, keeps_sheets=keeps_sheets)
        return WorkerResult(shown, annotation_of(shown), read_at_s, None, area, number, read_with, hold)

    def _adapt(self, area: FrameArea, read_with: tuple[ReadSettings, Recogniser]) -> None:
        """Scale earlier readings to another frame size; drop them if they are of another area or read otherwise."""
        before, self._area = self._area, area
        is_new = read_with != self._read_with or before is None or not area.shows_same_as(before)
        self._read_with = read_with
        if is_new or before is None:
            self._smoother, self._publisher = Smoother(), Publisher()
        elif area != before:
            self._smoother.change(lambda reading: scale_reading(reading, before, area))
