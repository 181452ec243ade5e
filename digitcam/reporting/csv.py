"""Tables as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping


def to_csv(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> str:
    """Return a table as CSV that spreadsheets open: a heading, then one line per row.

    Args:
        rows: Values by column. A missing value leaves its cell empty; columns that are not in `columns` are ignored.
        columns: Names of the columns, in order.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, list(columns), restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
