"""Figures of merit: pure functions on texts and numbers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digitcam.readings import UNTRUSTED


def joined(text: str) -> str:
    r"""A text without its line breaks, which do not count.

    Examples:
        >>> joined("12\n34")
        '1234'
    """
    return "".join(text.split())


def same(text: str, truth: str) -> bool:
    r"""Whether every digit was read, and nothing else.

    Examples:
        >>> same("12\n3", "123"), same("12?", "123"), same("", "")
        (True, False, True)
    """
    return joined(text) == joined(truth)


def claimed(text: str) -> bool:
    """Whether any digit was named; "?" says that there is something, not what.

    Examples:
        >>> claimed(""), claimed("?"), claimed("?7")
        (False, False, True)
    """
    return any(character != UNTRUSTED for character in joined(text))


def share(hits: Iterable[bool]) -> float | None:
    """Share of what is true, None of nothing.

    Examples:
        >>> share([True, False, False, False])
        0.25
    """
    flags = list(hits)
    return sum(flags) / len(flags) if flags else None


def edit_distance(one: str, other: str) -> int:
    """Least number of insertions, deletions and substitutions between two texts.

    Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", Soviet Physics Doklady
    10(8), 1966; computed row by row after Wagner and Fischer, JACM 21(1), 1974.

    Examples:
        >>> edit_distance("1234", "134"), edit_distance("", "12"), edit_distance("17", "71")
        (1, 2, 2)
    """
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def character_error_rate(pairs: Iterable[tuple[str, str]]) -> float | None:
    r"""Edits that the texts are away from the truths, per character of truth; above 1 if much was invented.

    Args:
        pairs: Text and truth of each picture. Line breaks do not count, a "?" is a wrong character.

    Returns:
        The rate over all of them together, so that a long number weighs more; None without any truth.

    Examples:
        >>> character_error_rate([("12\n4", "123"), ("5", "5")])
        0.25
    """
    texts = [(joined(text), joined(truth)) for text, truth in pairs]
    length = sum(len(truth) for _, truth in texts)
    return sum(edit_distance(text, truth) for text, truth in texts) / length if length else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        low: Least confidence, inclusive.
        high: Greatest, exclusive but for 1.
        count: How many answers.
        confidence: Their mean confidence.
        accuracy: Share of right ones.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(answers: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Sort answers by confidence into bins of equal width (DeGroot and Fienberg, The Statistician 32, 1983).

    Args:
        answers: Confidence, 0 to 1, and whether the answer was right.
        bins: How many there would be if none were empty.

    Returns:
        The bins that have answers, least confident first.

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
    """How far confidence and accuracy lie apart on average (expected calibration error, Naeini et al., AAAI 2015).

    Examples:
        >>> calibration_error([Bin(0.8, 0.9, 3, 0.85, 0.75), Bin(0.9, 1.0, 1, 1.0, 1.0)])
        0.075
    """
    total = sum(b.count for b in bins)
    return round(sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / total, 12) if total else 0.0


def confusion(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Count what was answered to each digit.

    Args:
        pairs: Answer and truth of pictures of one digit. An answer of several digits counts as "several".

    Returns:
        How often each truth got each answer, keyed by both; nothing read is "".

    Examples:
        >>> confusion([("7", "7"), ("1", "7"), ("17", "7"), ("", "7")])
        {('7', '7'): 1, ('7', '1'): 1, ('7', 'several'): 1, ('7', ''): 1}
    """
    counts: dict[tuple[str, str], int] = {}
    for text, truth in pairs:
        said = joined(text)
        key = truth, said if len(said) <= 1 else "several"
        counts[key] = counts.get(key, 0) + 1
    return counts
