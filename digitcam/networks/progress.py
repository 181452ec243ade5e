"""Progress of a job for the page: one frozen value, made from the events of the child process."""

import dataclasses
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Step, Waiting

Phase: TypeAlias = Literal["idle", "waiting", "training", "converting", "done", "failed"]

LEARNING_SHARE: Final = 0.95
"""Share of the progress bar for training steps; the rest is for testing, converting and saving: 2 s of 64 measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of a job.

    Attributes:
        phase: ``idle`` before the first job, ``waiting`` for another process's training, ``training``, ``converting`` a
            network that was put there, and at the end ``done`` or ``failed``.
        epoch: Current pass over the data, from 1; 0 before the first.
        epochs: Number of passes; 0 while unknown.
        fraction: Finished share of the job, 0 to 1; never falls within a job.
        accuracy: 0 to 1, on training images in the first epoch, on held-out images after it, on the test images when
            done; None while unknown.
        seconds_left: Estimated time left, seconds; None while unknown.
        message: Why it failed and what to do; empty otherwise.
    """

    phase: Phase = "idle"
    epoch: int = 0
    epochs: int = 0
    fraction: float = 0.0
    accuracy: float | None = None
    seconds_left: float | None = None
    message: str = ""

    @property
    def running(self) -> bool:
        """True while a child process is running."""
        return self.phase in ("waiting", "training", "converting")


def advanced(progress: Progress, event: Event) -> Progress:
    """Return the progress after an event."""
    match event:
        case Waiting():
            return dataclasses.replace(progress, phase="waiting")
        case Converting():
            return dataclasses.replace(progress, phase="converting")
        case Step():
            done = (event.epoch - 1 + event.batch / event.batches) / event.epochs
            return dataclasses.replace(
                progress,
                phase="training",
                epoch=event.epoch,
                epochs=event.epochs,
                fraction=LEARNING_SHARE * done,
                accuracy=event.accuracy if event.epoch == 1 else progress.accuracy,
                seconds_left=event.seconds_left,
            )
        case Epoch():
            return dataclasses.replace(progress, accuracy=event.validation_accuracy)
        case Done():
            return Progress(phase="done", fraction=1.0, accuracy=event.test_accuracy, seconds_left=0.0)
        case Failed():
            return dataclasses.replace(progress, phase="failed", seconds_left=None, message=event.message)
