"""Readings that were kept and wait to be stored."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import UNTRUSTED, Box, Cell, Digit, Reading
from digitcam.video.sheet_texts import numbers_of
from digitcam.vision.geometry import shrink

MAX_WAITING: Final = 60
"""Maximum number of readings that wait to be stored. A hidden tab asks once a minute, in which 50 numbers can be held
for STEADY_S each. Raising it takes up to 100 KB of memory for each number, and for each sheet as much as its frame."""

PICTURE_SIDE_PX: Final = 320
"""Longer side of a kept picture, pixels: a number of six digits can be read on it, and its JPEG file has a few KB."""

MARGIN: Final = 0.25
"""Paper around the number on its picture, as a share of the height of the tallest digit."""


class KeptCell(NamedTuple):
    """A number of a sheet.

    Attributes:
        row: From the top, from 0.
        column: From the left, from 0.
        cell: What was read.
        picture: As in `KeptReading`, of this number.
    """

    row: int
    column: int
    cell: Cell
    picture: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class KeptReading:
    """A reading to be stored.

    Attributes:
        reading: What was read.
        picture: (h, w) uint8, the number as it was written, not mirrored; its longer side is at most PICTURE_SIDE_PX.
        kept_at: When it was kept, with time zone.
        cells: Of a sheet, the numbers that can be read, by rows; empty for a single number.
        number: Of all readings that a stream kept, from 1.
        replaces: The number of the reading in whose place it is kept: the same sheet, of which a part was seen; 0 if
            there is none.
    """

    reading: Reading
    picture: NDArray[np.uint8]
    kept_at: datetime
    cells: tuple[KeptCell, ...] = ()
    number: int = 0
    replaces: int = 0

    @property
    def unread(self) -> int:
        """How many numbers of a sheet cannot be read."""
        return len(numbers_of(self.reading.text)) - len(self.cells) if self.cells else 0


def cells_of(reading: Reading, luma: NDArray[np.uint8]) -> tuple[KeptCell, ...]:
    """Return the numbers of a sheet that can be read, each cut out of the frame.

    Args:
        reading: Boxes in pixels of the frame.
        luma: (H, W) uint8, the frame; only the reading's region is used.
    """
    return tuple(
        KeptCell(row, column, cell, _cut(cell.digits, reading.region, luma))
        for row, cells in enumerate(reading.rows)
        for column, cell in enumerate(cells)
        if cell.digits and UNTRUSTED not in cell.text
    )


def picture_of(reading: Reading, luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Cut the whole number, all lines, out of the frame that was read.

    Args:
        reading: At least one digit, boxes in pixels of the frame.
        luma: (H, W) uint8, the frame; only the reading's region is used.

    Returns:
        A copy, (h, w) uint8.
    """
    return _cut(reading.digits, reading.region, luma)


def _cut(digits: Sequence[Digit], region: Box, luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a copy of the part of a frame with these digits and some paper around them."""
    boxes = [digit.box for digit in digits]
    margin = round(MARGIN * max(box.height for box in boxes))
    x0, y0 = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
    x1, y1 = max(box.x1 for box in boxes), max(box.y1 for box in boxes)
    part = Box(x0 - margin, y0 - margin, x1 + margin, y1 + margin).clipped(region)
    # A digit at the border may have no pixel on a smaller frame.
    part = part if part.has_pixels else region
    return shrink(luma[part.rows, part.columns], PICTURE_SIDE_PX).picture.copy()


class KeptQueue:
    """Kept readings of one visitor, oldest first. Bounded: what does not fit is lost.

    Reader threads put one at a time, the page's thread takes.

    Attributes:
        count: Number of readings that were kept. Any thread may read it.
        lost: Number of readings that did not fit. Any thread may read it.
    """

    def __init__(self) -> None:
        self.count = self.lost = 0
        # Its methods are atomic.
        self._waiting: deque[KeptReading] = deque()

    def put(self, kept: KeptReading) -> None:
        """Add a reading, unless MAX_WAITING wait already."""
        if len(self._waiting) >= MAX_WAITING:
            self.lost += 1
            return
        self._waiting.append(kept)
        self.count += 1

    def oldest(self) -> KeptReading | None:
        """Return the reading that waits longest; None if none does."""
        return self._waiting[0] if self._waiting else None

    def drop_oldest(self) -> None:
        """Remove the reading that waits longest; it has been stored."""
        self._waiting.popleft()
