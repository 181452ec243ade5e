"""Let a network read digits in several encodings, and choose the one that it learnt."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_ACCURACY_LOSS: Final = 0.02
"""Amount by which the accuracy with an encoding may be below the highest one for it to be a candidate: a standard error
of 500 digits. Raising it accepts an encoding that reads worse."""

MIN_TEMPERATURE: Final = 0.22
"""Lowest temperature of a candidate, unless all are lower: below it, nearly all digits are read with so little
confidence that they are shown as "?". In our own encoding, networks that learnt it are above this, and dense and
linear ones that learnt pixels from 0 to 255 are below. Chosen by hand on networks trained for that; no script in the
repository does it. Raising it adapts networks of our encoding that were trained too briefly; lowering it leaves the
others with "?"."""

_MEAN: Final = 0.1307
_DEVIATION: Final = 0.3081
"""Mean and standard deviation of MNIST's training pixels in [0, 1], by which many tutorials normalise."""

_TINY: Final = 1e-30
"""Smallest probability in the loss."""

_TEMPERATURES: Final = np.logspace(-3, 3, 61)
"""Temperatures that are tried. Pixels that are 255 times too small or too large change it by up to as much."""


class Encoding(NamedTuple):
    """A way to write ink as numbers: scale × ink + offset, where ink is 0 on paper and 1 where it is full.

    Attributes:
        words: How messages describe it.
        scale: Factor.
        offset: Value of paper.
    """

    words: str
    scale: float
    offset: float

    def of(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return patches in [0, 1], light ink on dark, in this encoding."""
        return np.asarray(patches * np.float32(self.scale) + np.float32(self.offset), np.float32)


class Trial(NamedTuple):
    """How a network reads the trial digits in one encoding.

    Attributes:
        encoding: The encoding.
        accuracy: Share of digits that are read correctly, 0 to 1.
        loss: Mean cross-entropy at the best temperature; infinite if an output is not a number. It tells how much the
            answers say about the digits, whatever the network's confidence.
        temperature: Divisor of the logits at which the loss is lowest: about 1 if the confidence suits the accuracy,
            above 1 if it is too high (Guo et al., "On Calibration of Modern Neural Networks", 2017). Where biases
            hardly matter, only this tells pixels from 0 to 1 and from 0 to 255 apart.
    """

    encoding: Encoding
    accuracy: float
    loss: float
    temperature: float


def _both_inks(pixels: str, low: float, high: float) -> tuple[Encoding, Encoding]:
    return (
        Encoding(f"{pixels}, light ink on dark", high - low, low),
        Encoding(f"{pixels}, dark ink on light", low - high, high),
    )


ENCODINGS: Final = (
    *_both_inks("pixels from 0 to 1", 0.0, 1.0),
    *_both_inks("pixels from 0 to 255", 0.0, 255.0),
    *_both_inks("pixels from -1 to 1", -1.0, 1.0),
    *_both_inks("pixels normalised by MNIST's mean and deviation", -_MEAN / _DEVIATION, (1 - _MEAN) / _DEVIATION),
)
"""Encodings that are tried; the first is ours."""


def choose(trials: Sequence[Trial]) -> Trial:
    """Return the trial in the encoding that the network learnt.

    Candidates read with the highest accuracy, and not with far too little confidence. If our own encoding, the first,
    is among them, it is returned, since such a network needs no adaptation; else that of the lowest loss.
    """
    valid = [trial for trial in trials if math.isfinite(trial.loss)]
    if not valid:
        return trials[0]
    highest = max(trial.accuracy for trial in valid)
    accurate = [trial for trial in valid if trial.accuracy >= highest - MAX_ACCURACY_LOSS]
    candidates = [trial for trial in accurate if trial.temperature >= MIN_TEMPERATURE] or accurate
    return trials[0] if trials[0] in candidates else min(candidates, key=lambda trial: trial.loss)


def try_encoding(encoding: Encoding, probabilities: NDArray[np.float32], labels: NDArray[np.uint8]) -> Trial:
    """Measure how a network reads digits.

    Args:
        encoding: How the digits were written.
        probabilities: (N, 10), the network's answers.
        labels: (N,), the digits.
    """
    accuracy = float((probabilities.argmax(axis=1) == labels).mean())
    if not np.isfinite(probabilities).all():
        return Trial(encoding, accuracy, math.inf, 1.0)
    logits = np.log(np.clip(probabilities.astype(float), _TINY, 1))
    losses = [_cross_entropy(logits / temperature, labels) for temperature in _TEMPERATURES]
    best = int(np.argmin(losses))
    return Trial(encoding, accuracy, losses[best], float(_TEMPERATURES[best]))


def _cross_entropy(logits: NDArray[np.float64], labels: NDArray[np.uint8]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]).mean())
