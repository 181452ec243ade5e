"""A table as an Excel file: the only file that says openpyxl."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook


def to_excel(title: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write one sheet.

    Args:
        title: Of the sheet.
        heading: Of the columns.
        rows: Text, numbers and times without a time zone, which Excel does not know.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(heading))
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
