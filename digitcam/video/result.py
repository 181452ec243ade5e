"""The newest result of the readings of one stream."""

from typing import Final, NamedTuple

from digitcam.config import ReadSettings
from digitcam.readings import Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.areas import FrameArea, scale_reading
from digitcam.video.keeper import NO_HOLD, Hold
from digitcam.video.overlay import NO_ANNOTATION, Annotation, annotation_of

RATE_WINDOW_S: Final = 2.0
"""Time over which recognised frames per second are counted, seconds."""


class WorkerResult(NamedTuple):
    """The newest result of one stream.

    Attributes:
        reading: The published reading.
        annotation: What is drawn for it.
        read_at_s: When each recent reading was finished, seconds by the clock.
        error: Why the newest frame could not be read; None if it was.
        area: The area of the frame that reading and annotation belong to; None if nothing was read.
        number: Of the publication; 0 if nothing was read.
        read_with: The settings and the recogniser that made the reading; None if nothing was read.
        hold: How far the reading is on its way to be kept.
    """

    reading: Reading = Reading()
    annotation: Annotation = NO_ANNOTATION
    read_at_s: tuple[float, ...] = ()
    error: Exception | None = None
    area: FrameArea | None = None
    number: int = 0
    read_with: tuple[ReadSettings, Recogniser] | None = None
    hold: Hold = NO_HOLD

    def on(self, area: FrameArea) -> "WorkerResult":
        """Return what belongs on a frame: this, scaled where the frame is, without the reading of any other area."""
        if self.area is None or self.area == area:
            return self
        if not area.shows_same_as(self.area):
            return WorkerResult(read_at_s=self.read_at_s)
        reading = scale_reading(self.reading, self.area, area)
        return self._replace(reading=reading, annotation=annotation_of(reading), area=area)

    def by(self, settings: ReadSettings, recogniser: Recogniser) -> "WorkerResult":
        """Return this if it was read with these settings in the recogniser's way, else a result without a reading."""
        if self.read_with is None:
            return self
        read_with, reader = self.read_with
        is_same_way = reader.reads_ink(settings) == recogniser.reads_ink(settings)
        return self if read_with == settings and is_same_way else WorkerResult(read_at_s=self.read_at_s)

    def recognised_fps(self, now_s: float) -> float:
        """Return the frames recognised per second over the last RATE_WINDOW_S."""
        return len(recent(self.read_at_s, now_s)) / RATE_WINDOW_S


NO_RESULT: Final = WorkerResult()


def recent(times_s: tuple[float, ...], now_s: float) -> tuple[float, ...]:
    """Return the times of the last RATE_WINDOW_S."""
    return tuple(time_s for time_s in times_s if now_s - RATE_WINDOW_S < time_s)
