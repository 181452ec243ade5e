"""Corrected tables as files."""

import csv
import io

from openpyxl import load_workbook

from digitcam.pictures.corrections import Place, Table
from digitcam.pictures.table_export import NamedTable, tab_separated, table_json, tables_csv, tables_excel
from tests.pictures.tables import table


def corrected() -> Table:
    return table(["007", "3?"], ["", "12.5"]).corrected(Place(0, 1), "34")


def added() -> Table:
    return table(["1"], ["2"]).edited({"deleted_rows": [0], "added_rows": [{"column_1": "=1+1"}]})


def test_tables_csv_has_corrected_cells_and_what_was_read() -> None:
    text = tables_csv([NamedTable("a.jpg", corrected()), NamedTable("b.jpg", added())])
    assert list(csv.reader(io.StringIO(text))) == [
        ["file", "column_1", "column_2", "read_1", "read_2"],
        ["a.jpg", "007", "34", "007", "3?"],
        ["a.jpg", "", "12.5", "", "12.5"],
        ["b.jpg", "2", "", "2", ""],
        ["b.jpg", "'=1+1", "", "", ""],
    ]


def test_tables_csv_without_tables_is_the_heading() -> None:
    assert tables_csv([]) == "file\r\n"


def test_tables_excel_has_a_sheet_per_picture_with_numbers_as_numbers() -> None:
    book = load_workbook(io.BytesIO(tables_excel([NamedTable("a/b.jpg", corrected()), NamedTable("a:b.jpg", added())])))
    assert book.sheetnames == ["a b.jpg", "a b.jpg (2)"]
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [
        ("Column 1", "Column 2", "Read 1", "Read 2"),
        ("007", 34, "007", "3?"),
        (None, 12.5, None, 12.5),
    ]
    assert [cell.data_type for cell in book.worksheets[1]["A"]] == ["s", "n", "s"]
    assert book.worksheets[1]["A3"].value == "=1+1"


def test_table_json_has_the_rows_as_they_are_now() -> None:
    assert table_json(corrected()) == {"corrected": [["007", "34"], ["", "12.5"]]}


def test_tab_separated_has_a_line_per_row() -> None:
    assert tab_separated(corrected()) == "007\t34\n\t12.5"
    assert tab_separated(table()) == ""
