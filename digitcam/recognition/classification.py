"""The paper network's second step: look at each place that may show a digit more closely."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.detection import NONE, WINDOW_PX, PaperNetwork, PaperSettings
from digitcam.recognition.peaks import Places, peaks
from digitcam.vision.geometry import window
from digitcam.vision.standardise import standardise


@dataclass(frozen=True, slots=True)
class Looks:
    """What closer looks said.

    Attributes:
        boxes: (N, 4) float32 xyxy, pixels of the picture.
        found: (N,) float32, 0 to 1: the finding map's peaks there.
        near: (N,) float32, 0 to 1: the same in the middle of the closer look.
        answers: (N, 11) float32: probabilities of ten digits and of none.
        said: (N, 11) float32: what the referee says; where it was not asked, the answers.
        sureness: (N,) float32, 0 to 1: that it is a digit, and, in the end, this one.
        patches: (N, 96, 96) float32, standardised: what the network was given last.
    """

    boxes: NDArray[np.float32]
    found: NDArray[np.float32]
    near: NDArray[np.float32]
    answers: NDArray[np.float32]
    said: NDArray[np.float32]
    sureness: NDArray[np.float32]
    patches: NDArray[np.float32]

    def chosen(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Looks":
        """Some of them."""
        return Looks(*(getattr(self, field.name)[which] for field in fields(self)))


NO_LOOKS: Final = Looks(
    boxes=np.zeros((0, 4), np.float32),
    found=np.zeros(0, np.float32),
    near=np.zeros(0, np.float32),
    answers=np.zeros((0, NONE + 1), np.float32),
    said=np.zeros((0, NONE + 1), np.float32),
    sureness=np.zeros(0, np.float32),
    patches=np.zeros((0, WINDOW_PX, WINDOW_PX), np.float32),
)
"""Of a picture where nothing was found."""


def looked_at(grey: NDArray[np.uint8], places: Places, network: PaperNetwork, settings: PaperSettings) -> Looks:
    """Look at each place closely, and once more from where the first look saw it, unless that would see the same.

    Args:
        grey: (h, w) uint8, at least 1x1.
        places: N, at least 1, in pixels of the picture.
        network: What looks.
        settings: The constants.

    Returns:
        The boxes as they look from close by, the answers as the mean of both looks; nothing is sure yet.
    """
    boxes, answers, near, patches = _look(grey, places.boxes, network, settings.fill)
    again = np.flatnonzero(~_settled(places.boxes, boxes, answers, settings))
    if len(again):
        boxes[again], second, near[again], patches[again] = _look(grey, boxes[again], network, settings.fill)
        answers[again] = (answers[again] + second) / 2
    return Looks(boxes, places.scores, near, answers, answers, np.zeros(len(places), np.float32), patches)


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
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """One closer look at each box: the boxes from close by, the answers, the peaks there, the patches."""
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
    near: NDArray[np.float32] = find[:, _MIDST, _MIDST, 0].max(axis=(1, 2))
    return np.stack(better).astype(np.float32), read[:, 0, 0], near, patches


_MIDST: Final = slice(6, -6)
"""The cells of a closer look's finding map that are not near its sides."""

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
