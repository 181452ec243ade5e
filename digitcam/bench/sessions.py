"""Capacity: the number of cameras that a server can serve at a steady 30 frames per second."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median
from typing import Final

import numpy as np

from digitcam.bench.codec import FPS, coded
from digitcam.bench.frames import DIGIT_HEIGHT
from digitcam.bench.material import ONE, filmed
from digitcam.bench.peers import Kind, call, serve
from digitcam.bench.processes import Worker
from digitcam.bench.rows import Outcome

STEADY_FPS: Final = 28.0
"""Frame rate that 95 % of a steady session's seconds reach, per second."""

MAX_SESSIONS: Final = 30
"""Number of sessions at which the measurement ends."""

SESSIONS_PER_PROCESS: Final = 4
"""Number of cameras that run in one process."""

TRIES: Final = 3
"""Number of times that a low rate is measured, because other programs may have caused it."""

ROUNDS: Final = 3
"""Number of measurements of each kind; their median is shown."""

SETTLING_S: Final = 1.5
"""Time between a new session and counting, seconds."""

COUNTED_S: Final = 4
"""Duration of counting, seconds."""


def measure() -> Iterator[Outcome]:
    """Measure the row about sessions."""
    video = coded(filmed(ONE, 10 * FPS, DIGIT_HEIGHT))
    # Alternately, so that other programs on the machine affect both kinds.
    rounds = [(_capacity("pass-through", video), _capacity("ours", video)) for _ in range(ROUNDS)]
    through, ours = map(median, zip(*rounds, strict=True))
    share = median(b / max(a, 1e-9) for a, b in rounds)
    yield Outcome("sessions", share, f"{ours:.1f} sessions", f"{through:.1f} sessions")


def _capacity(kind: Kind, video: list[bytes]) -> float:
    """Return the capacity of a server of this kind."""
    return capacity(rates(kind, video), STEADY_FPS)


def capacity(rates: Sequence[float], steady: float) -> float:
    """Return the number of sessions at which the rate falls below the steady rate, interpolated linearly.

    Args:
        rates: Rate that 95 % of the seconds reach with 1, 2, 3, … sessions.
        steady: The steady rate.

    Examples:
        >>> capacity([30, 30, 29, 27], 28)
        3.5
        >>> capacity([30, 30], 28), capacity([14], 28), capacity([], 28)
        (2.0, 0.5, 0.0)
    """
    for number, rate in enumerate(rates):
        if rate < steady:
            before = rates[number - 1] if number else 2 * steady - rate
            return number + (before - steady) / max(1e-9, before - rate)
    return float(len(rates))


def rates(kind: Kind, video: list[bytes]) -> list[float]:
    """Return the rate that 95 % of the seconds reach with 1, 2, 3, … sessions, up to the first unsteady number."""
    found: list[float] = []
    with ExitStack() as stack:
        server = stack.enter_context(Worker(serve, kind))
        cameras: list[Worker] = []
        while len(found) < MAX_SESSIONS and (not found or found[-1] >= STEADY_FPS):
            if len(found) % SESSIONS_PER_PROCESS == 0:
                cameras.append(stack.enter_context(Worker(call, video)))
            connect(server, cameras[-1], len(found))
            found.append(_slowest(server, cameras))
    return found


def _slowest(server: Worker, cameras: Sequence[Worker]) -> float:
    """Return the rate that 95 % of the seconds reach; a low rate is measured again, up to `TRIES` times."""
    slowest = 0.0
    for _ in range(TRIES):
        time.sleep(SETTLING_S)
        slowest = max(slowest, float(np.percentile(_sampled(server, cameras), 5)))
        if slowest >= STEADY_FPS:
            break
    return slowest


def connect(server: Worker, camera: Worker, session: int) -> None:
    """Start a session of this number."""
    camera.ask("answer", session, server.ask("offer", session, camera.ask("offer", session, None)))


def disconnect(server: Worker, camera: Worker, session: int) -> None:
    """End the session of this number."""
    camera.ask("close", session, None)
    server.ask("close", session, None)


def _sampled(server: Worker, cameras: Sequence[Worker]) -> list[float]:
    """Return each session's frame rate in each second: frames that came back, but not more than were processed."""
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
