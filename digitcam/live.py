"""The live video: frame in, frame out. The only file that says av.

``DigitProcessor.recv`` runs on streamlit-webrtc's worker thread, one for each camera; settings are assigned and results
are taken on the page's. Between them stand only single assignments of frozen values.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.readings import Reading
from digitcam.recogniser import Recogniser, cut_out, seen
from digitcam.smoothing import Smoother
from digitcam.vision.overlay import Planes, draw_live, draw_seen

log = logging.getLogger(__name__)

LOG_EVERY_S: Final = 10.0
"""A failing frame is logged at most this often: thirty tracebacks a second would hide the first."""

STALE_S: Final = 1.0
"""Without a new frame for so long the result is gone: STOP was pressed, or the camera unplugged."""

RATE_WINDOW_S: Final = 2.0
"""Recognised frames per second are counted over this time."""

READ_EVERY_S: Final = 1 / 15
"""More readings a second than this no eye can tell apart; the last one is drawn on every frame."""

BUSY: Final = 0.5
"""Share of the time that reading may take: a large box is read less often, so that the video stays fluent."""

STUDIO_BLACK: Final = 16
STUDIO_RANGE: Final = 219
"""Video has black at 16 and white at 235 unless it says otherwise (ITU-R BT.601)."""

FULL_RANGE: Final = 2
"""``AVCOL_RANGE_JPEG``: luma uses 0 to 255."""

NO_GREY: Final[NDArray[np.uint8]] = np.zeros((0, 0), np.uint8)

# Sessions run in threads of their own; OpenCV's pool would make each of them fight for every core.
cv2.setNumThreads(1)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The newest result, as the page shows it.

    Attributes:
        reading: The steady reading; empty when nothing is read or recognition is off.
        frame_ms: Time spent on the newest frame, milliseconds.
        recognised_fps: Frames recognised per second, lately.
        error: Why the newest frame went through unchanged; None if it did not.
        stalled: Frames came, and stopped coming.
        grey: (h, w) uint8, the newest frame's box as the camera saw it; empty before the first.
    """

    reading: Reading = field(default_factory=Reading)
    frame_ms: float = 0.0
    recognised_fps: float = 0.0
    error: str | None = None
    stalled: bool = False
    grey: NDArray[np.uint8] = field(default_factory=lambda: NO_GREY)


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
        self._logged_s = float("-inf")

    def latest(self) -> Snapshot:
        """Return the newest result, without waiting; an empty one once the frames stop coming. Any thread."""
        latest, at_s = self._latest
        if self._clock() - at_s < STALE_S:
            return latest
        return Snapshot(stalled=at_s > NO_FRAME_YET[1])

    def forget(self) -> None:
        """Drop the newest result: the stream has been stopped. Any thread."""
        self._latest = NO_FRAME_YET

    def recv(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Draw the box and what is read in it.

        Never raises: streamlit-webrtc ends the stream for good at the first exception.

        Args:
            frame: Any size and pixel format; not changed, since its decoder may still refer to it.

        Returns:
            A new yuv420p frame with the same time stamps; ``frame`` itself if anything failed.
        """
        started = time.perf_counter()
        try:
            shown, reading, grey = self._process(frame)
            error = None
        except Exception as exc:  # noqa: BLE001 - see above
            self._log(exc)
            shown, reading, grey, error = frame, Reading(), NO_GREY, f"{type(exc).__name__}: {exc}"
        frame_ms = 1000 * (time.perf_counter() - started)
        snapshot = Snapshot(reading, frame_ms, self._rate(), error, grey=grey)
        self._latest = (snapshot, self._clock())
        return shown

    def _process(self, frame: av.VideoFrame) -> tuple[av.VideoFrame, Reading, NDArray[np.uint8]]:
        settings, recogniser = self.settings, self.recogniser
        shown = _copy(frame)
        planes = _planes(shown)
        looking = replace(settings, threshold=_luma_threshold(settings.threshold, frame))
        if not settings.recognise or recogniser is None:
            self._start_afresh()
        elif self._due(looking, recogniser):
            self._read(planes.y, looking, recogniser)
        newest = _look(planes.y, looking)
        x0, y0, x1, y1 = newest.region
        grey = planes.y[y0:y1, x0:x1].copy()
        draw_seen(planes, newest)
        draw_live(planes, newest.region, self._steady, mirror_first=settings.mirror)
        return shown, self._steady, grey

    def _start_afresh(self) -> None:
        self._smoother = Smoother()
        self._steady = Reading()
        self._next_s = float("-inf")
        self._read_with: tuple[Settings, Recogniser] | None = None

    def _due(self, looking: Settings, recogniser: Recogniser) -> bool:
        """Whether this frame is to be read: some time after the last one, and at once after a change."""
        return self._clock() >= self._next_s or self._read_with != (looking, recogniser)

    def _read(self, luma: NDArray[np.uint8], looking: Settings, recogniser: Recogniser) -> None:
        started = self._clock()
        # With what the computer sees, which the page shows in any view.
        newest = recogniser.read(luma, replace(looking, view="computer"))
        ended = self._clock()
        self._recognised_s.append(ended)
        self._steady = self._smoother.update(newest, ended)
        self._read_with = looking, recogniser
        # A millisecond early: thirty frames a second are never quite even, and would be read ten times.
        self._next_s = max(started + READ_EVERY_S - 1e-3, ended + (ended - started) * (1 / BUSY - 1))

    def _rate(self) -> float:
        now = self._clock()
        while self._recognised_s and self._recognised_s[0] <= now - RATE_WINDOW_S:
            self._recognised_s.popleft()
        return len(self._recognised_s) / RATE_WINDOW_S

    def _log(self, exc: Exception) -> None:
        now = self._clock()
        if now - self._logged_s >= LOG_EVERY_S:
            self._logged_s = now
            log.error("a frame went through unread", exc_info=exc)


def _look(luma: NDArray[np.uint8], settings: Settings) -> Reading:
    """What the computer sees without reading."""
    region, grey = cut_out(luma, settings.box)
    return Reading(region=region, seen=seen(grey, settings))


def _luma_threshold(threshold: int | None, frame: av.VideoFrame) -> int | None:
    """The slider's grey value as luma: moving one number is cheaper than stretching the picture."""
    if threshold is None or frame.color_range == FULL_RANGE:
        return threshold
    return STUDIO_BLACK + round(threshold * STUDIO_RANGE / 255)


def _copy(frame: av.VideoFrame) -> av.VideoFrame:
    """A yuv420p copy to draw on, time stamps and colour range included."""
    source = frame if frame.format.name == "yuv420p" else frame.reformat(format="yuv420p")
    copy = av.VideoFrame(source.width, source.height, "yuv420p")
    for to, of in zip(copy.planes, source.planes, strict=True):
        _array(to)[:] = _array(of)
    copy.pts, copy.color_range = frame.pts, source.color_range
    if frame.time_base is not None:
        copy.time_base = frame.time_base
    return copy


def _planes(frame: av.VideoFrame) -> Planes:
    y, u, v = (_array(plane) for plane in frame.planes)
    return Planes(y, u, v)


def _array(plane: av.video.plane.VideoPlane) -> NDArray[np.uint8]:
    """A view (height, width) uint8 of a plane; its rows may be padded."""
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
