"""Kept readings as CSV and Excel files."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from digitcam.notebook.entries import StoredEntry
from digitcam.reporting.cells import number_or_text
from digitcam.reporting.csv import to_csv
from digitcam.reporting.excel import to_excel

COLUMNS: Final = ("time", "number", "confidence", "read", "name", "sheet", "row", "column")
"""The first columns are as before there were sheets, so that scripts that read them go on working."""

CAMERA: Final = "Live"
"""In the title of a sheet that was held up to the camera."""


def as_csv(entries: Sequence[StoredEntry], zone: tzinfo) -> str:
    """Return readings as CSV.

    Times have their offset from UTC; confidence is from 0 to 1; rows and columns are counted from 1.
    """
    rows = (
        {
            "time": entry.kept_at.astimezone(zone).isoformat(timespec="seconds"),
            "number": entry.number,
            "confidence": round(entry.confidence, 4),
            "read": entry.read,
            "name": entry.name,
            **dict(zip(("sheet", "row", "column"), _place(entry, zone), strict=True)),
        }
        for entry in entries
    )
    return to_csv(rows, COLUMNS)


def as_excel(entries: Sequence[StoredEntry], zone: tzinfo, title: str) -> bytes:
    """Return readings as a workbook. Numbers whose digits would be lost stay text: "007" keeps its zeros."""
    rows = (
        (
            _local(entry.kept_at, zone),
            number_or_text(entry.number),
            round(entry.confidence, 4),
            _read(entry),
            entry.name or None,
            *_place(entry, zone),
        )
        for entry in entries
    )
    return to_excel(title, [column.capitalize() for column in COLUMNS], rows)


def sheet_title(entry: StoredEntry, zone: tzinfo) -> str:
    """Return what people call the sheet of a reading; "" if it was kept alone.

    Args:
        entry: The reading.
        zone: Time zone of the visitor; sheets that were held up to the camera are called by their time.
    """
    if entry.cell is None:
        return ""
    return entry.cell.title or f"{CAMERA} {_local(entry.kept_at, zone)}"


def _place(entry: StoredEntry, zone: tzinfo) -> tuple[str | None, int | None, int | None]:
    if entry.cell is None:
        return None, None, None
    return sheet_title(entry, zone), entry.cell.row + 1, entry.cell.column + 1


def _local(time: datetime, zone: tzinfo) -> datetime:
    """Local time without a zone, which Excel cannot store."""
    return time.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _read(entry: StoredEntry) -> int | float | str | None:
    return number_or_text(entry.read) if entry.read else None
