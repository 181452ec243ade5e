"""Reading a video: in full now and then, and between two full readings only whether the last one still holds.

A full reading asks the paper network about each place that may be a digit twice. Whether the same digits still stand
there is one question, and where the answer is no, the same frame is read in full.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.paper_reading import PAPER_TRUST
from digitcam.paper_search import DEFAULT, WINDOW_PX, PaperNetwork
from digitcam.readings import Digit, Reading
from digitcam.recogniser import SIDES_PX, Recogniser, cut_out
from digitcam.vision.locate import overlaps, peaks
from digitcam.vision.standardise import standardise
from digitcam.vision.window import reduced, window

FULL_EVERY_S: Final = 1.0
"""A reading is made anew at least so often; what has changed in the box is noticed at once."""

FULL_EVERY_WHOLE_S: Final = 0.4
"""The same where copies of several sizes are searched, which a check does not do: so soon is a new digit found."""

LOOKS: Final = 3
"""So many digits are looked at in one check, in turn: six are through in 0.4 s."""

SAME_PLACE: Final = 0.4
"""Intersection over union with its last box from which on a digit counts as the one that stood there."""

NEW: Final = 0.5
"""A peak this high where no digit stood is looked into; lower ones flicker on bare paper."""


class Follower:
    """Reads one stream. For one thread."""

    def __init__(self) -> None:
        self._known = Reading()
        self._with: tuple[Settings, Recogniser] | None = None
        self._full_s = float("-inf")
        self._turn = 0

    def read(self, image: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, as :meth:`Recogniser.read` takes it.
            settings: How to look.
            recogniser: What reads in full.
            now_s: Time of the frame in seconds, on any clock that only goes forward.

        Returns:
            The reading: of this frame; or the last one, its boxes where its digits are now.
        """
        known = self._confirmed(image, settings, recogniser, now_s)
        if known is None:
            known = recogniser.read(image, settings)
            self._with, self._full_s = (settings, recogniser), now_s
        self._known = known
        return known

    def _confirmed(
        self, image: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float
    ) -> Reading | None:
        """The last reading if it still holds; None if it does not, or if it is time for another."""
        if recogniser.paper is None or settings.threshold is not None or self._with != (settings, recogniser):
            return None
        searched_once = len(SIDES_PX[settings.box]) == 1
        if now_s - self._full_s >= (FULL_EVERY_S if searched_once else FULL_EVERY_WHOLE_S):
            return None
        digits = self._known.digits
        if not digits or any(digit.label is None for digit in digits):
            return None
        region, grey = cut_out(image, settings.box)
        if region != self._known.region:
            return None
        self._turn += 1
        if searched_once and self._turn % 2:
            return _moved(self._known, grey, recogniser.paper)
        first = self._turn // 2 * LOOKS % len(digits)
        some = (digits + digits)[first : first + min(LOOKS, len(digits))]
        return self._known if _same(some, region[:2], grey, recogniser.paper) else None


def _moved(known: Reading, grey: NDArray[np.uint8], network: PaperNetwork) -> Reading | None:
    """The reading with its boxes where digits are found now; None if one is missing, or another one there."""
    copy, scale = reduced(grey, WINDOW_PX)
    places = peaks(network(standardise(copy)[None])[0][0], DEFAULT.peak)
    corner = np.array(known.region[:2] * 2, np.float32)
    now = np.asarray(places.boxes / np.tile(scale, 2) + corner, np.float32)
    before = np.array([digit.box for digit in known.digits], np.float32)
    if not len(now):
        return None
    shared, inside = overlaps(before, now)
    nearest = shared.argmax(axis=1)
    there = len(set(nearest.tolist())) == len(before) and bool((shared.max(axis=1) >= SAME_PLACE).all())
    new = (places.scores >= NEW) & (inside.max(axis=0) < DEFAULT.smaller)
    return _placed(known, now[nearest]) if there and not new.any() else None


def _placed(known: Reading, boxes: NDArray[np.float32]) -> Reading:
    first, last = np.tile(known.region[:2], 2), np.tile(known.region[2:], 2)
    placed = iter(np.clip(np.rint(boxes), first, last).astype(int).tolist())
    lines = tuple(tuple(replace(digit, box=tuple(next(placed))) for digit in line) for line in known.lines)
    return replace(known, lines=lines)


def _same(digits: tuple[Digit, ...], corner: tuple[int, int], grey: NDArray[np.uint8], network: PaperNetwork) -> bool:
    """Whether a closer look at each of these says what it said."""
    boxes = np.array([digit.box for digit in digits], np.float32) - np.array(corner * 2, np.float32)
    centres, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]).max(axis=1) / DEFAULT.fill
    windows = [window(grey, c, float(s), WINDOW_PX) for c, s in zip(centres, sides, strict=True)]
    read = network(np.stack([standardise(w) for w in windows]))[1][:, 0, 0]
    labels = [int(digit.probabilities.argmax()) for digit in digits]
    return bool((read[np.arange(len(digits)), labels] >= PAPER_TRUST).all())
