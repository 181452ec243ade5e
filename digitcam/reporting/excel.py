"""Tables as Excel files; the only module that imports openpyxl."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from digitcam.reporting.cells import clean, is_formula

MAX_TITLE: Final = 31
"""Longest name of a sheet, characters; Excel's limit."""

MAX_TEXT: Final = 32_767
"""Longest text of a cell, characters; Excel's limit."""

NOT_IN_TITLES: Final = re.compile(r"[\\*?:/\[\]]|^'|'$|\s")
"""What Excel does not allow in a sheet's name, and white space other than a space."""


def to_excel(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an Excel file with one sheet. Texts stay texts, even those that look like formulas.

    Args:
        title: Name of the sheet; what Excel does not allow in it becomes a space.
        columns: Names of the columns.
        rows: Cells of each row: texts, numbers, or times without a time zone (Excel has no time zones).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_TITLES.sub(" ", clean(title))[:MAX_TITLE].rstrip("'").strip() or None)
    sheet.freeze_panes = "A2"
    for row in (columns, *rows):
        sheet.append([_text_cell(sheet, value) if isinstance(value, str) else value for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that holds a text; openpyxl would make formulas and errors of some."""
    cell = WriteOnlyCell(sheet, clean(text)[:MAX_TEXT])
    cell.data_type = "s"
    # The text does not become a formula when somebody edits the cell either.
    cell.quotePrefix = is_formula(text)
    return cell
