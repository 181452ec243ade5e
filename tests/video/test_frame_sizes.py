"""Tests of streams whose frames change their size, format and settings; also the fuzz target for frames."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, NamedTuple

import av
import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitcam.config import BoxName, LiveSettings
from digitcam.networks.shipped import shipped_paper
from digitcam.readings import Box
from digitcam.recognition.recogniser import Recogniser
from digitcam.video import processor as processor_module
from digitcam.video.overlay import Annotation, draw_live
from digitcam.video.planes import Planes
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import Run, run_in_pool, run_inline
from digitcam.vision.region import region_of_interest
from tests.drawing import by_width
from tests.paper import mnist_digit, page
from tests.video.test_processor import luma

FRAME_S: Final = 1 / 30
EXAMPLES: Final = 80
"""Number of random streams; with up to twelve steps each they take 15 seconds."""

FORMATS: Final = (
    *("yuv420p", "yuvj420p", "nv12", "nv21", "rgb24", "bgr24", "rgba", "gray", "yuv422p", "yuyv422", "yuv444p"),
    *("yuva420p", "yuv420p10le", "gray16le", "ya8", "yuv411p"),
)
SIZES: Final = (
    *((640, 480), (480, 360), (320, 240), (480, 640), (1280, 720), (640, 360), (641, 479), (160, 120), (96, 96)),
    *((1, 1), (1, 2), (2, 1), (3, 2), (17, 5), (5, 17), (1500, 2), (2, 1500), (1, 700), (700, 1)),
)
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


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> Marks:
    marks = Marks()
    monkeypatch.setattr(processor_module, "draw_live", marks)
    return marks


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


class Show(NamedTuple):
    """Send frames."""

    size: tuple[int, int]
    pixel_format: str
    frames: int


class Change(NamedTuple):
    """Assign settings and a recogniser."""

    live: dict[str, Any]
    recogniser: int


class Finish(NamedTuple):
    """Let the readings finish that wait."""


SIDES: Final = st.integers(1, 700)
STEPS: Final = st.one_of(
    st.builds(Show, st.sampled_from(SIZES) | st.tuples(SIDES, SIDES), st.sampled_from(FORMATS), st.integers(1, 5)),
    st.builds(
        Change,
        st.fixed_dictionaries(
            {
                "recognise": st.sampled_from([True, True, True, False]),
                "box": st.sampled_from(["digit", "number", "whole"]),
                "threshold": st.none() | st.integers(0, 255),
                "view": st.sampled_from(["camera", "computer"]),
                "mirror": st.booleans(),
            }
        ),
        st.integers(0, len(RECOGNISERS) - 1),
    ),
    st.just(Finish()),
)


@settings(deadline=None, max_examples=EXAMPLES)
@given(steps=st.lists(STEPS, min_size=2, max_size=12), way=st.sampled_from(["inline", "deferred", "pool"]))
@example(steps=[Show((640, 480), "yuv420p", 5), Show((480, 360), "nv12", 1)], way="inline")
def test_recv_random_stream_never_fails_nor_draws_outside_its_frame(
    steps: list[Show | Change | Finish], way: str
) -> None:
    deferred, marks = Deferred(), Marks()
    run: Run = {"inline": run_inline, "pool": run_in_pool}.get(way, deferred)
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="number"), run)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor_module, "draw_live", marks)
        for step in steps:
            match step:
                case Show():
                    stream.show(*step)
                case Change():
                    stream.processor.settings = LiveSettings(**step.live)
                    stream.processor.recogniser = RECOGNISERS[step.recogniser]
                case Finish():
                    deferred.run_all()


BOXES: Final[tuple[BoxName, ...]] = ("number", "whole")
SCALED: Final = (
    ((640, 480), (480, 360)),
    ((480, 360), (320, 240)),
    ((1280, 720), (640, 360)),
    ((320, 240), (640, 480)),
)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize(("before", "after"), SCALED)
def test_recv_scaled_frame_has_the_same_marks_scaled(
    marks: Marks, before: tuple[int, int], after: tuple[int, int], box: BoxName, mirror: bool
) -> None:
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box=box, mirror=mirror), Deferred())
    deferred = stream.processor._run
    assert isinstance(deferred, Deferred)
    stream.show(before)
    deferred.run_all()
    stream.show(before)
    first = marks.newest
    assert first.text.startswith("407")
    stream.show(after)
    assert marks.newest.text == first.text
    factor = after[0] / before[0]
    for old, new in zip(first.boxes, marks.newest.boxes, strict=True):
        np.testing.assert_allclose(new, np.multiply(old, factor), atol=1)
    assert stream.processor.latest().reading.text == "407"


@pytest.mark.parametrize("box", BOXES)
def test_recv_turned_frame_has_no_marks_until_it_is_read(marks: Marks, box: BoxName) -> None:
    deferred = Deferred()
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box=box), deferred)
    stream.show((640, 480))
    deferred.run_all()
    stream.show((480, 640))
    assert marks.newest == Annotation()
    assert stream.processor.latest().reading.text == ""
    stream.show((480, 640), count=4)
    deferred.run_all()
    stream.show((480, 640))
    assert marks.newest.text.startswith("407")


def test_recv_reading_finished_after_the_size_changed_is_of_its_own_size(marks: Marks) -> None:
    deferred = Deferred()
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="whole"), deferred)
    stream.show((640, 480))
    stream.show((480, 640))
    deferred.run_all()
    stream.show((480, 640))
    assert marks.newest == Annotation()
    stream.show((320, 240))
    assert marks.newest.text.startswith("407")


@pytest.mark.parametrize("run", [run_inline, run_in_pool])
def test_recv_size_that_changes_with_each_frame_does_not_fail(marks: Marks, run: Run) -> None:
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="whole"), run)
    for _ in range(10):
        for size in ((640, 480), (480, 360), (480, 640), (320, 240)):
            stream.show(size)


def test_recv_scaled_frames_never_lose_the_reading(marks: Marks) -> None:
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="number"))
    texts = []
    for size in ((640, 480), (480, 360), (320, 240), (480, 360), (640, 480)):
        for _ in range(13):
            stream.show(size)
            texts.append(stream.processor.latest().reading.text)
    assert set(texts) == {"407"}


def test_recv_other_box_has_no_marks_of_the_last_one(marks: Marks) -> None:
    deferred = Deferred()
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="whole"), deferred)
    stream.show((640, 480))
    deferred.run_all()
    stream.show((640, 480))
    assert len(marks.newest.boxes) == 3
    stream.processor.settings = LiveSettings(recognise=True, box="digit")
    stream.show((640, 480))
    assert marks.newest == Annotation()


def drawn(stream: Stream, size: tuple[int, int]) -> NDArray[np.uint8]:
    return luma(stream.processor.recv(camera_frame(size)))


def test_recv_frame_after_a_change_of_size_differs_only_inside_its_marks() -> None:
    stream, plain = (
        Stream(recogniser, LiveSettings(recognise=True, box="number")) for recogniser in (RECOGNISERS[2], None)
    )
    stream.show((640, 480), count=5)
    rows, columns = np.nonzero(drawn(stream, (320, 240)) != drawn(plain, (320, 240)))
    region = region_of_interest(320, 240, "number")
    assert region.x0 <= columns.min() <= columns.max() < region.x1
    assert rows.max() < region.y1
