"""Tables as Excel files; the only module that imports openpyxl."""

import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from digitcam.reporting.cells import clean, is_formula

MAX_TITLE: Final = 31
"""Longest name of a sheet, characters; Excel's limit."""

UNTITLED: Final = "Sheet"
"""Name of a sheet whose title has nothing that Excel allows."""

MAX_TEXT: Final = 32_767
"""Longest text of a cell, characters; Excel's limit."""

NOT_IN_TITLES: Final = re.compile(r"[\\*?:/\[\]]|^'|'$|\s")
"""What Excel does not allow in a sheet's name, and white space other than a space."""


class Sheet(NamedTuple):
    """One sheet of a workbook.

    Attributes:
        title: Its name; what Excel does not allow in it becomes a space.
        columns: Names of the columns; empty for no heading.
        rows: Cells of each row: texts, numbers, None, or times without a time zone (Excel has no time zones).
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def to_excel(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an Excel file with one sheet, as `to_workbook` does."""
    return to_workbook([Sheet(title, columns, rows)])


def to_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an Excel file. Texts stay texts, even those that look like formulas.

    Args:
        sheets: At least one. Titles that would be equal to Excel get a number.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        numbered = (_title(sheet.title, number) for number in count(1))
        title = next(title for title in numbered if title.casefold() not in taken)
        taken.add(title.casefold())
        _write(book.create_sheet(title), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _title(wanted: str, number: int) -> str:
    """Return what Excel allows of a title; with a number from the second one on."""
    ending = "" if number == 1 else f" ({number})"
    allowed = NOT_IN_TITLES.sub(" ", clean(wanted))[: MAX_TITLE - len(ending)]
    return (allowed.rstrip("'").strip() or UNTITLED) + ending


def _write(made: Any, sheet: Sheet) -> None:
    made.freeze_panes = "A2" if sheet.columns else None
    for row in chain([sheet.columns] if sheet.columns else [], sheet.rows):
        made.append([_text_cell(made, value) if isinstance(value, str) else value for value in row])
    # Until it is closed, it holds a file open.
    made.close()


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that holds a text; openpyxl would make formulas and errors of some."""
    cell = WriteOnlyCell(sheet, clean(text)[:MAX_TEXT])
    cell.data_type = "s"
    # The text does not become a formula when somebody edits the cell either.
    cell.quotePrefix = is_formula(text)
    return cell
