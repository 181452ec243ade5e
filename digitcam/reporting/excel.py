"""Tables as Excel files; the only module that imports openpyxl."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook


def to_excel(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a workbook with one sheet.

    Args:
        title: Name of the sheet.
        columns: The heading.
        rows: Texts, numbers and times without a time zone, which Excel cannot store.
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
