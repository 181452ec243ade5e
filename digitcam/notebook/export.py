"""Kept readings as CSV and Excel files."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from digitcam.notebook.entries import StoredEntry
from digitcam.reporting.cells import number_or_text
from digitcam.reporting.csv import to_csv
from digitcam.reporting.excel import to_excel

COLUMNS: Final = ("time", "number", "confidence", "read")


def as_csv(entries: Sequence[StoredEntry], zone: tzinfo) -> str:
    """Return readings as CSV: times with their offset from UTC, confidence 0 to 1."""
    rows = (
        {
            "time": entry.kept_at.astimezone(zone).isoformat(timespec="seconds"),
            "number": entry.number,
            "confidence": round(entry.confidence, 4),
            "read": entry.read,
        }
        for entry in entries
    )
    return to_csv(rows, COLUMNS)


def as_excel(entries: Sequence[StoredEntry], zone: tzinfo, title: str) -> bytes:
    """Return readings as a workbook. Numbers whose digits would be lost stay text: "007" keeps its zeros."""
    rows = (
        (_local(entry.kept_at, zone), number_or_text(entry.number), round(entry.confidence, 4), _read(entry))
        for entry in entries
    )
    return to_excel(title, [column.capitalize() for column in COLUMNS], rows)


def _local(time: datetime, zone: tzinfo) -> datetime:
    """Local time without a zone, which Excel cannot store."""
    return time.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _read(entry: StoredEntry) -> int | float | str | None:
    return number_or_text(entry.read) if entry.read else None
