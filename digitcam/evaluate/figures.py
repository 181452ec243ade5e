"""Contents of the report's diagrams: a confusion matrix and a reliability diagram."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from digitcam.evaluate.bars import RENDERED
from digitcam.evaluate.metrics import SEVERAL, Bin, calibration_error, confusion, joined, reliability
from digitcam.evaluate.samples import PATCH, Answer
from digitcam.readings import UNTRUSTED

DIGITS: Final = tuple("0123456789")

COLUMNS: Final = (*DIGITS, UNTRUSTED, "", SEVERAL)
"""Answers that have a column in the confusion matrix."""


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """One cell of the confusion matrix.

    Attributes:
        count: Number of answers.
        right: Whether they are right.
        shade: Strength of the cell's colour, 0 to 1.
    """

    count: int
    right: bool
    shade: float


@dataclass(frozen=True, slots=True)
class ReliabilityDiagram:
    """Accuracy of answers by their confidence.

    Attributes:
        title: Which answers.
        bins: Answers of similar confidence.
        count: Number of answers.
        error: Expected calibration error.
    """

    title: str
    bins: list[Bin]
    count: int
    error: float

    @property
    def largest(self) -> int:
        """Number of answers in the largest bin; 1 if there are none."""
        return max((b.count for b in self.bins), default=1)


def singles(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers to pictures of one digit.

    Answers to MNIST's own images are returned only if there are no others, because they would outnumber them.
    """
    found = [a for a in answers if len(joined(a.sample.truth)) == 1]
    return [a for a in found if a.sample.kind != PATCH] or found


def confusion_matrix(answers: Sequence[Answer]) -> dict[str, list[ConfusionCell]]:
    """Return the cells of each digit's row, in the order of `COLUMNS`."""
    counts = confusion((a.text, a.sample.truth) for a in singles(answers))
    return {truth: _cells(truth, [counts[truth, answer] for answer in COLUMNS]) for truth in DIGITS}


def _cells(truth: str, counts: Sequence[int]) -> list[ConfusionCell]:
    total = sum(counts) or 1
    # The square root makes a single misread among hundreds visible.
    return [
        ConfusionCell(count, answer == truth, (count / total) ** 0.5)
        for answer, count in zip(COLUMNS, counts, strict=True)
    ]


def reliability_diagrams(answers: Sequence[Answer]) -> list[ReliabilityDiagram]:
    """Return the diagram of all pictures of one digit, and that of the rendered ones if some are not."""
    rendered = [a for a in answers if any(fnmatchcase(a.sample.kind, kind) for kind in RENDERED)]
    every, drawn = (
        reliability_diagram("all pictures of one digit", answers),
        reliability_diagram("rendered scenes", rendered),
    )
    return [every, drawn] if 0 < drawn.count < every.count else [every]


def reliability_diagram(title: str, answers: Sequence[Answer]) -> ReliabilityDiagram:
    """Return the diagram of the pictures of one digit in which a digit was found.

    The likeliest digit is counted, even if its confidence is too low to be shown.
    """
    found = [a for a in singles(answers) if a.guess]
    bins = reliability([(a.confidence, a.guess == joined(a.sample.truth)) for a in found])
    return ReliabilityDiagram(title, bins, len(found), calibration_error(bins))
