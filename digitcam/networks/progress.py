"""What the page shows of a training: one frozen value, made from the events of the process that does it."""

import dataclasses
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Step, Waiting

Phase: TypeAlias = Literal["idle", "waiting", "training", "converting", "done", "failed"]

LEARNING_SHARE: Final = 0.95
"""Share of the bar for learning; the rest is for testing, converting and saving: 2 s of 64 measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the job is.

    Attributes:
        phase: ``idle`` before anything was started, ``waiting`` for another process's training, ``training``,
            ``converting`` a network that was put there, and how it ended: ``done`` or ``failed``.
        epoch: The pass over the data that is under way, from 1; 0 before the first.
        epochs: How many there will be; 0 as long as that is not known.
        fraction: Of the whole job, 0 to 1; never falls within a job.
        accuracy: Share of images read correctly so far, 0 to 1: of held-out ones once an epoch is over, of those learnt
            from before; of the test images when done.
        seconds_left: Estimated; None as long as that is not known.
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
        """Whether a process is at work."""
        return self.phase in ("waiting", "training", "converting")


def advanced(progress: Progress, event: Event) -> Progress:
    """The progress after an event."""
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
