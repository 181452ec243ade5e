"""Kept readings as CSV and Excel files."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta, timezone, tzinfo

import pytest
from openpyxl import load_workbook

from digitcam.notebook.entries import SheetCell, StoredEntry
from digitcam.notebook.export import as_csv, as_excel
from tests.notebook.conftest import NOON

HEADING = ("Time", "Number", "Confidence", "Read", "Name", "Sheet", "Row", "Column")


def entries(*numbers: str) -> list[StoredEntry]:
    return [StoredEntry(number, 0.98, b"", NOON + timedelta(hours=i), i) for i, number in enumerate(numbers)]


def excel_rows(kept: Sequence[StoredEntry], zone: tzinfo) -> list[tuple[object, ...]]:
    workbook = load_workbook(io.BytesIO(as_excel(kept, zone, "Readings")))
    return list(workbook["Readings"].iter_rows(values_only=True))


def test_as_csv_has_readings_in_order_with_time() -> None:
    rows = list(
        csv.DictReader(io.StringIO(as_csv(entries("4", "25", "007"), timezone(timedelta(hours=1))), newline=""))
    )
    assert [row["number"] for row in rows] == ["4", "25", "007"]
    assert rows[0] == {
        "time": "2026-11-22T13:00:00+01:00",
        "number": "4",
        "confidence": "0.98",
        "read": "",
        "name": "",
        "sheet": "",
        "row": "",
        "column": "",
    }


def test_as_excel_numbers_are_numbers_unless_they_lose_digits() -> None:
    content = as_excel(
        entries(
            "4", "25", "007", "123456789012345", "1234567890123456", "12 / 7", "12  34", "-3", "12.5", "1.50", "8,06"
        ),
        UTC,
        "Readings",
    )
    rows = list(load_workbook(io.BytesIO(content))["Readings"].iter_rows(values_only=True))
    assert rows[0] == HEADING
    assert rows[1] == (NOON.replace(tzinfo=None), 4, 0.98, None, None, None, None, None)
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
    assert as_csv([], UTC) == "time,number,confidence,read,name,sheet,row,column\r\n"
    rows = load_workbook(io.BytesIO(as_excel([], UTC, "Readings")))["Readings"].iter_rows(values_only=True)
    assert list(rows) == [HEADING]


def test_export_has_what_was_read_beside_the_correction() -> None:
    corrected = [replace(entry, read=read) for entry, read in zip(entries("8", "7"), ("007", "?7"), strict=True)]
    rows = list(csv.DictReader(io.StringIO(as_csv(corrected, UTC), newline="")))
    assert [row["read"] for row in rows] == ["007", "?7"]
    assert [row[3] for row in excel_rows(corrected, UTC)] == ["Read", "007", "?7"]


@pytest.mark.parametrize(("title", "called"), [("scan.pdf[2]", "scan.pdf[2]"), ("", "Live 2026-11-22 13:00:00")])
def test_export_has_sheet_row_column_and_name(title: str, called: str) -> None:
    zone = timezone(timedelta(hours=1))
    (alone,) = entries("4")
    on_sheet = replace(alone, cell=SheetCell("s", title, 0, 2), name="=Ada")
    first, second = csv.DictReader(io.StringIO(as_csv([alone, on_sheet], zone), newline=""))
    columns = ("name", "sheet", "row", "column")
    assert [first[column] for column in columns] == ["", "", "", ""]
    # A name is no formula.
    assert [second[column] for column in columns] == ["'=Ada", called, "1", "3"]
    _, first_row, second_row = excel_rows([alone, on_sheet], zone)
    assert first_row[4:] == (None, None, None, None)
    assert second_row[4:] == ("=Ada", called, 1, 3)
