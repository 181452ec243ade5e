"""The live video: frame in, frame out. The only file that says av.

``DigitProcessor.recv`` runs on streamlit-webrtc's worker thread, one for each camera; settings are assigned and results
are taken on the page's. Between them stand only single assignments of frozen values.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, NamedTuple

import av
import cv2
import numpy as np
from av.video.frame import PictureType
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.following import Follower
from digitcam.readings import Box, Reading
from digitcam.recogniser import Recogniser, seen
from digitcam.smoothing import READ_EVERY_S, Smoother
from digitcam.vision.overlay import Layout, Planes, draw_live, draw_seen
from digitcam.vision.region import region_of_interest

log = logging.getLogger(__name__)

LOG_EVERY_S: Final = 10.0
"""A failing frame is logged at most this often: thirty tracebacks a second would hide the first."""

STALE_S: Final = 1.0
"""Without a new frame for so long the result is gone: STOP was pressed, or the camera unplugged."""

RATE_WINDOW_S: Final = 2.0
"""Recognised frames per second are counted over this time."""

BUSY: Final = 0.5
"""Share of the time that reading may take: a large box, or a machine with many sessions, is read less often, so that
the video stays fluent."""

LOOKED_AT_S: Final = 2.0
"""The page asks four times a second. Once it has not for so long, nothing is kept for it to show."""

SHOW_EVERY_S: Final = 1 / 10
"""The box is kept for the page at most this often."""

STUDIO_BLACK: Final = 16
STUDIO_RANGE: Final = 219
"""Video has black at 16 and white at 235 unless it says otherwise (ITU-R BT.601)."""

FULL_RANGE: Final = 2
"""``AVCOL_RANGE_JPEG``: luma uses 0 to 255."""

NO_KEY_FRAME: Final = int(PictureType.NONE)
"""As a number: av looks the name up anew each time."""

NO_GREY: Final[NDArray[np.uint8]] = np.zeros((0, 0), np.uint8)
NOTHING: Final = Reading()
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
        grey: (h, w) uint8, the box as the camera saw it, a tenth of a second ago at most; empty before the first frame.
        settings: With which it was looked at.
    """

    reading: Reading = NOTHING
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


NO_FRAME_YET: Final = (Snapshot(), float("-inf"))


