"""Tables as Excel files; the only module that imports openpyxl."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook


def to_excel(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an Excel file with one sheet.

    Args:
        title: Name of the sheet.
        columns: Names of the columns.
        rows: Cells of each row: texts, numbers, or times without a time zone (Excel has no time zones).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
