"""What is measured of the answers: each function returns an estimate, None if no answer is counted."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from digitcam.evaluate.cells import cells_right
from digitcam.evaluate.estimates import Estimate, ratio_of, share_of, statistic_of
from digitcam.evaluate.metrics import calibration_error, claimed, edits, joined, reliability
from digitcam.evaluate.samples import Answer
from digitcam.evaluate.written import cells_without_separators, digit_errors, has_separator

Measure: TypeAlias = Callable[[Sequence[Answer]], Estimate | None]


def exact(answers: Sequence[Answer]) -> Estimate | None:
    """Return the share of pictures with digits that were read exactly."""
    return share_of(a.right for a in answers if a.sample.truth)


def errors(answers: Sequence[Answer]) -> Estimate | None:
    """Return the character error rate of pictures with several digits; for one digit it is nearly one minus `exact`.

    It is the number of edits (Levenshtein distance) per digit of ground truth. A long number weighs more; above 1 if
    many digits were read that are not there.
    """
    return ratio_of([(edits(a.text, a.sample.truth), len(joined(a.sample.truth))) for a in _several(answers)])


def digits_wrong(answers: Sequence[Answer]) -> Estimate | None:
    """Return the digits wrong, missed or invented, whatever their order, per digit of pictures with several digits."""
    return ratio_of([(digit_errors(a.text, a.sample.truth), len(joined(a.sample.truth))) for a in _several(answers)])


def _several(answers: Sequence[Answer]) -> list[Answer]:
    return [a for a in answers if len(joined(a.sample.truth)) > 1]


def claims(answers: Sequence[Answer]) -> Estimate | None:
    """Return the false positive rate: the share of pictures without digits in which one was read."""
    return share_of(claimed(a.text) for a in answers if not a.sample.truth)


def refusals(answers: Sequence[Answer]) -> Estimate | None:
    """Return the share of pictures of one digit that were refused: "?" or nothing."""
    return share_of(not claimed(a.text) for a in _singles(answers))


def unread(answers: Sequence[Answer]) -> Estimate | None:
    """Return the share of pictures of one digit in which nothing was read, not even "?"."""
    return share_of(not joined(a.text) for a in _singles(answers))


def _singles(answers: Sequence[Answer]) -> list[Answer]:
    return [a for a in answers if len(joined(a.sample.truth)) == 1]


def gained(answers: Sequence[Answer]) -> Estimate | None:
    """Return the share of pictures with digits in which a separator was read; for pictures that have none."""
    return share_of(a.separated for a in answers if a.sample.truth)


def cells_exact(answers: Sequence[Answer]) -> Estimate | None:
    """Return the share of cells whose digits were read exactly, in the right row and column; separators do not count.

    Empty cells count too.
    """
    tables = [(cells_without_separators(a.cells), cells_without_separators(a.sample.cells)) for a in answers]
    return ratio_of([(cells_right(read, truth), sum(map(len, truth))) for read, truth in tables if truth])


def separated_cells_exact(answers: Sequence[Answer]) -> Estimate | None:
    """Return the share of cells with a separator that were read exactly, separators included, in the right place."""
    return ratio_of([counts for a in answers if (counts := _separated(a))[1]])


def _separated(answer: Answer) -> tuple[int, int]:
    """Return how many of a picture's cells with a separator are right, and how many there are."""
    rows = answer.cells
    hits = [
        r < len(rows) and c < len(rows[r]) and rows[r][c] == cell
        for r, row in enumerate(answer.sample.cells)
        for c, cell in enumerate(row)
        if has_separator(cell)
    ]
    return sum(hits), len(hits)


def calibration(answers: Sequence[Answer]) -> Estimate | None:
    """Return the expected calibration error of pictures of one digit in which a digit was found.

    The likeliest digit is counted, even if its confidence is too low to be shown. Resampling adds noise to the bins, so
    the interval of a well calibrated reader lies above the figure rather than around it.
    """
    found = [(a.confidence, a.guess == joined(a.sample.truth)) for a in _singles(answers) if a.guess]
    excess = np.array([right - confidence for confidence, right in found])
    bins = np.array([min(9, int(10 * confidence)) for confidence, _ in found], np.int64)
    estimate = statistic_of(
        lambda chosen: float(np.abs(np.bincount(bins[chosen], excess[chosen])).sum() / len(chosen)), len(found)
    )
    return estimate and estimate._replace(value=calibration_error(reliability(found)))
