"""False claims of digits in crops of photographs without digits."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.estimates import interval
from digitcam.evaluate.metrics import claimed
from digitcam.reporting.text import aligned

CROPS: Final = 1660
"""Number of crops. The standard error of a share of 1 % is then at least a quarter of a percent:
crops of one photograph resemble each other."""

SIDE_PX: Final = 480
"""Side of a crop, pixels: the largest square of a camera's frame of 480 lines."""

SMALLEST_SHARE: Final = 0.2
"""Smallest side of a crop, share of the photograph's shorter side."""

TITLE: Final = "a digit claimed in a crop of a photograph without any"


class FalseClaims(NamedTuple):
    """The result.

    Attributes:
        crops: Number of crops that were read.
        claims: Number of crops in which a digit was read.
    """

    crops: int
    claims: int


def measure(
    read: Callable[[NDArray[np.uint8]], str],
    photographs: Sequence[NDArray[np.uint8]],
    count: int,
    progress: Callable[[range, str], Iterable[int]],
) -> FalseClaims:
    """Read crops of photographs without digits; the same crops each time.

    Args:
        read: Maps a crop (480, 480) uint8 to a text, with "?" for a mark of low confidence, which is no claim.
        photographs: At least one, each (h, w) uint8; they take turns.
        count: Number of crops.
        progress: Yields the numbers of the crops, and shows how far it is.
    """
    claims = [claimed(read(crop(photographs, number))) for number in progress(range(count), "photographs")]
    return FalseClaims(len(claims), sum(claims))


def crop(photographs: Sequence[NDArray[np.uint8]], number: int) -> NDArray[np.uint8]:
    """Cut a square of a random size and place out of a photograph, as a live box shows it: (480, 480) uint8."""
    rng = np.random.default_rng(number)
    photograph = photographs[number % len(photographs)]
    shorter = min(photograph.shape)
    side = max(1, round(shorter * np.exp(rng.uniform(np.log(SMALLEST_SHARE), 0))))
    y, x = (int(rng.integers(size - side + 1)) for size in photograph.shape)
    square = photograph[y : y + side, x : x + side]
    interpolation = cv2.INTER_AREA if side > SIDE_PX else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(square, (SIDE_PX, SIDE_PX), interpolation=interpolation), np.uint8)


def text(result: FalseClaims) -> str:
    """Return the result as aligned lines."""
    low, high = interval(result.claims, result.crops)
    row = [TITLE, str(result.crops), str(result.claims), f"{low:.2%} to {high:.2%}"]
    return aligned([["", "crops", "claims", "95 % interval"], row])


def data(result: FalseClaims) -> dict[str, Any]:
    """Return the result as data for JSON."""
    return result._asdict() | {"interval": interval(result.claims, result.crops)}
