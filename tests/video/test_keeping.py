"""What the video keeps, and the picture of it."""

import threading
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import BoxName, LiveSettings, View
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.keeper import FLASH_S
from digitcam.video.keeping import Keeping, share_kept
from digitcam.video.kept import MARGIN, MAX_WAITING, PICTURE_SIDE_PX, KeptQueue, KeptReading, picture_of
from digitcam.vision.region import region_of_interest
from tests.drawing import by_width, paper, stroke
from tests.video.streams import FRAME_S, RECOGNISERS, SHEET, Deferred, Stream, camera_frame
from tests.video.test_frame_sizes import FORMATS
from tests.video.test_processor import as_frame, luma

NUMBER: Final = LiveSettings(recognise=True, box="number", keep=True)
SECOND: Final = round(1 / FRAME_S)
"""Frames in a second."""

LONG_ENOUGH: Final = round(1.3 * SECOND)
"""Frames after which a number is kept."""

CAMERA_SIZES: Final = ((640, 480), (480, 360), (320, 240), (480, 640), (1280, 720), (641, 479))


def digit(box: Box, label: int = 1) -> Digit:
    return Digit(label, 0.9, box, np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


def reading_of(*lines: tuple[Box, ...], region: Box) -> Reading:
    return Reading(tuple(tuple(map(digit, line)) for line in lines), region)


def taken(stream: Stream) -> list[KeptReading]:
    """Take everything that waits."""
    queue, all_kept = stream.processor.keeping.queue, []
    while (kept := queue.oldest()) is not None:
        all_kept.append(kept)
        queue.drop_oldest()
    return all_kept


def difference(picture: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the mean difference of two pictures of the same part, grey levels."""
    height, width = picture.shape
    same_size = cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA).astype(float)
    return float(np.abs(same_size - picture).mean())


@pytest.mark.parametrize(("box", "mirror"), [("number", False), ("number", True), ("whole", True)])
@pytest.mark.parametrize("size", CAMERA_SIZES)
def test_recv_kept_picture_is_the_number_as_written_never_mirrored(
    size: tuple[int, int], box: BoxName, mirror: bool
) -> None:
    stream = Stream(RECOGNISERS[2], replace(NUMBER, box=box, mirror=mirror))
    stream.show(size, count=LONG_ENOUGH)
    (kept,) = taken(stream)
    assert kept.reading.text == "407"
    assert max(kept.picture.shape) <= PICTURE_SIDE_PX
    frame = luma(camera_frame(size))
    left, top, _, _ = np.min([digit.box for digit in kept.reading.digits], 0)
    _, _, right, bottom = np.max([digit.box for digit in kept.reading.digits], 0)
    margin = round(MARGIN * max(digit.box.height for digit in kept.reading.digits))
    part = Box(left - margin, top - margin, right + margin, bottom + margin).clipped(region_of_interest(*size, box))
    written = frame[part.rows, part.columns]
    assert difference(kept.picture, written) < 1
    assert difference(kept.picture, np.asarray(written[:, ::-1])) > 5


@pytest.mark.parametrize("pixel_format", FORMATS)
def test_recv_every_format_is_kept_with_its_picture(pixel_format: str) -> None:
    stream = Stream(RECOGNISERS[1], NUMBER)
    stream.show((640, 480), pixel_format, count=LONG_ENOUGH)
    (kept,) = taken(stream)
    assert len(kept.reading.text) == 3
    assert np.ptp(kept.picture) > 60


@pytest.mark.parametrize("view", ["camera", "computer"])
def test_recv_kept_picture_has_nothing_that_was_drawn(view: View) -> None:
    stream = Stream(RECOGNISERS[2], replace(NUMBER, view=view))
    stream.show((640, 480), count=LONG_ENOUGH)
    (kept,) = taken(stream)
    frame = luma(camera_frame((640, 480)))
    assert frame.min() - 2 <= kept.picture.min()
    assert np.median(kept.picture) == pytest.approx(np.median(frame), abs=8)


def test_recv_read_on_another_thread_keeps_the_frame_that_was_read() -> None:
    deferred = Deferred()
    stream = Stream(Recogniser(by_width), LiveSettings(recognise=True, keep=True), deferred)
    for number in range(2 * SECOND):
        grey = paper(480, 640, 210 if number % 6 == 0 else 120)
        stroke(grey, (320, 240), 90)
        stream.now_s += FRAME_S
        stream.processor.recv(as_frame(grey))
        deferred.run_all()
        if stream.processor.keeping.queue.count:
            break
    (kept,) = taken(stream)
    # The frame was read when it came; the one on which that is noticed may be another.
    assert np.median(kept.picture) == pytest.approx(np.median(luma(as_frame(grey))), abs=4)


def test_recv_slow_and_irregular_readings_keep_each_number_once() -> None:
    deferred, kept = Deferred(), []
    stream = Stream(RECOGNISERS[2], NUMBER, deferred)
    rng = np.random.default_rng(3)
    for _ in range(6):
        for picture, seconds in ((SHEET, 2.0), (np.full_like(SHEET, 200), 1.5)):
            until_s = stream.now_s + seconds
            next_s = stream.now_s + rng.uniform(0.05, 0.45)
            while stream.now_s < until_s:
                stream.now_s += FRAME_S
                stream.processor.recv(as_frame(picture))
                if stream.now_s >= next_s:
                    deferred.run_all()
                    next_s = stream.now_s + rng.uniform(0.05, 0.45)
        kept += [each.reading.text for each in taken(stream)]
    assert kept == ["407"] * 6


@pytest.mark.parametrize("live", [replace(NUMBER, keep=False), replace(NUMBER, recognise=False)])
def test_recv_keep_or_recognition_off_keeps_and_shows_nothing(live: LiveSettings) -> None:
    stream = Stream(RECOGNISERS[2], live)
    stream.show((640, 480), count=LONG_ENOUGH)
    assert taken(stream) == []
    assert stream.processor.latest().keeps_up
    assert stream.processor._newest.result.hold.since_s is None


def test_recv_same_number_after_recognition_was_off_is_kept_again() -> None:
    stream = Stream(RECOGNISERS[2], NUMBER)
    stream.show((640, 480), count=LONG_ENOUGH)
    stream.processor.settings = replace(NUMBER, recognise=False)
    stream.show((640, 480), count=LONG_ENOUGH)
    stream.processor.settings = NUMBER
    stream.show((640, 480), count=LONG_ENOUGH)
    assert len(taken(stream)) == 2


@pytest.mark.parametrize(("is_stopped", "kept"), [(False, 1), (True, 2)])
def test_recv_same_number_after_a_pause_is_kept_again_only_after_stop(is_stopped: bool, kept: int) -> None:
    stream = Stream(RECOGNISERS[2], NUMBER)
    stream.show((640, 480), count=LONG_ENOUGH)
    if is_stopped:
        stream.processor.forget()
    stream.now_s += 5
    stream.processor.latest()
    stream.show((640, 480), count=LONG_ENOUGH)
    assert len(taken(stream)) == kept


def test_recv_bar_fills_then_the_box_flashes_then_both_are_gone() -> None:
    stream = Stream(RECOGNISERS[2], NUMBER)
    holds = []
    for _ in range(3 * SECOND):
        stream.show((640, 480))
        hold = stream.processor._newest.result.hold
        holds.append((round(hold.progress(stream.now_s), 2), hold.is_flashing(stream.now_s)))
    progress, flashes = zip(*holds, strict=True)
    rising = list(progress[: flashes.index(True)])
    assert rising == sorted(rising)
    assert rising[-1] > 0.9
    assert sum(flashes) == pytest.approx(FLASH_S / FRAME_S, abs=1)
    assert not any(progress[flashes.index(True) :])
    assert stream.processor.latest().kept == 1


def test_picture_of_has_all_lines_and_a_margin() -> None:
    region = Box(0, 0, 300, 200)
    frame = np.random.default_rng(0).integers(0, 256, (200, 300), np.uint8)
    reading = reading_of((Box(50, 40, 70, 80), Box(90, 42, 120, 80)), (Box(55, 100, 75, 140),), region=region)
    np.testing.assert_array_equal(picture_of(reading, frame), frame[30:150, 40:130])


def test_picture_of_is_a_copy_inside_the_region() -> None:
    frame = np.full((480, 640), 99, np.uint8)
    region = Box(245, 165, 395, 315)
    frame[region.rows, region.columns] = 7
    picture = picture_of(reading_of((Box(245, 165, 260, 315),), region=region), frame)
    frame[:] = 0
    assert (picture == 7).all()


@pytest.mark.parametrize(
    "boxes", [(Box(0, 0, 1, 1),), (Box(3840, 5, 3840, 900),), (Box(0, 0, 3000, 900),), (Box(0, 0, 5, 2000),)]
)
def test_picture_of_any_size_is_bounded(boxes: tuple[Box, ...]) -> None:
    frame = np.zeros((2160, 3840), np.uint8)
    picture = picture_of(reading_of(boxes, region=Box(0, 0, 3840, 2160)), frame)
    assert 1 <= min(picture.shape) <= max(picture.shape) <= PICTURE_SIDE_PX


def test_put_full_queue_counts_what_is_lost() -> None:
    queue = KeptQueue()
    reading = reading_of((Box(0, 0, 5, 5),), region=Box(0, 0, 9, 9))
    keeping = Keeping()
    keeping.turn(True)
    keeping.queue = queue
    frame = np.zeros((9, 9), np.uint8)
    for number in range(MAX_WAITING + 3):
        keeping.update(Reading(), frame, 10 * number, 10 * number)
        keeping.update(reading, frame, 10 * number + 2, 10 * number + 2)
        keeping.update(reading, frame, 10 * number + 3, 10 * number + 3)
    assert (queue.count, queue.lost) == (MAX_WAITING, 3)


@pytest.mark.parametrize(("gap_s", "keeps_up"), [(0.1, True), (0.5, True), (0.7, False), (1.2, False), (2.5, False)])
def test_keeps_up_depends_on_the_rate_of_readings(gap_s: float, keeps_up: bool) -> None:
    keeping = Keeping()
    keeping.turn(True)
    frame = np.zeros((9, 9), np.uint8)
    now_s = 0.0
    while now_s < 12:
        keeping.update(Reading(), frame, now_s, now_s)
        now_s += gap_s
    assert keeping.keeps_up(now_s) is keeps_up
    assert not keeping.keeps_up(now_s + 5)
    keeping.see_nothing(now_s)
    assert keeping.keeps_up(now_s + 5)


def test_keeps_up_single_pause_of_a_second_is_not_reported() -> None:
    keeping = Keeping()
    keeping.turn(True)
    for time_s in [*np.arange(0, 5, 0.1), *np.arange(6, 12, 0.1)]:
        keeping.update(Reading(), np.zeros((9, 9), np.uint8), float(time_s), float(time_s))
    assert keeping.keeps_up(12.0)


@pytest.mark.parametrize("rate", [1.0, 2.0, 4.0, 8.0])
def test_share_kept_agrees_with_trying(rate: float) -> None:
    rng = np.random.default_rng(0)
    times_s = np.cumsum(rng.exponential(1 / rate, 400))
    starts_s = rng.uniform(times_s[0], times_s[-1] - 2, 4000)
    tried = []
    for start_s in starts_s:
        seen_s = times_s[(times_s >= start_s) & (times_s <= start_s + 2)]
        tried.append(len(seen_s) > 0 and seen_s[-1] - seen_s[0] >= 1)
    assert share_kept(times_s.tolist()) == pytest.approx(np.mean(tried), abs=0.03)


def test_update_two_threads_keep_a_number_once() -> None:
    keeping = Keeping()
    keeping.turn(True)
    region = Box(0, 0, 9, 9)
    reading, frame = reading_of((Box(0, 0, 5, 5),), region=region), np.zeros((9, 9), np.uint8)

    def hold() -> None:
        for number in range(500):
            keeping.update(reading, frame, number / 100, number / 100)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keeping.queue.count == 1
