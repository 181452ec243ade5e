"""Kept readings as CSV and Excel files."""

import csv
import io
from dataclasses import replace
from datetime import UTC, timedelta, timezone

from openpyxl import load_workbook

from digitcam.notebook.entries import StoredEntry
from digitcam.notebook.export import as_csv, as_excel
from tests.notebook.conftest import NOON


def entries(*numbers: str) -> list[StoredEntry]:
    return [StoredEntry(number, 0.98, b"", NOON + timedelta(hours=i), i) for i, number in enumerate(numbers)]


def test_as_csv_has_readings_in_order_with_time() -> None:
    rows = list(
        csv.DictReader(io.StringIO(as_csv(entries("4", "25", "007"), timezone(timedelta(hours=1))), newline=""))
    )
    assert [row["number"] for row in rows] == ["4", "25", "007"]
    assert rows[0] == {"time": "2026-11-22T13:00:00+01:00", "number": "4", "confidence": "0.98", "read": ""}


def test_as_excel_numbers_are_numbers_unless_they_lose_digits() -> None:
    content = as_excel(
        entries(
            "4", "25", "007", "123456789012345", "1234567890123456", "12 / 7", "12  34", "-3", "12.5", "1.50", "8,06"
        ),
        UTC,
        "Readings",
    )
    rows = list(load_workbook(io.BytesIO(content))["Readings"].iter_rows(values_only=True))
    assert rows[0] == ("Time", "Number", "Confidence", "Read")
    assert rows[1] == (NOON.replace(tzinfo=None), 4, 0.98, None)
    assert [row[1] for row in rows[1:]] == [
        4,
        25,
        "007",
        123456789012345,
        "1234567890123456",
        "12 / 7",
        "12  34",
        -3,
        12.5,
        "1.50",
        "8,06",
    ]


def test_export_without_readings_has_the_heading_only() -> None:
    assert as_csv([], UTC) == "time,number,confidence,read\r\n"
    rows = load_workbook(io.BytesIO(as_excel([], UTC, "Readings")))["Readings"].iter_rows(values_only=True)
    assert list(rows) == [("Time", "Number", "Confidence", "Read")]


def test_export_has_what_was_read_beside_the_correction() -> None:
    corrected = [replace(entry, read=read) for entry, read in zip(entries("8", "7"), ("007", "?7"), strict=True)]
    lines = as_csv(corrected, UTC).splitlines()
    assert [line.rsplit(",", 1)[1] for line in lines] == ["read", "007", "?7"]
    rows = list(load_workbook(io.BytesIO(as_excel(corrected, UTC, "Readings")))["Readings"].iter_rows(values_only=True))
    assert [row[3] for row in rows] == ["Read", "007", "?7"]
