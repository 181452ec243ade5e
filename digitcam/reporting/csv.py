"""Tables as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping


def to_csv(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> str:
    """Write a table as spreadsheets open it: a heading, then a line per row.

    Args:
        rows: Values by column; a missing one leaves its cell empty, others than `columns` are ignored.
        columns: The heading, in order.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, list(columns), restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
