"""Metrics: pure functions on texts and numbers."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from digitcam.readings import UNTRUSTED

SEVERAL = "several"
"""Column of the confusion matrix for answers of more than one digit."""


def joined(text: str) -> str:
    r"""Return a text without its line breaks, which do not count.

    Examples:
        >>> joined("12\n34")
        '1234'
    """
    return "".join(text.split())


def same(text: str, truth: str) -> bool:
    r"""Return whether all digits were read, and nothing else.

    Examples:
        >>> same("12\n3", "123"), same("12?", "123"), same("", "")
        (True, False, True)
    """
    return joined(text) == joined(truth)


def claimed(text: str) -> bool:
    """Return whether a text contains a digit; "?" says that there is a mark, but not which digit it is.

    Examples:
        >>> claimed(""), claimed("?"), claimed("?7")
        (False, False, True)
    """
    return any(character != UNTRUSTED for character in joined(text))


def share(hits: Iterable[bool]) -> float | None:
    """Return the share of true values; None if there are no values.

    Examples:
        >>> share([True, False, False, False])
        0.25
    """
    flags = list(hits)
    return sum(flags) / len(flags) if flags else None


def edits(text: str, truth: str) -> int:
    r"""Return the number of edits between a text and its ground truth (Levenshtein distance).

    Line breaks do not count; "?" is a wrong character.

    Examples:
        >>> edits("12\n4", "123"), edits("1?", "12")
        (1, 1)
    """
    return Levenshtein.distance(joined(text), joined(truth))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of similar confidence.

    Attributes:
        low: Lowest confidence, inclusive.
        high: Highest confidence, exclusive except for 1.
        count: Number of answers.
        confidence: Mean confidence.
        accuracy: Share of right answers.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(answers: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Sort answers by confidence into bins of equal width (DeGroot and Fienberg, The Statistician 32, 1983).

    Args:
        answers: Confidence in [0, 1], and whether the answer was right.
        bins: Number of bins, counting empty ones.

    Returns:
        The bins that are not empty, in ascending order.

    Examples:
        >>> reliability([(0.55, True), (0.55, False), (1.0, True)])
        [Bin(low=0.5, high=0.6, count=2, confidence=0.55, accuracy=0.5), \
Bin(low=0.9, high=1.0, count=1, confidence=1.0, accuracy=1.0)]
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        groups.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    return [_bin(i / bins, (i + 1) / bins, group) for i, group in sorted(groups.items())]


def _bin(low: float, high: float, group: list[tuple[float, bool]]) -> Bin:
    count = len(group)
    return Bin(low, high, count, math.fsum(c for c, _ in group) / count, sum(right for _, right in group) / count)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean difference of confidence and accuracy (expected calibration error, Naeini et al., AAAI 2015).

    Examples:
        >>> calibration_error([Bin(0.8, 0.9, 3, 0.85, 0.75), Bin(0.9, 1.0, 1, 1.0, 1.0)])
        0.075
    """
    total = sum(b.count for b in bins)
    return round(sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / total, 12) if total else 0.0


def confusion(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Count the answers to each digit.

    Args:
        pairs: Answer and ground truth of pictures of one digit.

    Returns:
        The number of answers by ground truth and answer. An answer of several digits is counted as `SEVERAL`, nothing
        read as "".

    Examples:
        >>> dict(confusion([("7", "7"), ("1", "7"), ("17", "7"), ("", "7")]))
        {('7', '7'): 1, ('7', '1'): 1, ('7', 'several'): 1, ('7', ''): 1}
    """
    texts = ((joined(text), truth) for text, truth in pairs)
    return Counter((truth, text if len(text) <= 1 else SEVERAL) for text, truth in texts)
