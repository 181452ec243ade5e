"""Tables as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping

from digitcam.reporting.cells import clean, neutralised


def to_csv(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> str:
    """Return a table as CSV that spreadsheets open: a heading, then one line per row.

    An apostrophe stands before each text that a spreadsheet would take for a formula. Numbers stay as they are.

    Args:
        rows: Values by column. A missing value leaves its cell empty; columns that are not in `columns` are ignored.
        columns: Names of the columns, in order.
    """
    names = list(columns)
    return csv_lines([names, *([row.get(name, "") for name in names] for row in rows)])


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    r"""Return rows of cells as lines of CSV, each text harmless as in `to_csv`.

    Examples:
        >>> csv_lines([["a.png", "007"], ["=1+1", 3]])
        "a.png,007\r\n'=1+1,3\r\n"
    """
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(map(_cell, row) for row in rows)
    return file.getvalue()


def _cell(value: object) -> object:
    """Return a cell's value: numbers and nothing as they are, everything else as harmless text."""
    return value if value is None or isinstance(value, int | float) else neutralised(clean(str(value)))
