"""Progress of a job for the page: one frozen value, made from the events of the child process and from the time."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Stage, StageName, Step, Waiting

Phase: TypeAlias = Literal["idle", "waiting", "training", "converting", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of a job.

    Attributes:
        phase: ``idle`` before the first job, ``waiting`` for another process's training, ``training``, ``converting`` a
            network that was put there, and at the end ``done`` or ``failed``.
        stage: What it does now.
        epoch: Current pass over the data, from 1; 0 before the first.
        epochs: Number of passes; 0 while unknown.
        fraction: Finished share of the job, 0 to 1; never falls within a job.
        accuracy: 0 to 1, on training images in the first epoch, on held-out images after it, on the test images when
            done; None while unknown.
        until: Finished share of the job at the end of the stage.
        stage_seconds_left: Expected time until then, seconds; the fraction rises meanwhile, ever more slowly.
        seconds_left: Estimated time left, seconds; never rises within a job. None while unknown.
        message: Why it failed and what to do; empty otherwise.
    """

    phase: Phase = "idle"
    stage: StageName = "loading"
    epoch: int = 0
    epochs: int = 0
    fraction: float = 0.0
    until: float = 0.0
    stage_seconds_left: float = 0.0
    accuracy: float | None = None
    seconds_left: float | None = None
    message: str = ""

    @property
    def running(self) -> bool:
        """True while a child process is running."""
        return self.phase in ("waiting", "training", "converting")

    def after(self, seconds: float) -> "Progress":
        """Return the progress as estimated this many seconds after the last event.

        Some stages run in a library and report no events. The estimate rises meanwhile, so that people see that the
        job is alive, but never beyond the end of the stage.
        """
        if not self.running or seconds <= 0:
            return self
        share = 1 - math.exp(-seconds / self.stage_seconds_left) if self.stage_seconds_left else 0.0
        passed_s = share * self.stage_seconds_left
        return dataclasses.replace(
            self,
            fraction=self.fraction + share * max(0.0, self.until - self.fraction),
            stage_seconds_left=self.stage_seconds_left - passed_s,
            seconds_left=None if self.seconds_left is None else max(0.0, self.seconds_left - passed_s),
        )


def advanced(progress: Progress, event: Event) -> Progress:
    """Return the progress after an event."""
    match event:
        case Waiting():
            return dataclasses.replace(progress, phase="waiting")
        case Converting():
            return dataclasses.replace(progress, phase="converting")
        case Stage():
            return dataclasses.replace(
                progress,
                phase="converting" if progress.phase == "converting" else "training",
                stage=event.stage,
                fraction=max(progress.fraction, event.fraction),
                until=event.until,
                stage_seconds_left=event.stage_seconds_left,
                seconds_left=_less(progress.seconds_left, event.seconds_left),
            )
        case Step():
            return dataclasses.replace(
                progress,
                phase="training",
                stage="training",
                epoch=event.epoch,
                epochs=event.epochs,
                fraction=max(progress.fraction, event.fraction),
                # Steps come often enough to move the bar by themselves.
                stage_seconds_left=0.0,
                accuracy=event.accuracy if event.epoch == 1 else progress.accuracy,
                seconds_left=_less(progress.seconds_left, event.seconds_left),
            )
        case Epoch():
            return dataclasses.replace(progress, accuracy=event.validation_accuracy)
        case Done():
            return Progress(phase="done", fraction=1.0, accuracy=event.test_accuracy, seconds_left=0.0)
        case Failed():
            return dataclasses.replace(progress, phase="failed", seconds_left=None, message=event.message)


def _less(known: float | None, estimate: float | None) -> float | None:
    """Return the lower one of two times left: one that rises looks as if the job moved backwards."""
    return known if estimate is None else estimate if known is None else min(known, estimate)
