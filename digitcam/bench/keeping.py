"""*Keep readings* on a busy server: how many of the numbers that are held for two seconds are lost.

Each session has a thread that does what the server does with a frame: decode, read and draw, encode. A frame whose time
has passed is skipped, as a browser sends fewer frames to a server that cannot keep up.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.bench.codec import CLOCK, FPS, Vp8, as_frame, as_frames, coded
from digitcam.bench.frames import SIX_HEIGHT
from digitcam.bench.material import filmed
from digitcam.bench.rows import Outcome
from digitcam.config import LiveSettings
from digitcam.evaluate.estimates import interval
from digitcam.networks.loading import load_recogniser
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import run_in_pool

SESSIONS: Final = 15
"""Number of sessions."""

NUMBERS: Final = 8
"""Number of different numbers that are shown one after the other."""

ROUNDS: Final = 4
"""Number of times that each session shows all of them."""

HELD_S: Final = 2.0
"""Time for which each is held, seconds."""

BETWEEN_S: Final = 0.5
"""Time between two numbers, in which the sheet is blank, seconds."""

DIGITS: Final = 3
"""Number of digits of each number."""

BLANK_GREY: Final = 195
"""Grey value of the blank sheet."""

APART_S: Final = 0.13
"""Time between the starts of two sessions, seconds: not all of them change their number at the same time."""

KEEPING: Final = LiveSettings(recognise=True, box="number", keep=True)


def measure(sessions: int = SESSIONS, numbers: int = NUMBERS, rounds: int = ROUNDS) -> Iterator[Outcome]:
    """Measure the row about keeping."""
    recogniser = load_recogniser()
    shown, pictures = material(recogniser, numbers)
    # Only the time that decoding takes matters, so that a loop of one second is enough.
    video = coded(pictures[-FPS:])
    with ThreadPoolExecutor(sessions) as pool:
        begun = [pool.submit(_session, recogniser, pictures, video, rounds, APART_S * n) for n in range(sessions)]
        ended = [each.result() for each in begun]
    counts = [compare(shown * rounds, kept) for kept, _ in ended]
    lost, more = (sum(column) for column in zip(*counts, strict=True))
    total, fps = sessions * rounds * len(shown), np.mean([fps for _, fps in ended])
    low, high = (100 * max(0.0, bound) for bound in interval(lost, total))
    ours = f"{total - lost} of {total} kept, {low:.2f} to {high:.2f} % lost (95 %), at {fps:.0f} frames per second"
    yield Outcome("keeping", lost / total, ours, f"{more} others kept")


def compare(shown: Sequence[str], kept: Sequence[str]) -> tuple[int, int]:
    """Return how many numbers were lost, and how many others or further ones were kept.

    Examples:
        >>> compare(["407", "12", "12"], ["12", "401"])
        (2, 1)
    """
    return (Counter(shown) - Counter(kept)).total(), (Counter(kept) - Counter(shown)).total()


def material(recogniser: Recogniser, count: int) -> tuple[list[str], list[NDArray[np.uint8]]]:
    """Return numbers that are kept when the machine has nothing else to do, and the frames that show them."""
    rng = np.random.default_rng(1)
    shown: list[str] = []
    frames: list[NDArray[np.uint8]] = []
    while len(shown) < count:
        text = "".join(map(str, rng.integers(0, 10, DIGITS)))
        pictures = _held(text, len(frames))
        if text not in shown and _kept_alone(recogniser, pictures) == [text]:
            shown.append(text)
            frames += pictures
    return shown, frames


def _held(text: str, seed: int) -> list[NDArray[np.uint8]]:
    """Return a blank sheet for BETWEEN_S, and a number for HELD_S, (480, 640) uint8 each."""
    pictures = filmed(text, round(HELD_S * FPS), SIX_HEIGHT, seed)
    return [np.full_like(pictures[0], BLANK_GREY)] * round(BETWEEN_S * FPS) + pictures


def _kept_alone(recogniser: Recogniser, pictures: list[NDArray[np.uint8]]) -> list[str]:
    """Return what is kept of a video if every frame is processed at once."""
    clock = [0.0]
    processor = DigitProcessor(recogniser, KEEPING, clock=lambda: clock[0])
    for number, frame in enumerate(as_frames(pictures)):
        clock[0] = number / FPS
        processor.recv(frame)
    return _taken(processor)


def _session(
    recogniser: Recogniser, pictures: Sequence[NDArray[np.uint8]], video: Sequence[bytes], rounds: int, begins_s: float
) -> tuple[list[str], float]:
    """Show the pictures in real time; return what was kept, and the frames per second that were processed."""
    time.sleep(begins_s)
    processor, stream, kept = DigitProcessor(recogniser, KEEPING, run=run_in_pool), Vp8(), list[str]()
    started_s, last, processed = time.monotonic(), -1, 0
    while last < rounds * len(pictures) - 1:
        number = min(int((time.monotonic() - started_s) * FPS), rounds * len(pictures) - 1)
        if number == last:
            time.sleep(max(0.0, started_s + (number + 1) / FPS - time.monotonic()))
            continue
        if processed % len(video) == 0:
            stream = Vp8()
        stream.decode(video[processed % len(video)], processed * CLOCK // FPS)
        stream.encode(processor.recv(as_frame(pictures[number % len(pictures)], number)))
        kept += _taken(processor)
        last, processed = number, processed + 1
    return kept + _taken(processor), processed / (time.monotonic() - started_s)


def _taken(processor: DigitProcessor) -> list[str]:
    """Empty the queue of kept readings and return their texts."""
    texts, queue = [], processor.keeping.queue
    while (kept := queue.oldest()) is not None:
        queue.drop_oldest()
        texts.append(kept.reading.text)
    return texts
