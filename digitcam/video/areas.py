"""The part of a frame that is read, and readings moved from frames of one size to frames of another.

Frames of one stream differ in size: WebRTC scales the video whenever bandwidth or processor time is short, and turning
a phone exchanges width and height. The boxes of a reading are right only for frames of the size that was read.
"""

from typing import Final, NamedTuple

from digitcam.config import BoxName
from digitcam.readings import Box, Reading
from digitcam.vision.region import region_of_interest

SAME_ASPECT: Final = 0.02
"""Largest difference of two aspect ratios, as a share, at which one frame is the other one scaled. WebRTC rounds sizes
to even numbers: 1366×768 becomes 682×384, which differs by 0.001. Raising it draws marks in the wrong place when a
camera's picture is cropped."""


class FrameArea(NamedTuple):
    """The part of a frame that is read.

    Attributes:
        width: Width of the frame, pixels.
        height: Height of the frame, pixels.
        box: Name of the box on it.
    """

    width: int
    height: int
    box: BoxName

    @property
    def region(self) -> Box:
        """Where the box lies on the frame."""
        return region_of_interest(self.width, self.height, self.box)

    def shows_same_as(self, other: "FrameArea") -> bool:
        """Return whether this is the same box of the same picture, scaled or not.

        Examples:
            >>> FrameArea(320, 240, "digit").shows_same_as(FrameArea(640, 480, "digit"))
            True
            >>> FrameArea(480, 640, "digit").shows_same_as(FrameArea(640, 480, "digit"))
            False
        """
        across, down = self.width * other.height, self.height * other.width
        return self.box == other.box and abs(across - down) <= SAME_ASPECT * max(across, down)


def scale_reading(reading: Reading, read_on: FrameArea, area: FrameArea) -> Reading:
    """Return a reading with its boxes in pixels of another frame, inside that frame's box.

    Args:
        reading: Read on ``read_on``.
        read_on: Where it was read.
        area: The same picture in another size: `FrameArea.shows_same_as`.
    """
    x, y, region = area.width / read_on.width, area.height / read_on.height, area.region
    return reading.with_boxes(lambda box: box.scaled(x, y).clipped(region), region)
