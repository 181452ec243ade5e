"""What people wrote, with separators and cells: the column ``full`` of labels.csv."""

import re
from collections import Counter
from typing import Final, TypeAlias

from digitcam.readings import UNTRUSTED

Table: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of cells, each a number, or empty."""

SEPARATORS: Final = ".,-/:"
"""Characters that may stand in a number."""

_DIGITS: Final = "0123456789"
_CELL_END: Final = re.compile(r"\s*;\s*|\s+")
_TABLE: Final = re.compile(rf"[0-9\s;|$\{SEPARATORS}]*")


def digits_only(text: str) -> str:
    r"""Return the digits, "?" marks and line feeds of a text: what ``label`` describes.

    Examples:
        >>> digits_only("-12.5\n?/3")
        '125\n?3'
    """
    return "".join(character for character in text if character in _DIGITS + UNTRUSTED + "\n")


def digit_errors(text: str, truth: str) -> int:
    """Return the number of digits wrong, missed or invented, whatever their order.

    The digits are compared as multisets, and the larger of the numbers missed and invented is taken: a wrong digit is
    one missed and one invented, and counts once. "?" is not a digit.

    Examples:
        >>> digit_errors("132", "123"), digit_errors("127", "123"), digit_errors("12", "123"), digit_errors("?3", "3")
        (0, 1, 1, 0)
    """
    read, written = (Counter(c for c in t if c in _DIGITS) for t in (text, truth))
    return max((written - read).total(), (read - written).total())


def cells_of(full: str) -> Table:
    """Return the cells of a text as written; no rows if it is not a table.

    A table has at least two cells, and only digits, separators and dollar signs in them. Equations are no tables.

    Args:
        full: Lines end with ``|``, cells with `` ; `` or a space.

    Examples:
        >>> cells_of("1.5 ; 2|$-3 ; ")
        (('1.5', '2'), ('-3', ''))
        >>> cells_of("x=3|2"), cells_of("123")
        ((), ())
    """
    if not _TABLE.fullmatch(full):
        return ()
    rows = tuple(tuple(_CELL_END.split(line.replace("$", ""))) for line in full.split("|"))
    return rows if sum(map(len, rows)) > 1 else ()


def has_separator(cell: str) -> bool:
    """Return whether a cell has a separator.

    Examples:
        >>> has_separator("-3"), has_separator("3")
        (True, False)
    """
    return any(character in SEPARATORS for character in cell)


def cells_without_separators(table: Table) -> Table:
    """Return the cells' digits alone.

    Examples:
        >>> cells_without_separators((("1.5", ""), ("-3",)))
        (('15', ''), ('3',))
    """
    return tuple(tuple(map(digits_only, row)) for row in table)
