"""The video processor: streamlit-webrtc's frame callback.

`DigitProcessor.recv` runs on streamlit-webrtc's worker thread, one per camera. The page's thread assigns settings and
takes results. Between them stand only single assignments of frozen values.
"""

import logging
import time
from collections.abc import Callable
from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import LiveSettings, ReadSettings
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.view import computer_view
from digitcam.video.areas import FrameArea
from digitcam.video.copies import NEVER_S, BoxCopies
from digitcam.video.frames import FULL_RANGE, frame_planes, writable_yuv420p
from digitcam.video.hold_drawing import draw_hold
from digitcam.video.keeping import Keeping
from digitcam.video.luma import prepare_settings
from digitcam.video.newest import NO_FRAME, NewestFrame
from digitcam.video.overlay import draw_live, draw_picture
from digitcam.video.planes import Planes
from digitcam.video.result import NO_RESULT, WorkerResult
from digitcam.video.snapshot import NO_GREY, Snapshot
from digitcam.video.worker import ReadingWorker, Run, run_inline

log = logging.getLogger(__name__)

LOG_INTERVAL_S: Final = 10.0
"""Minimum interval between two logged errors, seconds: thirty tracebacks a second would hide the first."""

STALLED_S: Final = 1.0
"""Time without a frame after which results are dropped, seconds: STOP was pressed, or the camera unplugged."""

# One thread per call: sessions run in threads of their own, and OpenCV's pool would make each fight for every core.
cv2.setNumThreads(1)


class DigitProcessor:
    """Reads one camera's frames and draws on them.

    Attributes:
        recogniser: Reads; None while there is none. Any thread may assign it at any time.
        keeping: Keeps readings; its queue has those that the page has not stored yet.
    """

    def __init__(
        self,
        recogniser: Recogniser | None,
        settings: LiveSettings,
        clock: Callable[[], float] = time.monotonic,
        run: Run = run_inline,
    ) -> None:
        """Start without a frame.

        Args:
            recogniser: Reads, if it is there already.
            settings: How to read and draw.
            clock: Returns seconds; only goes forward.
            run: Runs readings; `digitcam.video.worker.run_in_pool` keeps them off the video's thread.
        """
        self.recogniser = recogniser
        self.keeping = Keeping()
        self.settings = settings
        self._clock, self._run = clock, run
        self._worker: ReadingWorker | None = None
        self._newest = NO_FRAME
        self._copies = BoxCopies()
        self._logged_s = NEVER_S

    @property
    def settings(self) -> LiveSettings:
        """How to read and draw. Any thread may assign it at any time."""
        return self._settings.live

    @settings.setter
    def settings(self, settings: LiveSettings) -> None:
        self._settings = prepare_settings(settings)
        self.keeping.turn(settings.keep)

    def latest(self) -> Snapshot:
        """Return the newest result without waiting; an empty one when frames stop coming. Any thread may call."""
        newest, now_s = self._newest, self._clock()
        newest = newest.under(self._settings.for_range(newest.is_full_range))
        self._copies.poll(now_s)
        if now_s - newest.at_s >= STALLED_S:
            return Snapshot(stalled=newest.at_s > NEVER_S, kept=self.keeping.queue.count)
        error = None if newest.error is None else f"{type(newest.error).__name__}: {newest.error}"
        return Snapshot(
            reading=newest.result.reading,
            frame_ms=newest.frame_ms,
            recognised_fps=newest.result.recognised_fps(now_s),
            error=error,
            grey=newest.grey,
            settings=newest.settings,
            recogniser=newest.recogniser,
            number=newest.result.number,
            kept=self.keeping.queue.count,
            keeps_up=self.keeping.keeps_up(now_s),
            is_full_range=newest.is_full_range,
        )

    def forget(self) -> None:
        """Drop the newest result when the stream has been stopped. Any thread may call."""
        self._newest = NO_FRAME
        self._copies.forget()
        self.keeping.see_nothing(self._clock())

    def recv(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Draw the box and what is read in it.

        Never raises: streamlit-webrtc ends the stream for good at the first exception.

        Args:
            frame: Any size and pixel format. A yuv420p frame is drawn on; if its decoder still refers to its pixels,
                they are copied first.

        Returns:
            ``frame`` itself if it is yuv420p or anything failed; otherwise a converted one with the same time stamps.
        """
        started, now_s, settings, recogniser = time.perf_counter(), self._clock(), self._settings, self.recogniser
        is_full_range = False
        try:
            is_full_range = frame.color_range == FULL_RANGE
            shown, result, grey = self._process(
                frame, settings.live, settings.for_range(is_full_range), recogniser, now_s
            )
            error = result.error
        except Exception as exc:  # noqa: BLE001 - see above
            shown, result, grey, error = frame, NO_RESULT, NO_GREY, exc
            self._copies.forget()
        if error is not None:
            self._log(error, now_s)
        frame_ms = 1000 * (time.perf_counter() - started)
        read_settings = settings.for_range(is_full_range)
        self._newest = NewestFrame(now_s, result, frame_ms, error, grey, read_settings, is_full_range, recogniser)
        return shown

    def _process(
        self,
        frame: av.VideoFrame,
        settings: LiveSettings,
        read_settings: ReadSettings,
        recogniser: Recogniser | None,
        now_s: float,
    ) -> tuple[av.VideoFrame, WorkerResult, NDArray[np.uint8]]:
        shown = writable_yuv420p(frame)
        planes = frame_planes(shown)
        area = FrameArea(planes.layout.width, planes.layout.height, settings.box)
        reader = recogniser if settings.recognise else None
        result = self._read(planes, read_settings, reader, now_s).on(area)
        region, grey = area.region, self._copies.update(planes, area, result.number, now_s)
        if settings.view == "computer":
            draw_picture(planes, region, computer_view(planes.grey(region), read_settings.threshold, recogniser))
        draw_live(planes, region, result.annotation, mirror=settings.mirror)
        draw_hold(planes, region, result.hold, now_s, mirror=settings.mirror, flash=settings.flash)
        return shown, result, grey

    def _read(
        self, planes: Planes, settings: ReadSettings, recogniser: Recogniser | None, now_s: float
    ) -> WorkerResult:
        """Hand the frame to the worker if it is due; return the worker's newest result with these settings."""
        if recogniser is None:
            if self._worker is not None:
                self.keeping.see_nothing(now_s)
            self._worker = None
            return NO_RESULT
        # After a pause the camera may show something else: what was read before it is not drawn.
        if self._worker is None or now_s - self._newest.at_s >= STALLED_S:
            self._worker = ReadingWorker(self._clock, self._run, self.keeping)
        if self._worker.is_due(settings, recogniser, now_s):
            self._worker.submit(planes.luma, settings, recogniser, now_s)
        return self._worker.result.by(settings, recogniser)

    def _log(self, error: Exception, now_s: float) -> None:
        if now_s - self._logged_s >= LOG_INTERVAL_S:
            self._logged_s = now_s
            log.error("a frame was shown unchanged", exc_info=error)
