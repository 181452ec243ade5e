"""Tracking: a frame is read anew when something has changed or enough time has passed, and else tracked.

Most frames of a video show what the last one did, a little moved. Aligning them takes a tenth of the time of reading,
and detects a change more reliably than one reading by the network.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.readings import Box, Reading
from digitcam.recognition.recogniser import Recogniser, cut_region
from digitcam.video.alignment import Similarity, Template, align, make_template

FIRST_INTERVAL_S: Final = 0.15
"""Interval after which a new reading is confirmed by another one, seconds; the first may have met a moving hand. While
readings agree, the interval doubles."""

MAX_INTERVAL_S: Final = 3.0
"""Maximum interval between full readings, seconds. Changes are noticed at once, except those too faint beside a bold
digit."""

MAX_INTERVAL_WHOLE_S: Final = 0.4
"""The same for the whole frame, where only the digits' surroundings are compared: a new digit elsewhere is found this
soon."""

CELLS: Final = 120
"""Cells along the frame's shorter side of the copies that are compared: 37 along that of the box."""

SURROUNDINGS: Final = 0.5
"""Width of a digit's surroundings as a share of the longer side of the largest box."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tracked:
    """What is tracked.

    Attributes:
        part: The part of the region that is compared, in pixels of the region.
        template: The picture there.
    """

    part: Box
    template: Template


_ReadWith: TypeAlias = tuple[tuple[int, ...], ReadSettings, Recogniser]
"""Shape of the frame that was read, and what it was read with."""


class _State(NamedTuple):
    """The last full reading.

    Attributes:
        reading: What was read.
        tracked: What is tracked of it; None if it cannot be.
        read_with: What it was read with.
        read_s: Time of its frame, seconds.
        interval_s: Time after which the next full reading is due, seconds.
    """

    reading: Reading = Reading()
    tracked: _Tracked | None = None
    read_with: _ReadWith | None = None
    read_s: float = float("-inf")
    interval_s: float = FIRST_INTERVAL_S


class Tracker:
    """Reads one stream. One thread at a time may call `read`, and another one `follow` and `is_due` meanwhile."""

    def __init__(self) -> None:
        self._state = _State()

    def read(self, image: NDArray[np.uint8], settings: ReadSettings, recogniser: Recogniser, now_s: float) -> Reading:
        """Read the digits in the settings' box, by tracking if possible.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8.
            settings: The box and the threshold.
            recogniser: Reads.
            now_s: Time of the frame, seconds, on any clock that only goes forward.

        Returns:
            This frame's reading, or the last one with its boxes moved to where the digits are now.
        """
        tracked = None if self.is_due(now_s) else self.follow(image, settings, recogniser)
        if tracked is not None:
            return tracked
        before, reading = self._state, recogniser.read(image, settings)
        longest = MAX_INTERVAL_WHOLE_S if settings.box == "whole" else MAX_INTERVAL_S
        read_with = image.shape, settings, recogniser
        is_confirmed = before.read_with == read_with and reading.text == before.reading.text
        interval_s = min(longest, 2 * before.interval_s) if is_confirmed else FIRST_INTERVAL_S
        can_track = recogniser.paper is not None and settings.threshold is None
        tracked_now = _start_tracking(image, settings, reading) if can_track else None
        self._state = _State(reading, tracked_now, read_with, now_s, interval_s)
        return reading

    def is_due(self, now_s: float) -> bool:
        """Return whether the time has come for a full reading."""
        return now_s - self._state.read_s >= self._state.interval_s

    def follow(self, image: NDArray[np.uint8], settings: ReadSettings, recogniser: Recogniser) -> Reading | None:
        """Return the last full reading with its boxes moved; None if the frame shows something else.

        Arguments as `read`.
        """
        state = self._state
        if state.tracked is None or state.read_with != (image.shape, settings, recogniser):
            return None
        part, template = state.tracked.part, state.tracked.template
        region, grey = cut_region(image, settings.box)
        motion = align(template, grey[part.rows, part.columns])
        return None if motion is None else _moved(state.reading, motion, part.shifted(region.x0, region.y0))


def _start_tracking(image: NDArray[np.uint8], settings: ReadSettings, reading: Reading) -> _Tracked | None:
    """Prepare tracking of a reading; None if it has no digits, or any that is not trusted."""
    digits = reading.digits
    if not digits or any(digit.label is None for digit in digits):
        return None
    region, grey = cut_region(image, settings.box)
    boxes = [digit.box.shifted(-region.x0, -region.y0) for digit in digits]
    whole = Box(0, 0, grey.shape[1], grey.shape[0])
    part = _surroundings(boxes, whole) if settings.box == "whole" else whole
    cell_px = max(1, min(image.shape[:2]) // CELLS)
    in_part = [box.shifted(-part.x0, -part.y0) for box in boxes]
    template = make_template(grey[part.rows, part.columns], in_part, cell_px)
    return None if template is None else _Tracked(part, template)


def _surroundings(boxes: list[Box], whole: Box) -> Box:
    """Return the part of a picture that contains all these boxes and a margin."""
    room = round(SURROUNDINGS * max(max(box.width, box.height) for box in boxes))
    x0, y0 = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
    x1, y1 = max(box.x1 for box in boxes), max(box.y1 for box in boxes)
    return Box(x0 - room, y0 - room, x1 + room, y1 + room).clipped(whole)


def _moved(reading: Reading, motion: Similarity, part: Box) -> Reading | None:
    """Return the reading with its boxes moved about the centre of a part of the frame; None if one has left it."""
    centre = (part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2
    moved = reading.with_boxes(lambda box: _box_moved(box, motion, centre).clipped(reading.region), reading.region)
    return moved if all(digit.box.has_pixels for digit in moved.digits) else None


def _box_moved(box: Box, motion: Similarity, centre: tuple[float, float]) -> Box:
    x, y = motion.apply((box.x0 + box.x1) / 2 - centre[0], (box.y0 + box.y1) / 2 - centre[1])
    x, y = x + centre[0], y + centre[1]
    half_width, half_height = motion.zoom * box.width / 2, motion.zoom * box.height / 2
    return Box(round(x - half_width), round(y - half_height), round(x + half_width), round(y + half_height))
