"""The live video: frame in, frame out. The only file that says av.

``DigitProcessor.recv`` runs on streamlit-webrtc's worker thread, one for each camera; settings are assigned and results
are taken on the page's. Between them stand only single assignments of frozen values.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

import av
import cv2
import numpy as np
from av.video.frame import PictureType

# By name: where the caches are cold, looking them up in numpy's own table for each frame took as long as using them.
from numpy import frombuffer, uint8
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.readings import Box, Reading
from digitcam.recognition.recogniser import Recogniser, seen
from digitcam.video.overlay import Layout, Planes, draw_live, draw_seen
from digitcam.video.worker import NOTHING_KNOWN, Aside, Known, Run, at_once
from digitcam.vision.region import region_of_interest

log = logging.getLogger(__name__)

LOG_EVERY_S: Final = 10.0
"""A failing frame is logged at most this often: thirty tracebacks a second would hide the first."""

STALE_S: Final = 1.0
"""Without a new frame for so long the result is gone: STOP was pressed, or the camera unplugged."""

LOOKED_AT_S: Final = 2.0
"""The page asks four times a second. Once it has not for so long, nothing is kept for it to show."""

SHOW_EVERY_S: Final = 1 / 4
"""The box is kept for the page as often as it asks."""

STUDIO_BLACK: Final = 16
STUDIO_RANGE: Final = 219
"""Video has black at 16 and white at 235 unless it says otherwise (ITU-R BT.601)."""

FULL_RANGE: Final = 2
"""``AVCOL_RANGE_JPEG``: luma uses 0 to 255."""

NO_KEY_FRAME: Final = int(PictureType.NONE)
"""As a number: av looks the name up anew each time."""

NO_GREY: Final[NDArray[np.uint8]] = np.zeros((0, 0), np.uint8)
AS_IT_STARTS: Final = Settings()

# Sessions run in threads of their own; OpenCV's pool would make each of them fight for every core.
cv2.setNumThreads(1)


class Snapshot(NamedTuple):
    """The newest result, as the page shows it.

    Attributes:
        reading: The steady reading; empty when nothing is read or recognition is off.
        frame_ms: Time spent on the newest frame, milliseconds.
        recognised_fps: Frames recognised per second, lately.
        error: Why the newest frame went through unchanged; None if it did not.
        stalled: Frames came, and stopped coming.
        grey: (h, w) uint8, the box as the camera saw it, 1/4 s ago at most; empty before the first frame.
        settings: With which it was looked at.
    """

    reading: Reading = NOTHING_KNOWN.reading
    frame_ms: float = 0.0
    recognised_fps: float = 0.0
    error: str | None = None
    stalled: bool = False
    grey: NDArray[np.uint8] = NO_GREY
    settings: Settings = AS_IT_STARTS

    def seen(self) -> NDArray[np.uint8]:
        """What the computer sees in the box: (h, w) uint8, light ink on dark. Made now, in the caller's thread."""
        if self.reading.seen.size or not self.grey.size:
            return self.reading.seen
        return seen(self.grey, replace(self.settings, view="computer"))


_Passed: TypeAlias = tuple[float, Known, float, Exception | None, NDArray[np.uint8], Settings]
"""When the newest frame came, and of it what is known, the milliseconds, what failed, the box, with which settings. On
every frame: for the page a Snapshot is made of it when it asks, and making a tuple with names cost a microsecond."""

NEVER_S: Final = float("-inf")
NO_FRAME_YET: Final[_Passed] = (NEVER_S, NOTHING_KNOWN, 0.0, None, NO_GREY, AS_IT_STARTS)


