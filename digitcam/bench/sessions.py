"""How many cameras a server carries at a steady 30 frames a second."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Final

from digitcam.bench.codec import FPS, coded
from digitcam.bench.figures import carried, percentile
from digitcam.bench.frames import DIGIT_HEIGHT
from digitcam.bench.material import ONE, filmed
from digitcam.bench.peers import Kind, call, serve
from digitcam.bench.processes import Worker
from digitcam.bench.rows import Outcome

STEADY_FPS: Final = 28.0
"""A session whose slowest seconds (5 %) are slower than this is not steady."""

MOST: Final = 30
EACH: Final = 4
"""Sessions a process of cameras has."""

TRIES: Final = 3
ROUNDS: Final = 3
SETTLING_S: Final = 1.5
COUNTED_S: Final = 4


def measure() -> Iterator[Outcome]:
    """The row about sessions."""
    video = coded(filmed(ONE, 10 * FPS, DIGIT_HEIGHT))
    # In turns: what else the machine does for a minute is then not held against one kind alone.
    rounds = [(_carried("pass-through", video), _carried("ours", video)) for _ in range(ROUNDS)]
    through, ours = (percentile(counts, 0.5) for counts in zip(*rounds, strict=True))
    share = percentile([b / max(a, 1e-9) for a, b in rounds], 0.5)
    yield Outcome("sessions", share, f"{ours:.1f} sessions", f"{through:.1f} sessions")


def _carried(kind: Kind, video: list[bytes]) -> float:
    """How many sessions a server of this kind carries."""
    return carried(rates(kind, video), STEADY_FPS)


def rates(kind: Kind, video: list[bytes]) -> list[float]:
    """The rate that 5 % of the seconds fell below, with one session, two, and so on until that is unsteady."""
    found: list[float] = []
    with ExitStack() as stack:
        server = stack.enter_context(Worker(serve, kind))
        cameras: list[Worker] = []
        while len(found) < MOST and (not found or found[-1] >= STEADY_FPS):
            if len(found) % EACH == 0:
                cameras.append(stack.enter_context(Worker(call, video)))
            connect(server, cameras[-1], len(found))
            found.append(_slowest(server, cameras))
    return found


def _slowest(server: Worker, cameras: Sequence[Worker]) -> float:
    """The rate that 5 % of the seconds fell below; looked at again if too low, since other programs come between."""
    slowest = 0.0
    for _ in range(TRIES):
        time.sleep(SETTLING_S)
        slowest = max(slowest, percentile(_sampled(server, cameras), 0.05))
        if slowest >= STEADY_FPS:
            break
    return slowest


def connect(server: Worker, camera: Worker, session: int) -> None:
    """Begin a session."""
    camera.ask("answer", session, server.ask("offer", session, camera.ask("offer", session, None)))


def disconnect(server: Worker, camera: Worker, session: int) -> None:
    """End it."""
    camera.ask("close", session, None)
    server.ask("close", session, None)


def _sampled(server: Worker, cameras: Sequence[Worker]) -> list[float]:
    """Frames a second of each session in each second: those that came back, but no more than were new."""
    samples: list[float] = []
    before, at = _counts(server, cameras), time.monotonic()
    for _ in range(COUNTED_S):
        time.sleep(1)
        after, now = _counts(server, cameras), time.monotonic()
        for session, counts in after.items():
            samples.append(min(a - b for a, b in zip(counts, before[session], strict=True)) / (now - at))
        before, at = after, now
    return samples


def _counts(server: Worker, cameras: Sequence[Worker]) -> dict[int, tuple[int, int]]:
    made: dict[int, int] = server.ask("count", 0, None)
    came: dict[int, int] = {}
    for camera in cameras:
        came |= camera.ask("count", 0, None)
    return {session: (made[session], came[session]) for session in made}
