"""Kept readings, and the names of notebooks."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

from digitcam.readings import CELL_SEPARATOR

ID_BYTES: Final = 16
"""Random bytes in a notebook's name; 128 bits cannot be guessed."""

SHEET_BYTES: Final = 9
"""Random bytes in a sheet's name: no two sheets of a notebook have the same."""

ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
"""Form of a notebook's name. Names that people choose could be guessed."""

NUMBER: Final = re.compile(r"-?\d{1,64}([.,]\d{1,64})?|\.?\d{1,64}([.,/:-]\d{1,64}){0,15}", re.ASCII)
"""The form of one number: digits, with separators between them. Only a whole or a decimal number may begin with a minus
sign, so that no spreadsheet takes a correction of this form for a formula."""

BETWEEN: Final = re.compile(f" / |{CELL_SEPARATOR}")
"""Between lines of writing, and between the numbers of a line."""

MAX_NUMBERS: Final = 256
"""Maximum number of numbers in a reading: 16 lines of 16."""

EXACT_DIGITS: Final = 140
"""Digits of a sum that are exact; a number has at most 128, and there may be many."""

_VALUE: Final = re.compile(r"-?\d*[.,]?\d+", re.ASCII)
"""What has a value: no dates, times or several numbers."""


class SheetCell(NamedTuple):
    """Where a number stands on a sheet with several.

    Attributes:
        sheet: Identifies the sheet, from `new_sheet_id`; all its numbers have the same.
        title: Name of the picture's file; "" for a sheet that was held up to the camera.
        row: From the top, from 0.
        column: From the left, from 0.
    """

    sheet: str
    title: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading to keep.

    Attributes:
        number: What was read, or a person's correction.
        confidence: Of its least certain digit, 0 to 1.
        picture: JPEG of the number as it was written; in readings of earlier versions, PNG of the ink.
        kept_at: Time with time zone.
        read: What was read, whatever became of it; "" if a person typed the number; None if an earlier version kept it.
        cell: Where it stands on its sheet; None if it was kept alone, or by an earlier version.
        name: Whose it is, from a list that the visitor pasted; "" without one.
        is_checked: Whether a person has accepted or corrected it; False if an earlier version kept it.
    """

    number: str
    confidence: float
    picture: bytes
    kept_at: datetime
    read: str | None = field(default=None, kw_only=True)
    cell: SheetCell | None = field(default=None, kw_only=True)
    name: str = field(default="", kw_only=True)
    is_checked: bool = field(default=False, kw_only=True)

    @property
    def is_corrected(self) -> bool:
        """Whether a person made something else of what was read, as far as that is known."""
        return self.read is not None and self.read != self.number


@dataclass(frozen=True, slots=True)
class StoredEntry(Entry):
    """A reading in the database.

    Attributes:
        id: Identifies it in its notebook; never used twice.
    """

    id: int


class Added(NamedTuple):
    """What became of a reading that was kept.

    Attributes:
        id: As in `StoredEntry`.
        total: Number of readings in the notebook.
    """

    id: int
    total: int


def new_notebook_id() -> str:
    """Return a new random name of a notebook."""
    return secrets.token_urlsafe(ID_BYTES)


def new_sheet_id() -> str:
    """Return a new random name of a sheet."""
    return secrets.token_urlsafe(SHEET_BYTES)


def is_notebook_id(name: str) -> bool:
    """Return whether a text has the form of a notebook's name.

    Examples:
        >>> is_notebook_id(new_notebook_id()), is_notebook_id("mine")
        (True, False)
    """
    return ID.fullmatch(name) is not None


def is_number(text: str) -> bool:
    """Return whether a text has the form of a reading.

    Examples:
        >>> is_number("407"), is_number("12  34 / 7"), is_number("-3,5"), is_number("07/12"), is_number("=1+1")
        (True, True, True, True, False)
    """
    numbers = BETWEEN.split(text)
    return len(numbers) <= MAX_NUMBERS and all(map(NUMBER.fullmatch, numbers))


def value_of(number: str) -> Decimal | None:
    """Return the value of a reading; None for dates, times and several numbers. A comma counts as a decimal point.

    Examples:
        >>> value_of("407"), value_of("-8,06"), value_of("07/12")
        (Decimal('407'), Decimal('-8.06'), None)
    """
    return Decimal(number.replace(",", ".")) if _VALUE.fullmatch(number) else None


def sum_of(numbers: Iterable[str]) -> Decimal | None:
    """Return the exact sum of those readings that have a value; None if none has.

    Examples:
        >>> sum_of(["0.1", "0.2", "07/12"]), sum_of(["12 / 7"])
        (Decimal('0.3'), None)
    """
    values = [value for number in numbers if (value := value_of(number)) is not None]
    with localcontext(prec=EXACT_DIGITS):
        return sum(values, Decimal()) if values else None
