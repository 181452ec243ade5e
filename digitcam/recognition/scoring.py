"""Whether what was looked at is a digit: all that speaks for it and against it, weighed."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digitcam.recognition.classification import Looks
from digitcam.recognition.detection import NONE, WINDOW_PX, Finds
from digitcam.recognition.features import evenness

ONE: Final = 1
"""The digit that is but a stroke."""

# Weights of log-odds, by logistic regression on places in 25,000 pictures: docs/decisions/0004 says which.
_PRIOR: Final = -6.22
_FOUND: Final = 0.86
_NEAR: Final = 0.67
_READ: Final = 0.41
_NOTHING: Final = -0.28
_AROUND: Final = -0.27
_WHOLE: Final = -0.66

_UNEVEN: Final = {
    "stray": (-2.64, 0.11, 0.31),
    "grain": (0.65, 0.05, 0.3),
    "edges": (-2.2, 0.42, 0.96),
    "strokes": (-1.37, 0.5, 1.8),
}
"""Weights of the logarithms of how uneven it is, and between what values each says anything."""

_SIZE: Final = 0.87
"""Weight of the logarithm of a mark's longer side in the picture's: in large pictures there is more of everything."""

_LARGE: Final = 0.3
"""From this share on it is large enough."""

_WHOLE_FROM: Final = 1.5
"""The glance at the whole is a witness from these log-odds on that there is nothing,"""

_CERTAIN: Final = 0.97
"""and this sure of it, its odds count in full against a 1: rows of signs have many strokes."""

GLANCED_PX: Final = 12.0
"""Smaller digits than this, in a glance's 96 pixels, are too small for it to count as a witness,"""

_HARDLY_SEEN_PX: Final = 10.0
"""the less the nearer to this they are: it was never shown digits so small."""

_LEAST: Final = 1e-3


def evidence(looks: Looks, finds: Finds, side: int) -> NDArray[np.float32]:
    """What the picture and the places say, as log-odds that a digit is there.

    Args:
        looks: The closer looks.
        finds: What they looked at, in the same order.
        side: The picture's longer side.

    Returns:
        (N,) float32.
    """
    longer = (looks.boxes[:, 2:] - looks.boxes[:, :2]).max(axis=1)
    uneven = [evenness(patch) for patch in looks.patches]
    odds = (
        _PRIOR
        + _FOUND * _log_odds(looks.found)
        + _NEAR * _log_odds(looks.near)
        + _AROUND * _log_odds(finds.around[:, NONE])
        + _SIZE * _log(longer / side, _LEAST, _LARGE)
    )
    for of, (weight, least, most) in _UNEVEN.items():
        odds += weight * _log([getattr(each, of) for each in uneven], least, most)
    seen = np.clip((longer * WINDOW_PX / side - _HARDLY_SEEN_PX) / (GLANCED_PX - _HARDLY_SEEN_PX), 0, 1)
    against = seen * _log_odds(finds.whole[NONE])
    odds += _WHOLE * np.maximum(against - _WHOLE_FROM, 0)
    if finds.whole[NONE] >= _CERTAIN:
        odds -= against * (looks.answers[:, :NONE].argmax(axis=1) == ONE)
    return np.asarray(odds, np.float32)


def verdict(looks: Looks, odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """How likely a digit is there, whichever.

    Args:
        looks: The closer looks, and what the referee said of them.
        odds: The evidence for each, (N,).

    Returns:
        (N,) float32, 0 to 1.
    """
    each, label = np.arange(len(odds)), looks.answers[:, :NONE].argmax(axis=1)
    likely = np.asarray((looks.answers + looks.said)[each, label] / 2, np.float32)
    odds = odds + _READ * _log_odds(likely) + _NOTHING * _log_odds(looks.said[:, NONE])
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def _log(values: ArrayLike, least: float, most: float) -> NDArray[np.float64]:
    return np.asarray(np.log(np.clip(values, least, most)), np.float64)


def _log_odds(chance: NDArray[np.float32]) -> NDArray[np.float32]:
    chance = np.clip(chance, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(chance / (1 - chance)), np.float32)
