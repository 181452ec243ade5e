"""Report the progress of a job as events."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from digitcam.data.mnist import Mnist
from digitcam.networks.events import Epoch, Event, Step
from digitcam.networks.stages import Stages

Report: TypeAlias = Callable[[Event], None]
"""Receives the events of a job. An exception that it raises ends the job."""

FINISH_S: Final = 5.0
"""Time from the last batch to the end of the job, seconds: testing, saving and converting. 2 s were measured on 2
cores; reading the converter from the disk for the first time takes longer."""


@dataclass(frozen=True, slots=True)
class JobContext:
    """What every part of a job needs.

    Attributes:
        images: The dataset.
        report: Receives the events.
        started: When the job began, by ``time.monotonic``.
        stages: Reports the stages; without a plan it reports none.
    """

    images: Mnist
    report: Report
    started: float
    stages: Stages = field(default_factory=Stages)

    def elapsed_s(self) -> float:
        """Return the seconds since the job began, to a tenth."""
        return round(time.monotonic() - self.started, 1)


@dataclass(slots=True)
class ProgressReporter:
    """Turn the progress of one training into events.

    Attributes:
        report: Receives the events.
        epochs: Number of epochs.
        batches: Number of batches of an epoch.
        started: When the job began, by the clock.
        finish_s: Time that the job takes after the last batch, seconds, if the stages have no plan.
        stages: Of the job.
        clock: Returns the time in seconds.
    """

    report: Report
    epochs: int
    batches: int
    started: float
    finish_s: float = FINISH_S
    stages: Stages = field(default_factory=Stages)
    clock: Callable[[], float] = time.monotonic
    _epoch: int = field(default=0, init=False)
    _first_batch_at: float | None = field(default=None, init=False)

    def begin_epoch(self, epoch: int) -> None:
        """Take note of the epoch, counted from 1."""
        self._epoch = epoch

    def end_batch(self, batch: int, loss: float, accuracy: float) -> None:
        """Report a batch, counted from 1, with the epoch's loss and accuracy so far."""
        now = self.clock()
        if self._first_batch_at is None:
            # The pace is measured from here: tracing the graph makes the first batch seconds longer.
            self._first_batch_at = now
            self.stages.begin("training")
        done = (self._epoch - 1) * self.batches + batch
        pace_s = (now - self._first_batch_at) / (done - 1) if done > 1 else 0.0
        left_s = round(pace_s * (self.epochs * self.batches - done) + (self.stages.rest_s() or self.finish_s), 1)
        fraction = _round(self.stages.fraction(done / (self.epochs * self.batches)))
        figures = _round(loss), _round(accuracy)
        self.report(Step(self._epoch, self.epochs, batch, self.batches, *figures, left_s, fraction))

    def end_epoch(self, loss: float, accuracy: float, validation_accuracy: float) -> None:
        """Report the epoch's loss, its accuracy, and the accuracy on held-out data."""
        seconds = round(self.clock() - self.started, 1)
        figures = _round(loss), _round(accuracy), _round(validation_accuracy)
        self.report(Epoch(self._epoch, self.epochs, *figures, seconds))


def _round(figure: float) -> float:
    return round(float(figure), 4)
