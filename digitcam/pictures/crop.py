"""A part of a picture, and reading only that."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle in percent of the picture, so that it fits pictures of every size.

    Attributes:
        across: From and to, 0 to 100, left to right.
        down: From and to, 0 to 100, top to bottom.

    Raises:
        ValueError: If a range is empty or leaves 0 to 100.
    """

    across: tuple[float, float] = (0, 100)
    down: tuple[float, float] = (0, 100)

    def __post_init__(self) -> None:
        for low, high in (self.across, self.down):
            if not 0 <= low < high <= 100:
                raise ValueError(f"a part must span some of 0 to 100 percent, got {low} to {high}")

    def region(self, width: int, height: int) -> Box:
        """Where it lies in a picture of this size, at least one pixel each way.

        Examples:
            >>> Part(across=(25, 75), down=(0, 50)).region(200, 100)
            (50, 0, 150, 50)
        """
        x0, x1 = _span(self.across, width)
        y0, y1 = _span(self.down, height)
        return (x0, y0, x1, y1)


def read_part(recogniser: Recogniser, picture: NDArray[np.uint8], part: Part, threshold: int | None) -> Reading:
    """Read one part of a picture.

    Args:
        recogniser: Reads.
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        part: Which part.
        threshold: Grey value below which a pixel is ink; None chooses it from the picture.

    Returns:
        The reading, its boxes in pixels of the whole picture.
    """
    x0, y0, x1, y1 = region = part.region(picture.shape[1], picture.shape[0])
    reading = recogniser.read(picture[y0:y1, x0:x1], Settings(threshold=threshold, box="whole"))
    lines = tuple(tuple(_moved(digit, x0, y0) for digit in line) for line in reading.lines)
    return replace(reading, lines=lines, region=region)


def rescaled(reading: Reading, factor: float) -> Reading:
    """The same reading, its places as they are, to a pixel, in the same picture so many times as large."""
    lines = tuple(tuple(replace(digit, box=_times(digit.box, factor)) for digit in line) for line in reading.lines)
    return replace(reading, lines=lines, region=_times(reading.region, factor))


def _times(box: Box, factor: float) -> Box:
    x0, y0, x1, y1 = (round(edge * factor) for edge in box)
    return (x0, y0, x1, y1)


def _span(percent: tuple[float, float], length: int) -> tuple[int, int]:
    first = min(int(percent[0] * length / 100), length - 1)
    return first, max(first + 1, round(percent[1] * length / 100))


def _moved(digit: Digit, dx: int, dy: int) -> Digit:
    x0, y0, x1, y1 = digit.box
    return replace(digit, box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy))
