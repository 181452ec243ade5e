"""Settings for each range of luma: a threshold is compared with luma values, and videos use two ranges of them."""

from typing import Final, NamedTuple

from digitcam.config import LiveSettings, ReadSettings

STUDIO_BLACK: Final = 16
STUDIO_RANGE: Final = 219
"""Luma of black, and of white minus black, in video that does not say otherwise (ITU-R BT.601)."""


class LumaSettings(NamedTuple):
    """The settings, prepared once for all frames.

    Attributes:
        live: As assigned.
        full_range: What the reader needs for video whose luma uses 0 to 255.
        studio_range: What it needs for all other video; the threshold is a luma value.
    """

    live: LiveSettings
    full_range: ReadSettings
    studio_range: ReadSettings

    def for_range(self, is_full_range: bool) -> ReadSettings:
        """Return what the reader needs for video of a range of luma."""
        return self.full_range if is_full_range else self.studio_range


def threshold_of_luma(luma: int, is_full_range: bool) -> int:
    """Return a luma value as a threshold, 0 to 255 from black to white.

    Examples:
        >>> threshold_of_luma(125, is_full_range=False)
        127
    """
    return luma if is_full_range else min(255, max(0, round((luma - STUDIO_BLACK) * 255 / STUDIO_RANGE)))


def prepare_settings(settings: LiveSettings) -> LumaSettings:
    """Return the settings with the threshold, 0 to 255 from black to white, as a luma value of each range."""
    reading = settings.for_reading()
    if reading.threshold is None:
        return LumaSettings(settings, reading, reading)
    luma = STUDIO_BLACK + round(reading.threshold * STUDIO_RANGE / 255)
    return LumaSettings(settings, reading, ReadSettings(box=reading.box, threshold=luma))
