"""Reading one region of a picture."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.pictures.pages import Page, turn_page
from digitcam.readings import Box, Reading
from digitcam.recognition.recogniser import Recogniser, check_image
from digitcam.recognition.turning import Turn


@dataclass(frozen=True, slots=True)
class RelativeRegion:
    """A rectangle in percent of the picture's sides, so that it fits pictures of every size.

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
                raise ValueError(f"a region must span some of 0 to 100 percent, got {low} to {high}")

    def in_pixels(self, width: int, height: int) -> Box:
        """Return the region in a picture of this size, at least one pixel each way.

        Examples:
            >>> RelativeRegion(across=(25, 75), down=(0, 50)).in_pixels(200, 100)
            Box(x0=50, y0=0, x1=150, y1=50)
        """
        x0, x1 = _span(self.across, width)
        y0, y1 = _span(self.down, height)
        return Box(x0, y0, x1, y1)


WHOLE: Final = RelativeRegion()
"""The whole picture."""


class ReadPage(NamedTuple):
    """A page and what it says.

    Attributes:
        page: The page, turned if it was photographed upside down or lies on its side.
        reading: Its boxes in pixels of the turned page's grey picture.
    """

    page: Page
    reading: Reading


def read_page(
    recogniser: Recogniser, page: Page, region: RelativeRegion, threshold: int | None, turn: Turn | None = None
) -> ReadPage:
    """Read one region of a page, which is turned by the writing on all of it.

    Args:
        recogniser: The reader.
        page: The page as it was decoded.
        region: Which region of the turned page.
        threshold: As in `read_region`; with one, no turn is looked for.
        turn: How it has to be turned, if that is known; None looks for it.

    Raises:
        ValueError: If the threshold is out of range.
    """
    if turn is None and threshold is None:
        whole = recogniser.read_page(page.grey, ReadSettings(box="whole"))
        if region == WHOLE:
            return ReadPage(turn_page(page, whole.turn), whole.reading)
        turn = whole.turn
    turned = turn_page(page, turn or 0)
    return ReadPage(turned, read_region(recogniser, turned.grey, region, threshold))


def read_region(
    recogniser: Recogniser, picture: NDArray[np.uint8], region: RelativeRegion, threshold: int | None
) -> Reading:
    """Read one region of a picture.

    Args:
        recogniser: The reader.
        picture: (H, W) grey or (H, W, 3) BGR, uint8.
        region: Which region.
        threshold: Grey value below which a pixel is ink; None reads the grey picture.

    Returns:
        The reading, its boxes in pixels of the whole picture.

    Raises:
        ValueError: If the picture is not an array, or has another shape or dtype; or the threshold is out of range.
    """
    check_image(picture)
    box = region.in_pixels(picture.shape[1], picture.shape[0])
    reading = recogniser.read(picture[box.rows, box.columns], ReadSettings(threshold=threshold, box="whole"))
    return reading.with_boxes(lambda digit: digit.shifted(box.x0, box.y0), box)


def restore_size(reading: Reading, shape: tuple[int, ...], size: tuple[int, int]) -> Reading:
    """Return the reading of a reduced picture with its boxes in pixels of the original.

    Args:
        reading: Of the reduced picture.
        shape: The reduced picture's, (h, w, …).
        size: Width and height of the original.
    """
    height, width = shape[:2]
    if (width, height) == tuple(size):
        return reading
    across, down = size[0] / width, size[1] / height
    return reading.with_boxes(lambda box: box.scaled(across, down), reading.region.scaled(across, down))


def _span(percent: tuple[float, float], length: int) -> tuple[int, int]:
    first = min(int(percent[0] * length / 100), length - 1)
    return first, max(first + 1, round(percent[1] * length / 100))
