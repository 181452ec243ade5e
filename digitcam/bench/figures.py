"""Numbers from numbers."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values is not above, by the nearest rank.

    Args:
        values: At least one.
        share: 0 to 1.

    Examples:
        >>> percentile([4, 1, 3, 2], 0.5), percentile([4, 1, 3, 2], 0.05), percentile([7], 0.95)
        (2, 1, 7)
    """
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def carried(p5_fps: Sequence[float], least: float) -> float:
    """How many sessions a server carries: where the slowest ones fall below a rate, between two counts in proportion.

    Args:
        p5_fps: The rate that 5 % fell below, with 1, 2, 3, … sessions.
        least: The rate.

    Examples:
        >>> carried([30, 30, 29, 27], 28)
        3.5
        >>> carried([30, 30], 28), carried([14], 28), carried([], 28)
        (2.0, 0.5, 0.0)
    """
    for number, rate in enumerate(p5_fps):
        if rate < least:
            before = p5_fps[number - 1] if number else 2 * least - rate
            return number + (before - least) / max(1e-9, before - rate)
    return float(len(p5_fps))
