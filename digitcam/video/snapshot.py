"""The newest result of a live video, as the page shows it."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.readings import Reading
from digitcam.recognition.ink import sees_ink
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.view import computer_view
from digitcam.video.luma import threshold_of_luma
from digitcam.vision.binarise import otsu_threshold

NO_GREY: Final[NDArray[np.uint8]] = np.zeros((0, 0), np.uint8)


class Snapshot(NamedTuple):
    """The newest result, as the page shows it.

    Attributes:
        reading: The published reading, its boxes in pixels of the newest frame; empty when nothing is read or
            recognition is off.
        frame_ms: Time spent on the newest frame, milliseconds.
        recognised_fps: Frames recognised per second over the last two seconds.
        error: Why the newest frame was not processed; None if it was.
        stalled: Whether frames came and stopped coming.
        grey: (h, w) uint8, the box as the camera saw it at most 1/4 s ago; empty before the first frame.
        settings: What `grey` is read with, and `reading` was.
        recogniser: What read it; None if nothing did.
        number: Of the publication that `reading` belongs to; 0 if nothing is read. While it stays the same, so do
            text, confidences, probabilities and patches, here and in the badge on the video.
        kept: Number of readings that this visitor's videos have kept so far.
        keeps_up: Whether readings are made often enough to keep every number that is held for two seconds.
        is_full_range: Whether the values of `grey` use 0 to 255; most video uses 16 to 235.
    """

    reading: Reading = Reading()
    frame_ms: float = 0.0
    recognised_fps: float = 0.0
    error: str | None = None
    stalled: bool = False
    grey: NDArray[np.uint8] = NO_GREY
    settings: ReadSettings = ReadSettings()
    recogniser: Recogniser | None = None
    number: int = 0
    kept: int = 0
    keeps_up: bool = True
    is_full_range: bool = False

    def found_threshold(self) -> int | None:
        """Return the threshold, 0 to 255, that Otsu's method finds in the box; None if there is no ink."""
        luma = otsu_threshold(self.grey)
        return None if luma is None else threshold_of_luma(luma, self.is_full_range)

    def computer_view(self) -> NDArray[np.uint8]:
        """Return what the computer sees in the box, (h, w) uint8; made on the caller's thread."""
        return computer_view(self.grey, self.settings.threshold, self.recogniser) if self.grey.size else self.grey

    def sees_ink(self) -> bool:
        """Return whether there is anything in the box that might be a digit; found on the caller's thread."""
        if self.recogniser is None or not self.grey.size:
            return False
        return sees_ink(self.grey, self.settings.threshold, self.recogniser)
