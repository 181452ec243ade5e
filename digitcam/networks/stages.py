"""The stages of a job: which of them it is in, how much of it is done, and how long the rest takes."""

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from digitcam.networks.events import Event, Stage, StageName
from digitcam.networks.metadata import Architecture

OnDone: TypeAlias = Callable[[float], None]
"""Takes the finished share of something, 0 to 1."""

MIN_ADVANCE: Final = 0.005
"""Smallest rise of the finished share of a job that is reported. Lowering it writes more events; at 0.005 there are two
hundred at most."""


class Part(NamedTuple):
    """A stage of a job, as planned.

    Attributes:
        stage: Which one; some come more than once.
        seconds: Time that it takes on two idle cores, seconds. Only the proportions matter for the finished share; the
            time left is corrected by how long the parts before took.
    """

    stage: StageName
    seconds: float


PLANS: Final[dict[Architecture, tuple[Part, ...]]] = {
    "paper": (
        Part("loading", 4.5),
        Part("rendering", 3.5),
        Part("comparing", 2.0),
        Part("rendering", 4.0),
        Part("preparing", 7.5),
        Part("training", 17.5),
        Part("comparing", 8.0),
        Part("rendering", 5.0),
        Part("converting", 9.5),
        Part("testing", 12.0),
    ),
    "cnn": (
        Part("loading", 4.5),
        Part("preparing", 4.0),
        Part("training", 70.0),
        Part("converting", 2.0),
        Part("testing", 1.0),
    ),
    "dense": (
        Part("loading", 4.5),
        Part("preparing", 1.0),
        Part("training", 10.0),
        Part("converting", 1.0),
        Part("testing", 1.0),
    ),
}
"""Plans of the jobs that train, from the times of ``python -m digitcam train --json`` on two idle cores."""

CONVERSION: Final = (Part("loading", 4.5), Part("comparing", 2.0), Part("converting", 4.0), Part("testing", 5.0))
"""Plan of the job that takes over a network from elsewhere."""


def ignore(_: object) -> None:
    """Report to nobody."""


class Stages:
    """Turns the progress of one job into events. For one thread at a time; without a plan it reports nothing."""

    def __init__(
        self,
        plan: Sequence[Part] = (),
        report: Callable[[Event], None] = ignore,
        started: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; `begin` begins the first stage.

        Args:
            plan: The stages in their order.
            report: Receives the events.
            started: When the job began, by the clock; now if None.
            clock: Returns the time in seconds.
        """
        self._plan, self._report, self._clock = tuple(plan), report, clock
        self._started = clock() if started is None else started
        self._total_s = sum(part.seconds for part in plan)
        self._index, self._reported, self._slowness = -1, -1.0, 1.0

    def begin(self, stage: StageName) -> OnDone:
        """Begin the next stage of this name; return what takes its finished share. Stages between are left out."""
        following = range(self._index + 1, len(self._plan))
        index = next((each for each in following if self._plan[each].stage == stage), None)
        if index is None:
            return ignore
        self._index, self._reported = index, -1.0
        if index > 0:
            self._slowness = (self._clock() - self._started) / self._planned_s()
        self.advance(0.0)
        return self.advance

    def advance(self, done: float) -> None:
        """Report the finished share of the current stage, unless it has hardly changed."""
        fraction = self.fraction(done)
        if fraction - self._reported < MIN_ADVANCE:
            return
        self._reported = fraction
        part, until = self._plan[self._index], self.fraction(1.0)
        rest_s = part.seconds * (1 - done) * self._slowness
        left_s = None if self._index == 0 else round(rest_s + self.rest_s(), 1)
        self._report(Stage(part.stage, round(fraction, 4), round(until, 4), round(rest_s, 1), left_s))

    def fraction(self, done: float) -> float:
        """Return the finished share of the job when this share of the current stage is finished; 0 without a plan."""
        if self._index < 0:
            return 0.0
        return (self._planned_s() + done * self._plan[self._index].seconds) / self._total_s

    def rest_s(self) -> float:
        """Return the estimated time of the stages after the current one, seconds; 0 without a plan."""
        return self._slowness * sum(part.seconds for part in self._plan[self._index + 1 :])

    def _planned_s(self) -> float:
        """Return the time that the stages before the current one take on two idle cores, seconds."""
        return sum(part.seconds for part in self._plan[: self._index])
