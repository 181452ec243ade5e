"""Estimates: a figure, how many values it rests on, and its 95 % interval."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.metrics import share

Z: Final = 1.96
"""Standard deviations on either side of the mean in a 95 % interval."""

FEW: Final = 100
"""Number of pictures below which a figure is marked as an observation."""

OBSERVATION: Final = f"observation: fewer than {FEW} pictures"

RESAMPLES: Final = 1000
"""Number of bootstrap samples. The bounds of an interval then vary by a few percent of its width."""

BATCH: Final = 100
"""Number of bootstrap samples that are held in memory at once."""

SEED: Final = 1618
"""Seed of the bootstrap. It is fixed, so that equal answers give equal intervals."""

Interval: TypeAlias = tuple[float, float]
Statistic: TypeAlias = Callable[[NDArray[np.int64]], float]
"""(N,) indices of pictures, some of them repeated → a figure."""


class Estimate(NamedTuple):
    """A figure with its uncertainty.

    Attributes:
        value: The figure.
        n: Number of pictures, digits or cells that the figure is a share of; of values for a median.
        pictures: Number of pictures.
        interval: Lower and upper bound of the 95 % interval; None for a single measurement.
    """

    value: float
    n: int
    pictures: int
    interval: Interval | None


def interval(right: int, count: int) -> Interval:
    """Return the 95 % interval of a share (E. B. Wilson, JASA 1927).

    Examples:
        >>> [round(bound, 3) for bound in interval(98, 100)]
        [0.93, 0.994]
    """
    middle_share, weight = right / count, Z * Z / count
    middle = (middle_share + weight / 2) / (1 + weight)
    reach = Z / (1 + weight) * math.sqrt(middle_share * (1 - middle_share) / count + weight / (4 * count))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def share_of(hits: Iterable[bool]) -> Estimate | None:
    """Return the share of pictures with a property, with Wilson's interval; None without pictures.

    Examples:
        >>> share_of([True, True, False, False]).value
        0.5
    """
    flags = list(hits)
    value = share(flags)
    return None if value is None else Estimate(value, len(flags), len(flags), interval(sum(flags), len(flags)))


def ratio_of(parts: Sequence[tuple[int, int]]) -> Estimate | None:
    """Return a ratio over all pictures together, with a bootstrap interval over the pictures.

    The digits or cells of one picture are read well or badly together, so that an interval over them would be too
    narrow.

    Args:
        parts: Numerator and denominator of each picture, such as its errors and its digits.

    Returns:
        The sum of the numerators over that of the denominators; None if that is 0.

    Examples:
        >>> ratio_of([(1, 10), (0, 10)]).value
        0.05
    """
    array = np.array(parts, np.int64).reshape(-1, 2)
    over, under = (int(total) for total in array.sum(axis=0))
    if not under:
        return None

    def ratio(chosen: NDArray[np.int64]) -> float:
        sums = array[chosen].sum(axis=0)
        return float(sums[0] / max(1, sums[1]))

    bounds = _bootstrap(ratio, len(array))
    # Where all pictures are equally good, resampling them says nothing.
    if bounds[0] == bounds[1] and over <= under:
        bounds = interval(over, under)
    return Estimate(over / under, under, len(array), bounds)


def median_of(values: Sequence[float]) -> Estimate | None:
    """Return a median with a bootstrap interval; None without values. Values may be infinite.

    Examples:
        >>> median_of([1.0, 2.0, float("inf")]).value
        2.0
    """
    array = np.array(values, np.float64)
    return statistic_of(lambda chosen: _middle(array[chosen]), len(array))


def _middle(values: NDArray[np.float64]) -> float:
    below, above = (float(np.quantile(values, 0.5, method=method)) for method in ("lower", "higher"))
    return below if below == above else (below + above) / 2


def statistic_of(statistic: Statistic, count: int) -> Estimate | None:
    """Return any figure of pictures with a bootstrap interval; None without pictures.

    Args:
        statistic: Computes the figure of some of the pictures.
        count: Number of pictures.
    """
    if not count:
        return None
    return Estimate(statistic(np.arange(count)), count, count, _bootstrap(statistic, count))


def _bootstrap(statistic: Statistic, count: int) -> Interval:
    """Return the 95 % percentile interval (B. Efron, The Annals of Statistics 7, 1979)."""
    rng = np.random.default_rng(SEED)
    samples = (sample for _ in range(RESAMPLES // BATCH) for sample in rng.integers(0, count, (BATCH, count), np.int64))
    figures = np.array([statistic(sample) for sample in samples])
    # Without interpolation, because figures may be infinite.
    low, high = np.quantile(figures, [0.025, 0.975], method="nearest")
    return float(low), float(high)
