"""Parse a pasted list of names: of the people whose numbers are read."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice, repeat
from typing import Final

from digitcam.errors import NamesError

MAX_NAMES: Final = 1000
"""Maximum number of names in a list; a large school has about so many pupils."""

MAX_CHARACTERS: Final = 100
"""Longest name, characters; a longer line is probably no name."""

NEXT_CELL: Final = re.compile("[\t;]")
"""Between the cells of a row that was copied from a spreadsheet or from CSV."""

QUOTED: Final = re.compile(r'"(.*)"')
"""A cell in quotation marks, as spreadsheets write one that has a semicolon or quotation marks in it."""


def parse_names(text: str) -> tuple[str, ...]:
    r"""Return the names of a pasted list: one from each line.

    Of rows with several cells, the first cell counts. A single row is a list from left to right. Lines without a name
    are ignored, white space is reduced to single spaces, and equal names are all kept.

    Args:
        text: Lines, or rows of cells separated by tabs or semicolons.

    Raises:
        NamesError: If there are more than `MAX_NAMES` names, or one is longer than `MAX_CHARACTERS`.

    Examples:
        >>> parse_names(" Ann \n\nBen\t12\n")
        ('Ann', 'Ben')
        >>> parse_names("Ann; Ben; Cleo")
        ('Ann', 'Ben', 'Cleo')
    """
    rows = [[_name(cell) for cell in NEXT_CELL.split(line)] for line in text.splitlines() if line.strip()]
    cells = rows[0] if len(rows) == 1 else [row[0] for row in rows]
    names = tuple(filter(None, cells))
    if len(names) > MAX_NAMES:
        raise NamesError(f"The list has {len(names)} names; the limit is {MAX_NAMES}. Paste a part of it.")
    for number, name in enumerate(names, 1):
        if len(name) > MAX_CHARACTERS:
            raise NamesError(
                f"Name {number} of the list has {len(name)} characters; the limit is {MAX_CHARACTERS}. "
                "Put each name on a line of its own."
            )
    return names


def shared_out(names: Sequence[str], counts: Iterable[int]) -> list[tuple[str, ...]]:
    """Give each of several tables as many names as it has rows, one table after the other.

    Args:
        names: The list.
        counts: Numbers of rows of the tables.

    Returns:
        Names of the rows of each table; "" where the list has no more.

    Examples:
        >>> shared_out(["Ann", "Ben", "Cleo"], [2, 0, 2])
        [('Ann', 'Ben'), (), ('Cleo', '')]
    """
    further = chain(names, repeat(""))
    return [tuple(islice(further, count)) for count in counts]


def _name(cell: str) -> str:
    """Return a cell without the quotation marks around it, with single spaces."""
    name = " ".join(cell.split())
    quoted = QUOTED.fullmatch(name)
    return name if quoted is None else " ".join(quoted[1].replace('""', '"').split())
