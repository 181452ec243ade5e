import threading

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import LiveSettings, ReadSettings
from digitcam.networks.shipped import shipped_paper
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor
from digitcam.video.result import RATE_WINDOW_S
from digitcam.video.smoothing import READ_INTERVAL_S
from digitcam.video.worker import READERS, ReadingWorker, run_in_pool, run_inline
from tests.drawing import by_width, paper, stroke
from tests.paper import mnist_digit, page
from tests.video.streams import Deferred
from tests.video.test_processor import as_frame, luma

READ = ReadSettings()
LIVE = LiveSettings(recognise=True)
RECOGNISER = Recogniser(by_width)
PATIENCE_S = 60.0


def sheet(*, written: bool) -> NDArray[np.uint8]:
    """Return a 640×480 sheet, with a 1 in the box or without."""
    grey = paper(480, 640)
    if written:
        stroke(grey, (320, 240), 90)
    return grey


def test_recv_does_not_wait_and_draws_the_reading_when_ready() -> None:
    deferred = Deferred()
    processor = DigitProcessor(RECOGNISER, LIVE, clock=lambda: 0.0, run=deferred)
    before = luma(processor.recv(as_frame(sheet(written=True))))
    assert processor.latest().reading.text == ""
    assert processor.latest().recognised_fps == 0
    deferred.run_all()
    after = luma(processor.recv(as_frame(sheet(written=True))))
    assert processor.latest().reading.text == "1"
    assert (before != after).any()


def test_submit_newest_frame_replaces_the_waiting_one() -> None:
    deferred = Deferred()
    worker = ReadingWorker(lambda: 0.0, deferred)
    for number in range(5):
        worker.submit(sheet(written=number == 4), READ, RECOGNISER, number * READ_INTERVAL_S)
    assert len(deferred.jobs) == 1
    deferred.run_all()
    assert worker.result.reading.text == "1"
    assert len(worker.result.read_at_s) == 1


def test_submit_unchanged_frame_is_tracked_not_read() -> None:
    deferred, now, jobs_per_frame = Deferred(), [0.0], []
    worker, reader, sheet = (
        ReadingWorker(lambda: now[0], deferred),
        Recogniser(paper=shipped_paper()),
        page(mnist_digit(7)),
    )
    for number in range(5):
        now[0] = number * READ_INTERVAL_S
        worker.submit(sheet[:, :, 1], READ, reader, now[0])
        jobs_per_frame.append(len(deferred.jobs))
        deferred.run_all()
    assert jobs_per_frame == [1, 0, 1, 0, 0]
    assert worker.result.reading.text == "7"
    # The third frame is tracked and read.
    assert len(worker.result.read_at_s) == 6
    worker.submit(np.full((480, 640), 200, np.uint8), READ, reader, now[0] + READ_INTERVAL_S)
    assert len(deferred.jobs) == 1


def test_submit_while_it_is_confirmed_frames_are_tracked() -> None:
    deferred, now = Deferred(), [0.0]
    worker, reader, sheet = (
        ReadingWorker(lambda: now[0], deferred),
        Recogniser(paper=shipped_paper()),
        page(mnist_digit(7)),
    )
    for number in range(3):
        now[0] = number * READ_INTERVAL_S
        worker.submit(sheet[:, :, 1], READ, reader, now[0])
        if number == 0:
            deferred.run_all()
            # A new reading is confirmed by a second one, which is now running.
            now[0] += 2 * READ_INTERVAL_S
            worker.submit(sheet[:, :, 1], READ, reader, now[0])
    assert len(deferred.jobs) == 1
    assert len(worker.result.read_at_s) == 4
    assert worker.result.reading.text == "7"
    worker.submit(np.full((480, 640), 200, np.uint8), READ, reader, now[0] + READ_INTERVAL_S)
    assert len(worker.result.read_at_s) == 4


def test_submit_frame_may_change_afterwards() -> None:
    deferred = Deferred()
    worker, grey = ReadingWorker(lambda: 0.0, deferred), sheet(written=True)
    worker.submit(grey, READ, RECOGNISER, 0.0)
    grey[:] = 255
    deferred.run_all()
    assert worker.result.reading.text == "1"


def test_is_due_after_the_interval_or_with_other_settings() -> None:
    worker = ReadingWorker(lambda: 0.0, run_inline)
    assert worker.is_due(READ, RECOGNISER, 0.0)
    worker.submit(sheet(written=False), READ, RECOGNISER, 0.0)
    assert not worker.is_due(READ, RECOGNISER, READ_INTERVAL_S / 2)
    assert worker.is_due(READ, RECOGNISER, READ_INTERVAL_S)
    assert worker.is_due(ReadSettings(box="number"), RECOGNISER, READ_INTERVAL_S / 2)
    assert worker.is_due(READ, Recogniser(lambda patches: by_width(patches)), READ_INTERVAL_S / 2)


def test_recv_failed_reading_is_reported_with_the_next_frame() -> None:
    def failing(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        raise RuntimeError("no answer")

    deferred = Deferred()
    processor = DigitProcessor(Recogniser(failing), LIVE, clock=lambda: 0.0, run=deferred)
    processor.recv(as_frame(sheet(written=True)))
    assert processor.latest().error is None
    deferred.run_all()
    frame = as_frame(sheet(written=True))
    assert processor.recv(frame) is frame
    assert processor.latest().error == "RuntimeError: no answer"
    assert processor.latest().recognised_fps == 0


def test_recv_reading_that_outlives_recognition_is_not_shown() -> None:
    deferred = Deferred()
    processor = DigitProcessor(RECOGNISER, LIVE, clock=lambda: 0.0, run=deferred)
    processor.recv(as_frame(sheet(written=True)))
    processor.settings = LiveSettings()
    processor.recv(as_frame(sheet(written=True)))
    processor.settings = LIVE
    processor.recv(as_frame(sheet(written=False)))
    deferred.jobs.pop(0)()
    processor.recv(as_frame(sheet(written=False)))
    assert processor.latest().reading.text == ""


def test_recognised_fps_counts_recent_readings() -> None:
    now = [0.0]
    worker = ReadingWorker(lambda: now[0], run_inline)
    for number in range(10):
        now[0] = number / 5
        worker.submit(sheet(written=False), READ, RECOGNISER, now[0])
    assert worker.result.recognised_fps(now[0]) == 10 / RATE_WINDOW_S
    assert worker.result.recognised_fps(now[0] + RATE_WINDOW_S / 2) == pytest.approx(5 / RATE_WINDOW_S, abs=0.5)
    assert worker.result.recognised_fps(now[0] + 1.01 * RATE_WINDOW_S) == 0


def test_run_in_pool_runs_at_most_as_many_jobs_as_readers() -> None:
    running, lock, enough, done = 0, threading.Lock(), threading.Event(), threading.Semaphore(0)
    most = 0

    def job() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        enough.wait(PATIENCE_S)
        with lock:
            running -= 1
        done.release()

    for _ in range(READERS + 3):
        run_in_pool(job)
    enough.set()
    assert all(done.acquire(timeout=PATIENCE_S) for _ in range(READERS + 3))
    assert most <= READERS


def test_run_in_pool_reads_on_a_reader_thread() -> None:
    threads: list[str] = []
    read = threading.Event()

    def network(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        threads.append(threading.current_thread().name)
        read.set()
        return by_width(patches)

    processor = DigitProcessor(Recogniser(network), LIVE, run=run_in_pool)
    processor.recv(as_frame(sheet(written=True)))
    assert read.wait(PATIENCE_S)
    assert threads[0].startswith("reader")
