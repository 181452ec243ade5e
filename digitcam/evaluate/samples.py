"""What is shown to the readers, and what they answered."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.metrics import same
from digitcam.readings import Reading

PATCH = "mnist"
"""The kind of MNIST's own test images, which go to a 28×28 network as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A picture and what it says.

    Attributes:
        name: For people: a file, or a scene's kind and number.
        kind: Which figures it counts for.
        truth: Its digits in reading order, lines parted by a line feed; empty if there are none.
        picture: Makes or loads it, (H, W) uint8 grey, the same each time; thousands would not fit in memory.
    """

    name: str
    kind: str
    truth: str
    picture: Callable[[], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What one reader said to one sample.

    Attributes:
        sample: What was shown.
        text: The answer as the page would show it, "?" for what is not trusted.
        guess: The likeliest digits, trusted or not.
        confidence: That of the least certain digit, 0 without any.
        ms: How long reading took.
    """

    sample: Sample
    text: str
    guess: str
    confidence: float
    ms: float

    @property
    def right(self) -> bool:
        """Whether the answer is exactly what the picture says."""
        return same(self.text, self.sample.truth)


def answer(sample: Sample, reading: Reading, ms: float) -> Answer:
    """Keep of a reading what the figures need."""
    guess = "".join(str(int(digit.probabilities.argmax())) for digit in reading.digits)
    return Answer(sample, reading.text, guess, reading.confidence, ms)
