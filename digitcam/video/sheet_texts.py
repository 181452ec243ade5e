"""Compare what was read of a sheet with several numbers; pure functions on texts."""

import re
from difflib import SequenceMatcher
from typing import Final

from digitcam.readings import CELL_SEPARATOR, UNTRUSTED

BETWEEN: Final = re.compile(f"\n|{CELL_SEPARATOR}")
"""Between the numbers of a reading's text."""

SAME_SHARE: Final = 0.7
"""Minimum share of equal numbers in two readings of the same sheet. Of small or faint writing, a few numbers come and
go while the paper lies still: 3 of 13 with digits 15 pixels high. Lowering it takes another sheet for the same one. Two
sheets with up to three numbers are the same only if all numbers are."""

MIN_READABLE: Final = 0.5
"""Minimum share of the numbers of a sheet that can be read; below it, what is seen is hardly a sheet of numbers."""


def numbers_of(text: str) -> list[str]:
    r"""Return the numbers of a reading's text, in reading order.

    Examples:
        >>> numbers_of("12  34\n7"), numbers_of("")
        (['12', '34', '7'], [])
    """
    return BETWEEN.split(text) if text else []


def count_readable(text: str) -> int:
    r"""Return how many numbers have no digit of too low confidence.

    Examples:
        >>> count_readable("12  3?\n7"), count_readable("")
        (2, 0)
    """
    return sum(UNTRUSTED not in number for number in numbers_of(text))


def is_sheet(text: str) -> bool:
    r"""Return whether a text has several numbers that can be read, and not many that cannot.

    Examples:
        >>> is_sheet("12  34"), is_sheet("12"), is_sheet("1\n?"), is_sheet("1\n2\n?\n?\n?")
        (True, False, False, False)
    """
    readable = count_readable(text)
    return readable > 1 and readable >= MIN_READABLE * len(numbers_of(text))


def are_of_one_sheet(text: str, other: str) -> bool:
    r"""Return whether two texts are readings of the same sheet, most of whose numbers are equal and in the same order.

    Examples:
        >>> are_of_one_sheet("12  34\n7  8", "12  34\n7"), are_of_one_sheet("12  34", "12"), are_of_one_sheet("7", "1")
        (True, False, False)
    """
    if text == other:
        return True
    return SequenceMatcher(None, numbers_of(text), numbers_of(other), autojunk=False).ratio() >= SAME_SHARE
