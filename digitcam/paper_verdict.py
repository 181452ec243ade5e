"""Whether what was looked at is a digit: all that speaks for it and against it, weighed."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.paper_looking import Looks
from digitcam.paper_search import NONE, WINDOW_PX, Finds
from digitcam.vision.stray import stray_edges

ONE: Final = 1
"""The digit that is but a stroke."""

# Weights of log-odds, by logistic regression on places in 25,000 pictures: docs/decisions/0004 says which.
_PRIOR: Final = -8.2
_FOUND: Final = 1.03
_NEAR: Final = 0.98
_READ: Final = 0.54
_NOTHING: Final = -0.33
_AROUND: Final = -0.28
_WHOLE: Final = -0.77

_STRAY: Final = -3.26
"""Weight of the logarithm of the share of stray edges,"""

_EVEN: Final = 0.11
_UNEVEN: Final = 0.31
"""which says no more below the one and above the other."""

_SIZE: Final = 0.66
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
    stray = np.clip([stray_edges(patch) for patch in looks.patches], _EVEN, _UNEVEN)
    odds = (
        _PRIOR
        + _FOUND * _log_odds(looks.found)
        + _NEAR * _log_odds(looks.near)
        + _AROUND * _log_odds(finds.around[:, NONE])
        + _STRAY * np.log(stray)
        + _SIZE * np.log(np.clip(longer / side, _LEAST, _LARGE))
    )
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


def _log_odds(chance: NDArray[np.float32]) -> NDArray[np.float32]:
    chance = np.clip(chance, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(chance / (1 - chance)), np.float32)
