"""Tables as text."""

from collections.abc import Sequence

Rows = Sequence[Sequence[str]]


def aligned(rows: Rows) -> str:
    """Return columns of equal width, the first aligned left, the others right.

    Examples:
        >>> print(aligned([["", "a"], ["speed", "1.5"]]))
                 a
        speed  1.5
    """
    first, *rest = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = [[row[0].ljust(first), *(cell.rjust(w) for cell, w in zip(row[1:], rest, strict=True))] for row in rows]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def markdown(rows: Rows) -> str:
    """Return a Markdown table with aligned columns; the first row is the heading.

    Examples:
        >>> print(markdown([["what", "figure"], ["speed", "1"]]))
        | what  | figure |
        |-------|--------|
        | speed | 1      |
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
