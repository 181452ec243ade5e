import io
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
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


def test_to_workbook_without_columns_has_no_heading() -> None:
    (made,) = load_workbook(io.BytesIO(to_workbook([Sheet("a.png", (), [(1, None), ("007", 2)])]))).worksheets
    assert list(made.iter_rows(values_only=True)) == [(1, None), ("007", 2)]
    assert made.freeze_panes is None


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not list open files")
def test_to_workbook_holds_no_file_open_per_sheet() -> None:
    opened: list[int] = []

    def sheets() -> Iterator[Sheet]:
        for number in range(30):
            opened.append(len(os.listdir("/proc/self/fd")))
            yield Sheet(f"{number}", (), [(number,)])

    to_workbook(sheets())
    assert opened[-1] <= opened[0] + 2
