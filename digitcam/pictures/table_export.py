"""Corrected tables as CSV, Excel, JSON and text for the clipboard, each beside what was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from digitcam.pictures.columns import Column, Violation
from digitcam.pictures.corrections import Row, Table, column_name
from digitcam.pictures.rules import Rules, Spot, violations
from digitcam.reporting.cells import neutralised
from digitcam.reporting.csv import csv_lines
from digitcam.reporting.excel import Sheet, to_workbook

NAME: Final = "Name"
"""Heading of the column of names."""


NO_RULES: Final = Rules()


@dataclass(frozen=True)
class NamedTable:
    """The table of one picture.

    Attributes:
        name: Of the picture.
        table: The table.
        rules: Of its columns, which also have names.
        names: Of its rows, as many as it has, "" for a row without one; or none at all.
    """

    name: str
    table: Table
    rules: Rules = NO_RULES
    names: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether a row or a column has a name."""
        return any(self.names) or any(column.name for column in self.columns)

    @property
    def columns(self) -> list[Column]:
        """Its columns, from the left."""
        return [self.rules.column(number) for number in range(self.table.columns)]

    @cached_property
    def violations(self) -> Mapping[Spot, Violation]:
        """The cells that are against the rules, found once."""
        return violations(self.table.texts, self.rules)

    def named_rows(self) -> Iterator[tuple[str, Row]]:
        """Yield the name of each row, and the row."""
        yield from zip(self.names or ("",) * len(self.table.rows), self.table.rows, strict=True)


def tables_csv(tables: Sequence[NamedTable]) -> str:
    """Return tables below each other as CSV: the picture, the corrected cells, and the cells as they were read.

    The names of rows stand beside the picture, if there are any.

    Args:
        tables: All with the same rules.
    """
    width = max((named.table.columns for named in tables), default=0)
    rules = tables[0].rules if tables else NO_RULES
    has_names = any(any(named.names) for named in tables)
    headings = [rules.column(number).name or column_name(number) for number in range(width)]
    read = [f"read_{number + 1}" for number in range(width)]
    rows = (
        [named.name, *([name] if has_names else []), *_wide(row.texts, width), *_wide(_read(named.table, row), width)]
        for named in tables
        for name, row in named.named_rows()
    )
    return csv_lines([["file", *([NAME] if has_names else []), *headings, *read], *rows])


def tables_excel(tables: Sequence[NamedTable]) -> bytes:
    """Return a workbook with one sheet per picture: names of rows, corrected cells, then cells as they were read.

    Args:
        tables: At least one. `Column.spreadsheet_value` says which cells are numbers.
    """
    return to_workbook(Sheet(named.name, _headings(named), _excel_rows(named)) for named in tables)


def table_json(named: NamedTable) -> dict[str, Any]:
    """Return a corrected table ready for JSON; what was read stands beside it, as `as_table` returns it.

    The names of columns and of rows are there if somebody has given any.
    """
    columns = [column.name for column in named.columns]
    return (
        {"corrected": [list(texts) for texts in named.table.texts]}
        | ({"columns": columns} if any(columns) else {})
        | ({"names": list(named.names)} if any(named.names) else {})
    )


def tab_separated(named: NamedTable) -> str:
    r"""Return a table as it is now, for the clipboard: spreadsheets paste it into rows and columns.

    The first line is a heading if a row or a column has a name. A name never becomes a formula.
    """
    has_names = any(named.names)
    lines = [[*([neutralised(name)] if has_names else []), *row.texts] for name, row in named.named_rows()]
    headings = [[*([NAME] if has_names else []), *map(neutralised, column_headings(named))]] if named.is_named else []
    return "\n".join(map("\t".join, headings + lines))


def column_headings(named: NamedTable) -> list[str]:
    """Return the names of a table's columns, "Column 2" for one without a name."""
    return [column.name or f"Column {number}" for number, column in enumerate(named.columns, 1)]


def _headings(named: NamedTable) -> list[str]:
    read = [f"Read {number}" for number in range(1, named.table.columns + 1)]
    return [*([NAME] if any(named.names) else []), *column_headings(named), *read]


def _excel_rows(named: NamedTable) -> Iterator[list[int | float | str | None]]:
    columns = named.columns
    for name, row in named.named_rows():
        cells = zip((*row.texts, *_read(named.table, row)), columns * 2, strict=True)
        values = [column.spreadsheet_value(text) for text, column in cells]
        yield [name or None, *values] if any(named.names) else values


def _read(table: Table, row: Row) -> Sequence[str]:
    """Return the texts of a row as they were read; empty ones for an added row."""
    return ("",) * table.columns if row.origin is None else [cell.text for cell in table.read[row.origin]]


def _wide(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]
