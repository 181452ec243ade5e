"""Corrected tables as files."""

import csv
import io

from openpyxl import load_workbook

from digitcam.pictures.columns import Column, Kind
from digitcam.pictures.corrections import Place, Table
from digitcam.pictures.rules import Rules
from digitcam.pictures.table_export import NamedTable, tab_separated, table_json, tables_csv, tables_excel
from tests.pictures.tables import table

NO_TABLE = table()


def corrected() -> Table:
    return table(["007", "3?"], ["", "12.5"]).corrected(Place(0, 1), "34")


def added() -> Table:
    return table(["1"], ["2"]).deleted("0").typed("a0", 0, "=1+1")


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


def named(table: Table = NO_TABLE) -> NamedTable:
    """Return a table whose rows and columns have names."""
    rules = Rules((Column(name="Code", length=3), Column(name="=Score", kind=Kind.NUMBER)))
    return NamedTable("a.jpg", table, rules, tuple(["Ann", "=B;+1"][: len(table.rows)]))


def test_tables_csv_has_names_and_headings() -> None:
    text = tables_csv([named(corrected()), NamedTable("b.jpg", added(), named().rules)])
    assert list(csv.reader(io.StringIO(text))) == [
        ["file", "Name", "Code", "'=Score", "read_1", "read_2"],
        ["a.jpg", "Ann", "007", "34", "007", "3?"],
        ["a.jpg", "'=B;'+1", "", "12.5", "", "12.5"],
        ["b.jpg", "", "2", "", "2", ""],
        ["b.jpg", "", "'=1+1", "", "", ""],
    ]


def test_tables_csv_with_two_equal_headings_has_both_columns() -> None:
    rules = Rules((Column(name="file"), Column(name="file")))
    text = tables_csv([NamedTable("a.jpg", table(["1", "2"]), rules)])
    assert text.splitlines() == ["file,file,file,read_1,read_2", "a.jpg,1,2,1,2"]


def test_tables_excel_has_names_and_headings_and_text_where_the_column_says_so() -> None:
    read = table(["007", "034"], ["123", "8,06"])
    book = load_workbook(io.BytesIO(tables_excel([named(read)])))
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [
        ("Name", "Code", "=Score", "Read 1", "Read 2"),
        ("Ann", "007", 34, "007", 34),
        ("=B;+1", "123", 8.06, "123", 8.06),
    ]
    assert [cell.data_type for cell in book.worksheets[0]["C"]] == ["s", "n", "n"]


def test_table_json_has_the_rows_as_they_are_now() -> None:
    assert table_json(NamedTable("a.jpg", corrected())) == {"corrected": [["007", "34"], ["", "12.5"]]}


def test_table_json_has_names_and_headings() -> None:
    assert table_json(named(corrected())) == {
        "corrected": [["007", "34"], ["", "12.5"]],
        "columns": ["Code", "=Score"],
        "names": ["Ann", "=B;+1"],
    }


def test_tab_separated_has_a_line_per_row() -> None:
    assert tab_separated(NamedTable("a.jpg", corrected())) == "007\t34\n\t12.5"
    assert tab_separated(NamedTable("a.jpg", NO_TABLE)) == ""


def test_tab_separated_has_names_and_headings_but_no_formulas() -> None:
    assert tab_separated(named(corrected())) == "Name\tCode\t'=Score\nAnn\t007\t34\n'=B;'+1\t\t12.5"


def test_tab_separated_with_names_alone_has_a_heading() -> None:
    assert tab_separated(NamedTable("a.jpg", table(["1"], ["2"]), names=("Ann", ""))) == ("Name\tColumn 1\nAnn\t1\n\t2")
