"""Growth of resident memory over frames of all sizes, and over sessions that start and stop; large pictures."""

import itertools
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Final

from digitcam.bench import picture_memory
from digitcam.bench.codec import FPS, as_frame, coded
from digitcam.bench.frames import DIGIT_HEIGHT
from digitcam.bench.material import ONE, enlarged, filmed
from digitcam.bench.peers import call, serve
from digitcam.bench.processes import Worker
from digitcam.bench.rows import Outcome
from digitcam.bench.sessions import connect, disconnect
from digitcam.config import LiveSettings
from digitcam.networks.loading import load_recogniser
from digitcam.video.processor import DigitProcessor

FRAMES: Final = 10_000
"""Number of frames over which growth is measured."""

WARM_FRAMES: Final = 2_000
"""Number of frames before that."""

ROUNDS: Final = 20
"""Number of sessions over which growth is measured."""

WARM_ROUNDS: Final = 30
"""Number of sessions before that. The memory that the C library keeps for threads grows for about as many sessions,
even without a processor."""

PLAYED_S: Final = 0.7
"""Duration of each session, seconds."""

SIZES: Final = ((640, 480), (320, 240), (1280, 720), (481, 641), (640, 360))
SETTINGS: Final = (
    LiveSettings(recognise=True),
    LiveSettings(recognise=True, box="number"),
    LiveSettings(recognise=True, box="whole"),
    LiveSettings(recognise=True, view="computer"),
    LiveSettings(),
)


def measure() -> Iterator[Outcome]:
    """Measure the rows about growth and about large pictures."""
    yield from picture_memory.measure()
    with Worker(process_frames) as worker:
        worker.ask(WARM_FRAMES)
        before = worker.resident_mb()
        worker.ask(FRAMES)
        yield _grown("memory_frames", before, worker.resident_mb())
    with Worker(serve, "ours") as server, Worker(call, coded(filmed(ONE, FPS, DIGIT_HEIGHT))) as camera:
        _rounds(server, camera, range(WARM_ROUNDS))
        before = server.resident_mb()
        _rounds(server, camera, range(WARM_ROUNDS, WARM_ROUNDS + ROUNDS))
        yield _grown("memory_rounds", before, server.resident_mb())


def _rounds(server: Worker, camera: Worker, numbers: range) -> None:
    for number in numbers:
        connect(server, camera, number)
        time.sleep(PLAYED_S)
        disconnect(server, camera, number)


def _grown(row: str, before: float | None, after: float | None) -> Outcome:
    if before is None or after is None:
        return Outcome(row, skipped="not measurable on this system")
    return Outcome(row, after - before, f"{after:.1f} MB", f"{before:.1f} MB")


def process_frames(requests: Connection) -> None:
    """Process as many frames as each request asks for, of all sizes and settings in turn."""
    clock = [0.0]
    processor = DigitProcessor(load_recogniser(), LiveSettings(), clock=lambda: clock[0])
    film = filmed(ONE, FPS, DIGIT_HEIGHT)
    pictures = [picture for size in SIZES for picture in enlarged(film[:6], *size)]
    turns = itertools.cycle(itertools.product(SETTINGS, pictures))
    while True:
        try:
            (count,) = requests.recv()
        except EOFError:
            return
        for number, (settings, picture) in zip(range(count), turns, strict=False):
            clock[0] += 1 / FPS
            processor.settings = settings
            processor.recv(as_frame(picture, number))
            processor.latest()
        requests.send(count)
