"""Tests of streams whose frames change their size, format and settings; also the fuzz target for frames."""

from typing import Any, Final, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitcam.config import BoxName, LiveSettings
from digitcam.video import processor as processor_module
from digitcam.video.overlay import Annotation
from digitcam.video.worker import Run, run_in_pool, run_inline
from digitcam.vision.region import region_of_interest
from tests.video.streams import RECOGNISERS, Deferred, Marks, Stream, camera_frame
from tests.video.test_processor import luma

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


class Pause(NamedTuple):
    """Send nothing for a while."""

    seconds: float
    is_stopped: bool


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
                "keep": st.booleans(),
            }
        ),
        st.integers(0, len(RECOGNISERS) - 1),
    ),
    st.just(Finish()),
    st.builds(Pause, st.sampled_from([0.2, 2.0, 200.0]), st.booleans()),
)


@settings(deadline=None, max_examples=EXAMPLES)
@given(steps=st.lists(STEPS, min_size=2, max_size=12), way=st.sampled_from(["inline", "deferred", "pool"]))
@example(steps=[Show((640, 480), "yuv420p", 5), Show((480, 360), "nv12", 1)], way="inline")
def test_recv_random_stream_never_fails_nor_draws_outside_its_frame(
    steps: list[Show | Change | Finish | Pause], way: str
) -> None:
    deferred, marks = Deferred(), Marks()
    run: Run = {"inline": run_inline, "pool": run_in_pool}.get(way, deferred)
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="number", keep=True), run)
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
                case Pause():
                    stream.now_s += step.seconds
                    if step.is_stopped:
                        stream.processor.forget()
                    stream.processor.latest()


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
