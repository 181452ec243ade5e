import io
from datetime import datetime

from openpyxl import load_workbook

from digitcam.reporting.excel import to_excel

HEADING = ("Time", "Number")


def sheet(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content))["Readings"].iter_rows(values_only=True))


def test_to_excel_without_rows_writes_the_heading() -> None:
    assert sheet(to_excel("Readings", HEADING, [])) == [HEADING]


def test_to_excel_keeps_the_types_of_text_numbers_and_times() -> None:
    noon = datetime(2026, 11, 22, 12)
    assert sheet(to_excel("Readings", HEADING, [(noon, 407), (noon, "007")])) == [HEADING, (noon, 407), (noon, "007")]