class DigitProcessor:
    """Reads one camera's frames and draws on them.

    Attributes:
        recogniser: What reads; None if nothing can. May be assigned at any time, from any thread.
        settings: How to look; likewise.
    """

    def __init__(
        self, recogniser: Recogniser | None, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.recogniser = recogniser
        self.settings = settings
        self._clock = clock
        self._start_afresh()
        self._recognised_s: deque[float] = deque()
        self._latest = NO_FRAME_YET
        self._grey = NO_GREY
        self._looked_s = self._kept_s = float("-inf")
        self._logged_s = float("-inf")

    def latest(self) -> Snapshot:
        """Return the newest result, without waiting; an empty one once the frames stop coming. Any thread."""
        latest, at_s = self._latest
        self._looked_s = now = self._clock()
        if now - at_s < STALE_S:
            return latest
        return Snapshot(stalled=at_s > NO_FRAME_YET[1])

    def forget(self) -> None:
        """Drop the newest result: the stream has been stopped. Any thread."""
        self._latest = NO_FRAME_YET
        self._grey = NO_GREY

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
            shown, looking = self._process(frame, now)
            reading, error = self._steady, None
        except Exception as exc:  # noqa: BLE001 - see above
            self._log(exc)
            self._grey = NO_GREY
            shown, looking, reading, error = frame, self.settings, NOTHING, f"{type(exc).__name__}: {exc}"
        frame_ms = 1000 * (time.perf_counter() - started)
        snapshot = Snapshot(reading, frame_ms, self._rate(now), error, False, self._grey, looking)
        self._latest = (snapshot, now)
        return shown

    def _process(self, frame: av.VideoFrame, now: float) -> tuple[av.VideoFrame, Settings]:
        settings, recogniser = self.settings, self.recogniser
        shown = _to_draw_on(frame)
        planes = _planes(shown)
        looking = _with_luma_threshold(settings, frame)
        if not settings.recognise or recogniser is None:
            if self._read_with is not None:
                self._start_afresh()
        elif self._due(looking, recogniser, now):
            self._read(planes.luma, looking, recogniser, now)
        region = region_of_interest(shown.width, shown.height, settings.box)
        self._keep(planes, region, now)
        if settings.view == "computer":
            draw_seen(planes, Reading(region=region, seen=seen(_cut_out(planes, region), looking)))
        draw_live(planes, region, self._steady, mirror_first=settings.mirror)
        return shown, looking

    def _keep(self, planes: Planes, region: Box, now: float) -> None:
        """Keep a copy of the box if somebody looks."""
        if now - self._looked_s < LOOKED_AT_S and (now - self._kept_s >= SHOW_EVERY_S or not self._grey.size):
            self._grey, self._kept_s = _cut_out(planes, region).copy(), now

    def _start_afresh(self) -> None:
        self._smoother = Smoother()
        self._follower = Follower()
        self._steady = NOTHING
        self._next_s = float("-inf")
        self._read_with: tuple[Settings, Recogniser] | None = None

    def _due(self, looking: Settings, recogniser: Recogniser, now: float) -> bool:
        """Whether this frame is to be read: some time after the last one, and at once after a change."""
        return now >= self._next_s or self._read_with != (looking, recogniser)

    def _read(self, luma: NDArray[np.uint8], looking: Settings, recogniser: Recogniser, started: float) -> None:
        # What the computer sees is made when it is looked at.
        newest = self._follower.read(luma, replace(looking, view="camera"), recogniser, started)
        ended = self._clock()
        self._recognised_s.append(ended)
        self._steady = self._smoother.update(newest, ended)
        self._read_with = looking, recogniser
        # A millisecond early: thirty frames a second are never quite even, and would be read ten times.
        self._next_s = max(started + READ_EVERY_S - 1e-3, ended + (ended - started) * (1 / BUSY - 1))

    def _rate(self, now: float) -> float:
        while self._recognised_s and self._recognised_s[0] <= now - RATE_WINDOW_S:
            self._recognised_s.popleft()
        return len(self._recognised_s) / RATE_WINDOW_S

    def _log(self, exc: Exception) -> None:
        now = self._clock()
        if now - self._logged_s >= LOG_EVERY_S:
            self._logged_s = now
            log.error("a frame went through unread", exc_info=exc)


def _with_luma_threshold(settings: Settings, frame: av.VideoFrame) -> Settings:
    """The slider's grey value as luma: moving one number is cheaper than stretching the picture."""
    if settings.threshold is None or frame.color_range == FULL_RANGE:
        return settings
    return replace(settings, threshold=STUDIO_BLACK + round(settings.threshold * STUDIO_RANGE / 255))


def _to_draw_on(frame: av.VideoFrame) -> av.VideoFrame:
    """A yuv420p frame whose pixels nobody else refers to, time stamps included: ``frame`` itself if it can be."""
    if frame.format.name != "yuv420p":
        shown = frame.reformat(format="yuv420p")
        shown.pts = frame.pts
        if frame.time_base is not None:
            shown.time_base = frame.time_base
    else:
        shown = frame
        # Copies only if there is another reference: decoders of H.264 predict the next frames from this one's pixels.
        # That of VP8 hands out a copy of its own.
        shown.make_writable()
    # A decoded key frame is marked as one, and would be encoded as one too, ten times as large.
    shown.pict_type = NO_KEY_FRAME
    return shown


def _planes(frame: av.VideoFrame) -> Planes:
    y, u, v = frame.planes
    layout = Layout(y.height, y.width, y.line_size, u.line_size)
    return Planes(_memory(y), _memory(u), _memory(v), layout)


def _memory(plane: Any) -> NDArray[np.uint8]:
    """A view of all bytes of a plane; it gives them away, though its type does not say so."""
    return np.frombuffer(plane, np.uint8)


def _cut_out(planes: Planes, region: Box) -> NDArray[np.uint8]:
    """The grey picture in the box, a view."""
    x0, y0, x1, y1 = region
    return planes.luma[y0:y1, x0:x1]
