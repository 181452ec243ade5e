"""Tests of streams that pause: STOP and START were pressed, or no frames came for a while."""

from typing import Final

import pytest

from digitcam.config import LiveSettings
from digitcam.video.overlay import NO_ANNOTATION
from digitcam.video.processor import STALLED_S
from tests.video.streams import RECOGNISERS, Deferred, Marks, Stream

SIZE: Final = (640, 480)


@pytest.fixture
def deferred() -> Deferred:
    return Deferred()


@pytest.fixture
def stream(marks: Marks, deferred: Deferred) -> Stream:
    """Return a stream that shows 407 with its marks. It reads no further frame until `deferred.run_all` is called."""
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, box="whole"), deferred)
    stream.show(SIZE)
    deferred.run_all()
    stream.show(SIZE)
    assert marks.newest.text.startswith("407")
    return stream


def test_recv_first_frame_after_a_pause_has_no_marks_until_it_is_read(
    stream: Stream, deferred: Deferred, marks: Marks
) -> None:
    stream.now_s += STALLED_S
    stream.show(SIZE)
    assert marks.newest == NO_ANNOTATION
    assert stream.processor.latest().number == 0
    deferred.run_all()
    stream.show(SIZE)
    assert marks.newest.text.startswith("407")


def test_recv_first_frame_after_forget_has_no_marks_until_it_is_read(
    stream: Stream, deferred: Deferred, marks: Marks
) -> None:
    stream.processor.forget()
    stream.show(SIZE)
    assert marks.newest == NO_ANNOTATION
    deferred.run_all()
    stream.show(SIZE)
    assert marks.newest.text.startswith("407")


def test_recv_reading_finished_after_a_pause_is_not_shown(stream: Stream, deferred: Deferred, marks: Marks) -> None:
    stream.now_s += STALLED_S / 2
    stream.processor.settings = LiveSettings(recognise=True, box="whole", threshold=100)
    stream.show(SIZE)
    assert deferred.jobs
    late = deferred.jobs.pop()
    stream.now_s += STALLED_S
    late()
    stream.show(SIZE)
    assert marks.newest == NO_ANNOTATION


def test_recv_frames_a_little_late_keep_their_marks(stream: Stream, marks: Marks) -> None:
    stream.now_s += 0.9 * STALLED_S
    stream.show(SIZE)
    assert marks.newest.text.startswith("407")
