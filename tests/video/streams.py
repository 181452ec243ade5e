"""A video stream of frames that show 4, 0 and 7, and what is drawn on them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

import av
import cv2
import numpy as np

from digitcam.config import LiveSettings
from digitcam.networks.shipped import shipped_paper
from digitcam.readings import Box
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.overlay import Annotation, draw_live
from digitcam.video.planes import Planes
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import Run, run_inline
from digitcam.vision.region import region_of_interest
from tests.drawing import by_width
from tests.paper import mnist_digit, page

FRAME_S: Final = 1 / 30
SHEET: Final = page(mnist_digit(4), mnist_digit(0), mnist_digit(7))[:, :, 1]
RECOGNISERS: Final = (None, Recogniser(classic=by_width), Recogniser(by_width, shipped_paper()))


def camera_frame(size: tuple[int, int], pixel_format: str = "yuv420p", pts: int = 0) -> av.VideoFrame:
    """Return a frame that shows 4, 0 and 7, scaled to a width and height."""
    grey = np.asarray(cv2.resize(SHEET, size, interpolation=cv2.INTER_AREA), np.uint8)
    frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format=pixel_format)
    frame.pts, frame.time_base = pts, Fraction(1, 90_000)
    return frame


class Marks:
    """What the processor draws on each frame."""

    def __init__(self) -> None:
        self.newest = Annotation()

    def __call__(self, planes: Planes, region: Box, annotation: Annotation, *, mirror: bool) -> None:
        height, width, _, _ = planes.layout
        assert not annotation.text or annotation.region == region
        assert region.clipped(Box(0, 0, width, height)) == region
        assert all(box.has_pixels and box.clipped(region) == box for box in annotation.boxes)
        self.newest = annotation
        draw_live(planes, region, annotation, mirror=mirror)


class Deferred:
    """Runs readings only when told to."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def __call__(self, job: Callable[[], None]) -> None:
        self.jobs.append(job)

    def run_all(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()


class Stream:
    """A processor whose clock goes by a frame with each frame."""

    def __init__(self, recogniser: Recogniser | None, live: LiveSettings, run: Run = run_inline) -> None:
        self.now_s = 0.0
        self.processor = DigitProcessor(recogniser, live, clock=lambda: self.now_s, run=run)
        self.processor.latest()

    def show(self, size: tuple[int, int], pixel_format: str = "yuv420p", count: int = 1) -> None:
        """Send frames; check that each comes back in its size, without an error and with marks of its own size."""
        for _ in range(count):
            self.now_s += FRAME_S
            frame = camera_frame(size, pixel_format, round(self.now_s * 90_000))
            shown = self.processor.recv(frame)
            assert (shown.width, shown.height, shown.format.name) == (*size, "yuv420p")
            assert (shown.pts, shown.time_base) == (frame.pts, frame.time_base)
            self.check(size)

    def check(self, size: tuple[int, int]) -> None:
        newest = self.processor.latest()
        region = region_of_interest(*size, self.processor.settings.box)
        assert newest.error is None
        assert newest.grey.shape == (region.height, region.width)
        assert all(digit.box.clipped(region) == digit.box for digit in newest.reading.digits)
