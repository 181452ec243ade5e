"""Readings as data: for tables, CSV and JSON."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from digitcam.readings import Reading

LINE_BREAK = " / "
"""Between lines of writing where a text has one line only."""


def one_line(text: str) -> str:
    r"""A reading's text without line breaks.

    Examples:
        >>> one_line("12\n7")
        '12 / 7'
    """
    return text.replace("\n", LINE_BREAK)


def record(name: str, reading: Reading) -> dict[str, Any]:
    """What a picture said, ready for JSON: its file, its text and its digits with confidence and box."""
    digits = [{"digit": d.label, "confidence": round(d.confidence, 4), "box": list(d.box)} for d in reading.digits]
    return {"file": name, "text": reading.text, "digits": digits}


def to_csv(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> str:
    """A table as spreadsheets open it: a heading, then a line a row; columns a row lacks stay empty."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(columns), restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
