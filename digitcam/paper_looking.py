"""The paper network's second step: look at each place that may show a digit more closely."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.paper_search import NONE, WINDOW_PX, PaperNetwork, PaperSettings
from digitcam.vision.locate import peaks
from digitcam.vision.standardise import standardise
from digitcam.vision.window import window


@dataclass(frozen=True, slots=True)
class Looks:
    """What closer looks said.

    Attributes:
        boxes: (N, 4) float32 xyxy, pixels of the picture.
        found: (N,) float32, 0 to 1: the finding map's peaks there.
        answers: (N, 11) float32: probabilities of ten digits and of none.
        sureness: (N,) float32, 0 to 1: that it is a digit, and this one.
        patches: (N, 96, 96) float32, standardised: what the network was given last.
    """

    boxes: NDArray[np.float32]
    found: NDArray[np.float32]
    answers: NDArray[np.float32]
    sureness: NDArray[np.float32]
    patches: NDArray[np.float32]

    def chosen(self, which: NDArray[np.int64]) -> "Looks":
        """Some of them."""
        return Looks(
            self.boxes[which], self.found[which], self.answers[which], self.sureness[which], self.patches[which]
        )


NO_LOOKS: Final = Looks(
    np.zeros((0, 4), np.float32),
    np.zeros(0, np.float32),
    np.zeros((0, NONE + 1), np.float32),
    np.zeros(0, np.float32),
    np.zeros((0, WINDOW_PX, WINDOW_PX), np.float32),
)
"""Of a picture where nothing was found."""


def looked_at(
    grey: NDArray[np.uint8], found: NDArray[np.float32], network: PaperNetwork, settings: PaperSettings
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Look at each place closely, and once more from where the first look saw it, unless that would see the same.

    Args:
        grey: (h, w) uint8, at least 1x1.
        found: (N, 4) float32 xyxy, pixels of the picture; N at least 1.
        network: What looks.
        settings: The constants.

    Returns:
        The boxes as they look from close by, (N, 4); the answers, (N, 11), the mean of both looks; what the network
        was given last, (N, 96, 96); all float32.
    """
    boxes, answers, patches = _look(grey, found, network, settings.fill)
    again = np.flatnonzero(~_settled(found, boxes, answers, settings))
    if len(again):
        boxes[again], second, patches[again] = _look(grey, boxes[again], network, settings.fill)
        answers[again] = (answers[again] + second) / 2
    return boxes, answers, patches


def _settled(
    found: NDArray[np.float32], seen: NDArray[np.float32], answers: NDArray[np.float32], settings: PaperSettings
) -> NDArray[np.bool_]:
    """Which first looks were sure, and from where the second would be, too."""
    sides = (found[:, 2:] - found[:, :2]).max(axis=1)
    moved = np.abs(seen - found).max(axis=1)
    sure: NDArray[np.bool_] = (answers.max(axis=1) >= settings.settled) & (moved <= settings.still * sides)
    return sure


def _look(
    grey: NDArray[np.uint8], boxes: NDArray[np.float32], network: PaperNetwork, fill: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """One closer look at each box; returns what :func:`looked_at` does."""
    centres, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]).max(axis=1) / fill
    windows = [window(grey, c, float(s), WINDOW_PX) for c, s in zip(centres, sides, strict=True)]
    patches = np.stack([standardise(w) for w in windows])
    find, read, _ = network(patches)
    corners = np.tile(centres - sides[:, None] / 2, 2)
    closer = [_middle(f) for f in find]
    better = [
        box if c is None else corner + c * (side / WINDOW_PX)
        for box, c, side, corner in zip(boxes, closer, sides, corners, strict=True)
    ]
    return np.stack(better).astype(np.float32), read[:, 0, 0], patches


_SEEN: Final = 0.2
"""Probability from which on a closer look's peak may move the box."""

_AWAY_PX: Final = 22.0
"""A peak further than this from the middle is another digit's."""


def _middle(find: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The box of the digit in the middle of a closer look, in its pixels; None if there is none."""
    places = peaks(find, _SEEN)
    away = np.abs((places.boxes[:, :2] + places.boxes[:, 2:]) / 2 - WINDOW_PX / 2).max(axis=1, initial=0)
    near = np.flatnonzero(away <= _AWAY_PX)
    if not len(near):
        return None
    best: NDArray[np.float32] = places.boxes[near[np.argmax(places.scores[near] - away[near] / WINDOW_PX * 4)]]
    return best
