"""*Keep readings* on a busy server: how many of the numbers that are held for two seconds are lost."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.bench.codec import FPS, as_frames, coded
from digitcam.bench.frames import SIX_HEIGHT
from digitcam.bench.material import filmed
from digitcam.bench.peers import KEEPING, call, serve, take_texts
from digitcam.bench.processes import Worker
from digitcam.bench.rows import Outcome
from digitcam.bench.sessions import SESSIONS_PER_PROCESS, connect
from digitcam.evaluate.cells import interval
from digitcam.networks.loading import load_recogniser
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor

SESSIONS: Final = 15
"""Number of cameras."""

NUMBERS: Final = 40
"""Number of numbers that each camera shows, one after the other."""

HELD_S: Final = 2.0
"""Time for which each is held, seconds."""

BETWEEN_S: Final = 0.5
"""Time between two numbers, in which the sheet is blank, seconds."""

DIGITS: Final = 3
"""Number of digits of each number."""

BLANK_GREY: Final = 195
"""Grey value of the blank sheet."""

TAKEN_S: Final = 2.0
"""Interval at which what was kept is taken from the server, seconds: the page's longest."""

ENDING_S: Final = 5.0
"""Time after the last number should have been shown, seconds: a busy machine sends it later."""


def measure(sessions: int = SESSIONS, numbers: int = NUMBERS) -> Iterator[Outcome]:
    """Measure the row about keeping."""
    shown, video = material(numbers)
    kept = _kept(video, sessions)
    lost, more = (sum(counts) for counts in zip(*(compare(shown, texts) for texts in kept.values()), strict=True))
    total = sessions * len(shown)
    low, high = (max(0.0, bound) for bound in interval(lost, total))
    ours = f"{total - lost} of {total} kept, {100 * low:.2f} to {100 * high:.2f} % lost (95 %)"
    yield Outcome("keeping", lost / total, ours, f"{more} others kept")


def compare(shown: list[str], kept: list[str]) -> tuple[int, int]:
    """Return how many numbers were lost, and how many others or further ones were kept.

    Examples:
        >>> compare(["407", "12", "12"], ["12", "401"])
        (2, 1)
    """
    return (Counter(shown) - Counter(kept)).total(), (Counter(kept) - Counter(shown)).total()


def material(count: int) -> tuple[list[str], list[bytes]]:
    """Return numbers that are kept when the machine has nothing else to do, and the video that shows them."""
    recogniser, rng = load_recogniser(), np.random.default_rng(1)
    shown: list[str] = []
    video: list[bytes] = []
    while len(shown) < count:
        text = "".join(map(str, rng.integers(0, 10, DIGITS)))
        pictures = _held(text, len(video))
        if text not in shown and _kept_alone(recogniser, pictures) == [text]:
            shown.append(text)
            # By an encoder of its own, so that each number begins with a key frame: a browser sends one whenever a
            # busy server has missed a frame.
            video += coded(pictures)
    return shown, video


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
    return take_texts(processor.keeping.queue)


def _kept(video: list[bytes], sessions: int) -> dict[int, list[str]]:
    """Show the video to a server in this many sessions; return what it keeps in each."""
    kept: dict[int, list[str]] = {session: [] for session in range(sessions)}
    with ExitStack() as stack:
        server = stack.enter_context(Worker(serve, "keeping"))
        cameras: list[Worker] = []
        for session in range(sessions):
            if session % SESSIONS_PER_PROCESS == 0:
                cameras.append(stack.enter_context(Worker(call, video, True)))
            connect(server, cameras[-1], session)
        ends_s = time.monotonic() + len(video) / FPS + ENDING_S
        while time.monotonic() < ends_s:
            time.sleep(TAKEN_S)
            for session, texts in server.ask("kept", 0, None).items():
                kept[session] += texts
    return kept
