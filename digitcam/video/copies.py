"""Copies of the box for the page."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.video.areas import FrameArea
from digitcam.video.planes import Planes
from digitcam.video.snapshot import NO_GREY

POLLED_S: Final = 2.0
"""Time after a request of the page for which boxes are copied, seconds."""

COPY_INTERVAL_S: Final = 1 / 4
"""Minimum interval between two such copies, seconds: the page asks four times a second."""

NEVER_S: Final = float("-inf")
"""Time of what has never happened, seconds: before any other."""


class _Copy(NamedTuple):
    """A copy of the box.

    Attributes:
        grey: (h, w) uint8; empty if there is none.
        at_s: When it was made, seconds by the clock.
        area: Of the frame; None if there is no copy.
        number: Of the publication that the frame shows.
    """

    grey: NDArray[np.uint8] = NO_GREY
    at_s: float = NEVER_S
    area: FrameArea | None = None
    number: int = 0


NO_COPY: Final = _Copy()


class BoxCopies:
    """Copies the box of one stream, as often as the page asks for it.

    The video's thread calls `update`, any thread the others.
    """

    def __init__(self) -> None:
        self._copy = NO_COPY
        self._polled_s = NEVER_S

    def poll(self, now_s: float) -> None:
        """Note that the page has asked."""
        self._polled_s = now_s

    def forget(self) -> None:
        """Drop the copy; the next frame is copied at once."""
        self._copy = NO_COPY

    def update(self, planes: Planes, area: FrameArea, number: int, now_s: float) -> NDArray[np.uint8]:
        """Copy the box if it is due, and at once if another area or another publication is shown.

        Args:
            planes: The frame, before anything is drawn on it.
            area: Its box.
            number: Of the publication that is drawn on it.
            now_s: Time of the frame, seconds by the clock.

        Returns:
            (h, w) uint8, the newest copy, of this area; empty if there is none.
        """
        copy = self._copy
        if now_s - self._polled_s < POLLED_S:
            if now_s - copy.at_s >= COPY_INTERVAL_S or number != copy.number or area != copy.area:
                copy = self._copy = _Copy(planes.grey(area.region).copy(), now_s, area, number)
        elif area != copy.area:
            copy = self._copy = NO_COPY
        return copy.grey
