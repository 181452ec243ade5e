"""Samples, and the readers' answers to them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.metrics import same
from digitcam.evaluate.written import Table, digits_only, has_separator
from digitcam.readings import Reading

PATCH = "mnist"
"""Kind of MNIST's own test images, which a 28×28 network classifies as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A picture and its ground truth.

    Attributes:
        name: Name in the report: a file, or a scene's kind and number.
        kind: Kind of picture. Pictures of one kind are counted together.
        truth: Its digits in reading order, with line feeds between lines; empty if there are none.
        picture: Renders or loads the picture, (H, W) uint8 grey, the same on every call. Samples do not hold their
            pictures, because thousands would not fit in memory.
        cells: Its cells as written, with separators; no rows if that is unknown or it is not a table.
    """

    name: str
    kind: str
    truth: str
    picture: Callable[[], NDArray[np.uint8]]
    cells: Table = ()


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The answer of one reader to one sample.

    Attributes:
        sample: The sample.
        text: Digits as the page would show them, with "?" for each whose confidence is too low, without separators.
        guess: The likeliest digits, whatever their confidence.
        confidence: Lowest confidence of the digits, 0 to 1; 0 if there are none.
        ms: Time that reading took, ms.
        cells: Cells that were read, with separators; no rows if the sample has none.
        separated: Whether a separator was read.
    """

    sample: Sample
    text: str
    guess: str
    confidence: float
    ms: float
    cells: Table = ()
    separated: bool = False

    @property
    def right(self) -> bool:
        """Whether all digits were read, and nothing else."""
        return same(self.text, self.sample.truth)


def answer(sample: Sample, reading: Reading, ms: float) -> Answer:
    """Return the answer that a reading gives."""
    guess = "".join(str(int(digit.probabilities.argmax())) for digit in reading.digits)
    cells = tuple(tuple(cell.text for cell in row) for row in reading.rows) if sample.cells else ()
    digits, separated = digits_only(reading.text), has_separator(reading.text)
    return Answer(sample, digits, guess, reading.confidence, ms, cells, separated)
