"""Where training stands, and how long it will take."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from digitcam.networks.events import Epoch, Event, Step

FINISH_S: Final = 5.0
"""What testing, saving and converting take after the last batch: 2 s measured on 2 cores, and more where the converter
has never been read from the disk before."""


@dataclass(slots=True)
class Course:
    """Turns what Keras says during a training into events.

    Attributes:
        report: Gets the events.
        epochs: How many there will be.
        batches: How many an epoch has.
        started: When the job began, by the clock.
        finish_s: What comes after the last batch takes so long.
        clock: Tells the seconds.
    """

    report: Callable[[Event], None]
    epochs: int
    batches: int
    started: float
    finish_s: float = FINISH_S
    clock: Callable[[], float] = time.monotonic
    _first: float | None = field(default=None, init=False)

    def on_batch(self, epoch: int, batch: int, loss: float, accuracy: float) -> None:
        """Report a batch; epoch and batch count from 1."""
        now = self.clock()
        if self._first is None:
            # Counted from the end of the first batch: that one includes seconds of preparation.
            self._first = now
        done = (epoch - 1) * self.batches + batch
        pace = (now - self._first) / (done - 1) if done > 1 else 0.0
        left = pace * (self.epochs * self.batches - done) + self.finish_s
        self.report(Step(epoch, self.epochs, batch, self.batches, _short(loss), _short(accuracy), round(left, 1)))

    def on_epoch(self, epoch: int, loss: float, accuracy: float, validation_accuracy: float) -> None:
        """Report the end of an epoch, counted from 1."""
        seconds = round(self.clock() - self.started, 1)
        self.report(Epoch(epoch, self.epochs, _short(loss), _short(accuracy), _short(validation_accuracy), seconds))


def _short(figure: float) -> float:
    return round(float(figure), 4)
