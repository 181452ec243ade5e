"""What ``read`` prints for one page of a file: a line of text, the rows of a table, or JSON."""

import json
from typing import NamedTuple

from digitcam.pictures.export import as_record, as_table, one_line
from digitcam.pictures.pages import Page
from digitcam.readings import Reading
from digitcam.reporting.printable import printable


class Format(NamedTuple):
    """How answers are printed.

    Attributes:
        json: As JSON.
        table: As rows and columns.
        names: Whether the file's name stands before each row of a table.
    """

    json: bool = False
    table: bool = False
    names: bool = False


class Answer(NamedTuple):
    """The output for one page of a picture file.

    Attributes:
        text: Lines on standard output; None if the page cannot be read.
        problem: The message on standard error; empty if there is none.
        name: The page's name.
        rows: The texts of its cells, if they are printed as rows and columns.
    """

    text: str | None
    problem: str = ""
    name: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def answer(name: str, page: Page, reading: Reading, ms: float, form: Format) -> Answer:
    """Return what is printed.

    Args:
        name: The page's name.
        page: The page, as it was turned to be read.
        reading: What it says.
        ms: Time that decoding and reading took, ms.
        form: How to print it.
    """
    remark = f"{page.name}: {page.note}" if page.note else ""
    if form.json:
        table = as_table(reading.rows) if form.table else {}
        record = as_record(name, reading, page.turn) | table | ({"note": page.note} if page.note else {})
        return Answer(json.dumps(record | {"ms": round(ms, 3)}), remark)
    if form.table:
        rows = tuple(tuple(cell.text for cell in row) for row in reading.rows)
        named = (([printable(name)] if form.names else []) + list(row) for row in rows)
        return Answer("\n".join(map("\t".join, named)), remark, name, rows)
    return Answer(f"{printable(name)}\t{one_line(reading.text)}", remark)