class DigitProcessor:
    """Reads one camera's frames and draws on them.

    Attributes:
        recogniser: What reads; None if nothing can. May be assigned at any time, from any thread.
        settings: How to look; likewise.
    """

    def __init__(
        self,
        recogniser: Recogniser | None,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        run: Run = at_once,
    ) -> None:
        """Begin without a frame.

        Args:
            recogniser: What reads, if it is there already.
            settings: How to look.
            clock: Seconds; only goes forward.
            run: Where frames are read.
        """
        self.recogniser = recogniser
        self.settings = settings
        self._clock, self._run = clock, run
        self._aside: Aside | None = None
        self._latest: _Passed = NO_FRAME_YET
        self._grey = NO_GREY
        self._looked_s = self._kept_s = NEVER_S
        self._logged_s = NEVER_S

    def latest(self) -> Snapshot:
        """Return the newest result, without waiting; an empty one once the frames stop coming. Any thread."""
        at_s, known, frame_ms, error, grey, settings = self._latest
        self._looked_s = now = self._clock()
        if now - at_s >= STALE_S:
            return Snapshot(stalled=at_s > NEVER_S)
        why = None if error is None else f"{type(error).__name__}: {error}"
        return Snapshot(known.reading, frame_ms, known.fps(now), why, False, grey, settings)

    def forget(self) -> None:
        """Drop the newest result: the stream has been stopped. Any thread."""
        self._latest = NO_FRAME_YET
        self._grey, self._kept_s = NO_GREY, NEVER_S

    def recv(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Draw the box and what is read in it.

        Never raises: streamlit-webrtc ends the stream for good at the first exception.

        Args:
            frame: Any size and pixel format. A yuv420p one is drawn on; if its decoder still refers to its pixels, it
                gets others of its own first.

        Returns:
            ``frame`` itself if it is yuv420p or anything failed; otherwise a new one with the same time stamps.
        """
        started, now = time.perf_counter(), self._clock()
        try:
            shown, looking, known = self._process(frame, now)
            error = known.error
        except Exception as exc:  # noqa: BLE001 - see above
            shown, looking, known, error = frame, self.settings, NOTHING_KNOWN, exc
            self._grey, self._kept_s = NO_GREY, NEVER_S
        if error is not None:
            self._log(error, now)
        self._latest = (now, known, 1000 * (time.perf_counter() - started), error, self._grey, looking)
        return shown

    def _process(self, frame: av.VideoFrame, now: float) -> tuple[av.VideoFrame, Settings, Known]:
        settings = self.settings
        shown = frame if frame.format.name == "yuv420p" else _converted(frame)
        # Copies only if there is another reference: decoders of H.264 predict the next frames from this one's pixels.
        # That of VP8 hands out a copy of its own.
        shown.make_writable()
        # A decoded key frame is marked as one, and would be encoded as one too, ten times as large.
        shown.pict_type = NO_KEY_FRAME
        planes = _planes(shown)
        looking = settings if settings.threshold is None else _with_luma(settings, frame.color_range == FULL_RANGE)
        recogniser = self.recogniser
        if looking.recognise and recogniser is not None:
            known = self._known(planes, looking, recogniser, now)
        else:
            known, self._aside = NOTHING_KNOWN, None
        region = region_of_interest(planes.layout.width, planes.layout.height, settings.box)
        if now - self._kept_s >= SHOW_EVERY_S and now - self._looked_s < LOOKED_AT_S:
            # A copy, for the page.
            self._grey, self._kept_s = _cut_out(planes, region).copy(), now
        if settings.view == "computer":
            draw_seen(planes, Reading(region=region, seen=seen(_cut_out(planes, region), looking)))
        draw_live(planes, region, known.marks, mirror_first=settings.mirror)
        return shown, looking, known

    def _known(self, planes: Planes, looking: Settings, recogniser: Recogniser, now: float) -> Known:
        """What is read; on the way, the frame is looked at if it is time."""
        if self._aside is None:
            self._aside = Aside(self._clock, self._run)
        if self._aside.due(looking, recogniser, now):
            self._aside.look(planes.luma, looking, recogniser, now)
        return self._aside.known

    def _log(self, error: Exception, now: float) -> None:
        if now - self._logged_s >= LOG_EVERY_S:
            self._logged_s = now
            log.error("a frame went through unread", exc_info=error)


@lru_cache(maxsize=64)
def _with_luma(settings: Settings, full_range: bool) -> Settings:
    """The slider's grey value as luma: moving one number is cheaper than stretching the picture."""
    if settings.threshold is None or full_range:
        return settings
    return replace(settings, threshold=STUDIO_BLACK + round(settings.threshold * STUDIO_RANGE / 255))


def _converted(frame: av.VideoFrame) -> av.VideoFrame:
    """The same as yuv420p, time stamps included."""
    shown = frame.reformat(format="yuv420p")
    shown.pts = frame.pts
    if frame.time_base is not None:
        shown.time_base = frame.time_base
    return shown


def _planes(frame: av.VideoFrame) -> Planes:
    # A plane gives its bytes away, though its type does not say so.
    planes: Any = frame.planes
    y, u, v = planes
    # Past the constructors, which are Python's: two microseconds where the caches are cold.
    layout = tuple.__new__(Layout, (y.height, y.width, y.line_size, u.line_size))
    return tuple.__new__(Planes, (frombuffer(y, uint8), frombuffer(u, uint8), frombuffer(v, uint8), layout))


def _cut_out(planes: Planes, region: Box) -> NDArray[np.uint8]:
    """The grey picture in the box, a view."""
    x0, y0, x1, y1 = region
    return planes.luma[y0:y1, x0:x1]
