"""The newest frame of a stream, from which the page's `Snapshot` is made when it asks for one."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.copies import NEVER_S
from digitcam.video.result import NO_RESULT, WorkerResult
from digitcam.video.snapshot import NO_GREY


class NewestFrame(NamedTuple):
    """The newest frame.

    Attributes:
        at_s: When it came, seconds by the clock.
        result: The worker's newest result.
        frame_ms: Time spent on it, milliseconds.
        error: What failed; None if nothing did.
        grey: As in `Snapshot`.
        settings: What it was read with.
        is_full_range: Whether its luma uses 0 to 255.
        recogniser: As in `Snapshot`.
    """

    at_s: float = NEVER_S
    result: WorkerResult = NO_RESULT
    frame_ms: float = 0.0
    error: Exception | None = None
    grey: NDArray[np.uint8] = NO_GREY
    settings: ReadSettings = ReadSettings()
    is_full_range: bool = False
    recogniser: Recogniser | None = None

    def under(self, settings: ReadSettings) -> "NewestFrame":
        """Return what may be shown under these settings: no reading made with others, no picture of another box."""
        if settings == self.settings:
            return self
        grey = self.grey if settings.box == self.settings.box else NO_GREY
        result = WorkerResult(read_at_s=self.result.read_at_s)
        return self._replace(result=result, grey=grey, settings=settings)


NO_FRAME: Final = NewestFrame()
