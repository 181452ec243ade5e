"""Texts of more than one page."""

from typing import Final

LIVE: Final = "Live"
PICTURES: Final = "Pictures"
READINGS: Final = "Readings"
ABOUT: Final = "About"
NOTHING: Final = "—"
AS_CSV: Final = "Download as CSV"
AS_JSON: Final = "Download as JSON"
COLUMN_CONFIDENCE: Final = "Confidence"
