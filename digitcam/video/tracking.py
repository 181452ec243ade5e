"""Reading a video: anew when something has changed or it is time, and else as it was read before.

Most pictures of a video show what the last one did, a little moved. To see that takes a tenth of what reading takes,
and tells of a change more surely than a network that is asked once.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser, cut_out
from digitcam.video.alignment import Kept, Motion, keep, motion

FIRST_S: Final = 0.15
"""What was read for the first time is read again at the next reading but one, and then after twice the time, and so on:
a first look may have met a hand still moving."""

LONGEST_S: Final = 3.0
"""But at least so often. What has changed is noticed at once, all but what is too faint beside a bold digit."""

LONGEST_WHOLE_S: Final = 0.4
"""The same where only the digits' surroundings are compared: so soon is a new digit found elsewhere."""

CELLS: Final = 120
"""Pictures are compared on copies with so many cells along the frame's shorter side: 37 along that of the box."""

AROUND: Final = 0.5
"""A digit's surroundings reach so far beyond its box, as a share of the box's longer side."""


class Follower:
    """Reads one stream. For one thread at a time."""

    def __init__(self) -> None:
        self._known = Reading()
        self._kept: tuple[Box, Kept] | None = None
        self._with: tuple[Settings, Recogniser] | None = None
        self._read_s, self._trusted_s = float("-inf"), FIRST_S

    def read(self, image: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, as :meth:`Recogniser.read` takes it.
            settings: How to look.
            recogniser: What reads.
            now_s: Time of the frame in seconds, on any clock that only goes forward.

        Returns:
            The reading: of this frame; or the last one, its boxes where its digits are now.
        """
        held = self.held(image, settings, recogniser, now_s)
        if held is not None:
            return held
        reading = recogniser.read(image, settings)
        longest = LONGEST_WHOLE_S if settings.box == "whole" else LONGEST_S
        again = self._with == (settings, recogniser) and reading.text == self._known.text
        self._trusted_s = min(longest, 2 * self._trusted_s) if again else FIRST_S
        self._known, self._with, self._read_s = reading, (settings, recogniser), now_s
        self._kept = _keep(image, settings, reading) if recogniser.paper and settings.threshold is None else None
        return reading

    def held(
        self, image: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float
    ) -> Reading | None:
        """The last reading, as :meth:`read` would return it; None if the picture has to be read anew."""
        if self._kept is None or self._with != (settings, recogniser) or now_s - self._read_s >= self._trusted_s:
            return None
        part, kept = self._kept
        region, grey = cut_out(image, settings.box)
        if region != self._known.region:
            return None
        moved = motion(kept, _cut(grey, part))
        return None if moved is None else _moved(self._known, moved, _middle(region, part))


def _keep(image: NDArray[np.uint8], settings: Settings, reading: Reading) -> tuple[Box, Kept] | None:
    """The part of the box to compare, in pixels of the box, and the picture there; None if there is nothing to hold."""
    digits = reading.digits
    if not digits or any(digit.label is None for digit in digits):
        return None
    region, grey = cut_out(image, settings.box)
    boxes = [_less(digit.box, region) for digit in digits]
    part = _surroundings(boxes, grey.shape) if settings.box == "whole" else (0, 0, grey.shape[1], grey.shape[0])
    cell_px = max(1, min(image.shape[:2]) // CELLS)
    kept = keep(_cut(grey, part), [_less(box, part) for box in boxes], cell_px)
    return None if kept is None else (part, kept)


def _surroundings(boxes: list[Box], shape: tuple[int, ...]) -> Box:
    """The part of a picture of this shape with all these boxes and some room."""
    corners = np.array(boxes)
    room = round(AROUND * int((corners[:, 2:] - corners[:, :2]).max()))
    x0, y0 = np.maximum(0, corners[:, :2].min(axis=0) - room).tolist()
    x1, y1 = np.minimum(shape[1::-1], corners[:, 2:].max(axis=0) + room).tolist()
    return (x0, y0, x1, y1)


def _cut(grey: NDArray[np.uint8], part: Box) -> NDArray[np.uint8]:
    return grey[part[1] : part[3], part[0] : part[2]]


def _less(box: Box, corner: Box) -> Box:
    """A box as seen from the upper left corner of another."""
    x, y = corner[:2]
    return (box[0] - x, box[1] - y, box[2] - x, box[3] - y)


def _middle(region: Box, part: Box) -> tuple[float, float]:
    """Of the part of a region, in pixels of the frame."""
    return region[0] + (part[0] + part[2]) / 2, region[1] + (part[1] + part[3]) / 2


def _moved(reading: Reading, moved: Motion, middle: tuple[float, float]) -> Reading:
    """The reading with its boxes where its digits are now."""
    lines = tuple(tuple(_digit_moved(d, moved, middle, reading.region) for d in line) for line in reading.lines)
    return Reading(lines, reading.region, reading.seen)


def _digit_moved(digit: Digit, moved: Motion, middle: tuple[float, float], region: Box) -> Digit:
    x0, y0, x1, y1 = digit.box
    x, y = moved.of((x0 + x1) / 2 - middle[0], (y0 + y1) / 2 - middle[1])
    x, y, w, h = x + middle[0], y + middle[1], moved.zoom * (x1 - x0) / 2, moved.zoom * (y1 - y0) / 2
    first, last = region[:2], region[2:]
    edges = zip((x - w, y - h, x + w, y + h), (*first, *first), (*last, *last), strict=True)
    a, b, c, d = (min(high, max(low, round(edge))) for edge, low, high in edges)
    return Digit(digit.label, digit.confidence, (a, b, c, d), digit.probabilities, digit.patch)
