"""Corrected tables as CSV, Excel, JSON and text for the clipboard, each beside what was read."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from digitcam.pictures.corrections import Row, Table, column_name
from digitcam.reporting.cells import number_or_text
from digitcam.reporting.csv import to_csv
from digitcam.reporting.excel import Sheet, to_workbook


class NamedTable(NamedTuple):
    """The table of one picture.

    Attributes:
        name: Of the picture.
        table: The table.
    """

    name: str
    table: Table


def tables_csv(tables: Sequence[NamedTable]) -> str:
    """Return tables below each other as CSV: the picture, the corrected cells, and the cells as they were read."""
    columns = range(max((named.table.columns for named in tables), default=0))
    rows = (
        {"file": named.name}
        | {column_name(column): text for column, text in enumerate(row.texts)}
        | {f"read_{column + 1}": text for column, text in enumerate(_read(named.table, row))}
        for named in tables
        for row in named.table.rows
    )
    return to_csv(rows, ["file", *map(column_name, columns), *(f"read_{column + 1}" for column in columns)])


def tables_excel(tables: Sequence[NamedTable]) -> bytes:
    """Return a workbook with one sheet per picture: corrected cells, then cells as they were read.

    Args:
        tables: At least one. Numbers are stored as numbers unless that would lose a digit: "007" keeps its zeros.
    """
    return to_workbook(Sheet(named.name, _headings(named.table), _excel_rows(named.table)) for named in tables)


def table_json(table: Table) -> dict[str, Any]:
    """Return a corrected table ready for JSON; what was read stands beside it, as `as_table` returns it."""
    return {"corrected": [list(texts) for texts in table.texts]}


def tab_separated(table: Table) -> str:
    r"""Return a table as it is now, for the clipboard: spreadsheets paste it into rows and columns."""
    return "\n".join("\t".join(texts) for texts in table.texts)


def _headings(table: Table) -> list[str]:
    return [f"{name} {column + 1}" for name in ("Column", "Read") for column in range(table.columns)]


def _excel_rows(table: Table) -> Iterator[list[int | float | str | None]]:
    for row in table.rows:
        yield [number_or_text(text) if text else None for text in (*row.texts, *_read(table, row))]


def _read(table: Table, row: Row) -> Sequence[str]:
    """Return the texts of a row as they were read; empty ones for an added row."""
    return ("",) * table.columns if row.origin is None else [cell.text for cell in table.read[row.origin]]
