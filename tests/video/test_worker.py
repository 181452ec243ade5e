"""Reading aside from the video."""

import threading
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.networks.shipped import shipped_paper
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor
from digitcam.video.smoothing import READ_EVERY_S
from digitcam.video.worker import RATE_WINDOW_S, READERS, Aside, at_once, in_turn
from tests.drawing import by_width, paper, stroke
from tests.paper import mnist_digit, page
from tests.video.test_processor import as_frame, luma

READ = Settings(recognise=True)
RECOGNISER = Recogniser(by_width)
PATIENCE_S = 60.0


def sheet(*, written: bool) -> NDArray[np.uint8]:
    """A 640x480 sheet, perhaps with a 1 in the box."""
    grey = paper(480, 640)
    if written:
        stroke(grey, (320, 240), 90)
    return grey


class Later:
    """Readers who are busy elsewhere until they are told to begin."""

    def __init__(self) -> None:
        self.work: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], None]) -> None:
        self.work.append(work)

    def begin(self) -> None:
        while self.work:
            self.work.pop(0)()


def test_a_frame_does_not_wait_and_the_answer_is_drawn_once_it_is_there() -> None:
    later = Later()
    processor = DigitProcessor(RECOGNISER, READ, clock=lambda: 0.0, run=later)
    before = luma(processor.recv(as_frame(sheet(written=True))))
    assert processor.latest().reading.text == ""
    assert processor.latest().recognised_fps == 0
    later.begin()
    after = luma(processor.recv(as_frame(sheet(written=True))))
    assert processor.latest().reading.text == "1"
    assert (before != after).any()


def test_the_newest_frame_wins_and_nothing_queues() -> None:
    later = Later()
    aside = Aside(lambda: 0.0, later)
    for number in range(5):
        aside.look(sheet(written=number == 4), READ, RECOGNISER, number * READ_EVERY_S)
    assert len(later.work) == 1
    later.begin()
    assert aside.known.reading.text == "1"
    assert len(aside.known.ended_s) == 1


def test_a_frame_that_shows_the_same_is_not_handed_over_until_it_is_time() -> None:
    later, now, handed = Later(), [0.0], []
    aside, reader, sheet = Aside(lambda: now[0], later), Recogniser(paper=shipped_paper()), page(mnist_digit(7))
    for number in range(5):
        now[0] = number * READ_EVERY_S
        aside.look(sheet[:, :, 1], READ, reader, now[0])
        handed.append(len(later.work))
        later.begin()
    assert handed == [1, 0, 1, 0, 0]
    assert aside.known.reading.text == "7"
    assert len(aside.known.ended_s) == 5
    aside.look(np.full((480, 640), 200, np.uint8), READ, reader, now[0] + READ_EVERY_S)
    assert len(later.work) == 1


def test_while_a_frame_is_being_read_the_next_ones_wait() -> None:
    later, now = Later(), [0.0]
    aside, reader, sheet = Aside(lambda: now[0], later), Recogniser(paper=shipped_paper()), page(mnist_digit(7))
    for number in range(3):
        now[0] = number * READ_EVERY_S
        aside.look(sheet[:, :, 1], READ, reader, now[0])
        if number == 0:
            later.begin()
            # The second reading of what is new is on its way.
            now[0] += 2 * READ_EVERY_S
            aside.look(sheet[:, :, 1], READ, reader, now[0])
    assert len(later.work) == 1
    assert len(aside.known.ended_s) == 1


def test_what_happens_to_a_frame_afterwards_does_not_matter() -> None:
    later = Later()
    aside, grey = Aside(lambda: 0.0, later), sheet(written=True)
    aside.look(grey, READ, RECOGNISER, 0.0)
    grey[:] = 255
    later.begin()
    assert aside.known.reading.text == "1"


def test_a_frame_is_due_after_some_time_or_for_another_look() -> None:
    aside = Aside(lambda: 0.0, at_once)
    assert aside.due(READ, RECOGNISER, 0.0)
    aside.look(sheet(written=False), READ, RECOGNISER, 0.0)
    assert not aside.due(READ, RECOGNISER, READ_EVERY_S / 2)
    assert aside.due(READ, RECOGNISER, READ_EVERY_S)
    assert aside.due(Settings(recognise=True, box="number"), RECOGNISER, READ_EVERY_S / 2)
    assert aside.due(READ, Recogniser(lambda patches: by_width(patches)), READ_EVERY_S / 2)


def test_a_failure_is_told_with_the_next_frame_and_the_video_goes_on() -> None:
    def failing(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        raise RuntimeError("no answer")

    later = Later()
    processor = DigitProcessor(Recogniser(failing), READ, clock=lambda: 0.0, run=later)
    processor.recv(as_frame(sheet(written=True)))
    assert processor.latest().error is None
    later.begin()
    frame = as_frame(sheet(written=True))
    assert processor.recv(frame) is frame
    assert processor.latest().error == "RuntimeError: no answer"
    assert processor.latest().recognised_fps == 0


def test_what_was_still_being_read_when_recognition_went_off_is_not_shown() -> None:
    later = Later()
    processor = DigitProcessor(RECOGNISER, READ, clock=lambda: 0.0, run=later)
    processor.recv(as_frame(sheet(written=True)))
    processor.settings = Settings()
    processor.recv(as_frame(sheet(written=True)))
    processor.settings = READ
    processor.recv(as_frame(sheet(written=False)))
    later.work.pop(0)()
    processor.recv(as_frame(sheet(written=False)))
    assert processor.latest().reading.text == ""


def test_readings_are_counted_while_they_are_new() -> None:
    now = [0.0]
    aside = Aside(lambda: now[0], at_once)
    for number in range(10):
        now[0] = number / 5
        aside.look(sheet(written=False), READ, RECOGNISER, now[0])
    assert aside.known.fps(now[0]) == 10 / RATE_WINDOW_S
    assert aside.known.fps(now[0] + RATE_WINDOW_S / 2) == pytest.approx(5 / RATE_WINDOW_S, abs=0.5)
    assert aside.known.fps(now[0] + 1.01 * RATE_WINDOW_S) == 0


def test_all_cameras_together_have_so_many_readers_and_no_more() -> None:
    going, lock, enough, done = 0, threading.Lock(), threading.Event(), threading.Semaphore(0)
    most = 0

    def work() -> None:
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        enough.wait(PATIENCE_S)
        with lock:
            going -= 1
        done.release()

    for _ in range(READERS + 3):
        in_turn(work)
    enough.set()
    assert all(done.acquire(timeout=PATIENCE_S) for _ in range(READERS + 3))
    assert most <= READERS


def test_the_video_s_thread_is_not_the_reader_s() -> None:
    threads: list[str] = []
    read = threading.Event()

    def noting(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        threads.append(threading.current_thread().name)
        read.set()
        return by_width(patches)

    processor = DigitProcessor(Recogniser(noting), READ, run=in_turn)
    processor.recv(as_frame(sheet(written=True)))
    assert read.wait(PATIENCE_S)
    assert threads[0].startswith("reader")
