import io
from datetime import datetime

from openpyxl import load_workbook

from digitcam.reporting.excel import Sheet, to_excel, to_workbook

HEADING = ("Time", "Number")


def sheet(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content))["Readings"].iter_rows(values_only=True))


def test_to_excel_without_rows_writes_the_heading() -> None:
    assert sheet(to_excel("Readings", HEADING, [])) == [HEADING]


def test_to_excel_keeps_the_types_of_text_numbers_and_times() -> None:
    noon = datetime(2026, 11, 22, 12)
    assert sheet(to_excel("Readings", HEADING, [(noon, 407), (noon, "007")])) == [HEADING, (noon, 407), (noon, "007")]


def test_to_workbook_titles_are_valid_and_all_different() -> None:
    long = "x" * 40
    titles = ["a", "A", "a", "", "", "[]", "'", long, long, "b [1]"]
    book = load_workbook(io.BytesIO(to_workbook([Sheet(title, ["n"], [(1,)]) for title in titles])))
    assert len({name.casefold() for name in book.sheetnames}) == len(titles)
    assert book.sheetnames[:5] == ["a", "A (2)", "a (3)", "Sheet", "Sheet (2)"]
    assert book.sheetnames[-3:] == ["x" * 31, "x" * 27 + " (2)", "b  1"]
