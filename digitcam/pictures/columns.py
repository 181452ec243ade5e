"""What the columns of a table are: their names, and rules for their cells. A rule marks a cell and never changes it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from digitcam.readings import UNTRUSTED
from digitcam.reporting.cells import EXACT_DIGITS, number_or_text

NUMBER: Final = re.compile(r"-?(\d+(?:[.,](\d+))?|[.,](\d+))", re.ASCII)
"""A whole or decimal number; the decimal mark is a point or a comma."""

DECIMAL_MARK: Final = re.compile("[.,]")


class Kind(Enum):
    """What the cells of a column are."""

    ANY = "any"
    NUMBER = "number"
    TEXT = "text"


class Fault(Enum):
    """Why a cell is against a rule."""

    NO_NUMBER = "no number"
    NOT_WHOLE = "not whole"
    DECIMALS = "decimals"
    TOO_SMALL = "too small"
    TOO_LARGE = "too large"
    LENGTH = "length"
    NOT_SUM = "not sum"


class Violation(NamedTuple):
    """Why a cell is against a rule.

    Attributes:
        fault: What is wrong.
        text: Of the cell.
        expected: The limit, the length, the number of decimals, or how the sum is made; empty where there is none.
    """

    fault: Fault
    text: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its heading; empty if it has none.
        kind: What its cells are.
        decimals: Number of digits after the decimal mark; 0 for whole numbers, None for any.
        least: Smallest number that is right; None if there is no limit.
        most: Largest number that is right; None if there is no limit.
        length: Number of characters of a cell; None if there is no limit.
        parts: Columns whose sum it is, from 0; empty if it is no sum.
    """

    name: str = ""
    kind: Kind = Kind.ANY
    decimals: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    length: int | None = None
    parts: tuple[int, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether its cells must be numbers."""
        return self.kind is Kind.NUMBER or bool(self.parts) or (self.least, self.most) != (None, None)

    @property
    def has_rule(self) -> bool:
        """Whether a cell can be against it."""
        return self.is_number or self.length is not None

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet gets its cells as text, so that "007" keeps its zeros."""
        return self.kind is Kind.TEXT or (self.length is not None and not self.is_number)

    @property
    def without_limits(self) -> "Column":
        """The column without limits, for a cell that is the sum of others."""
        return replace(self, least=None, most=None, length=None)

    def violation(self, text: str) -> Violation | None:
        """Return why a cell is against the rules; None if it is not, is empty, or has a digit that is not read yet.

        Examples:
            >>> Column(most=Decimal(20)).violation("21")
            Violation(fault=<Fault.TOO_LARGE: 'too large'>, text='21', expected='20')
            >>> Column(kind=Kind.NUMBER, decimals=1, least=Decimal(1)).violation("12,5") is None
            True
        """
        if not text or UNTRUSTED in text:
            return None
        if self.length is not None and len(text) != self.length:
            return Violation(Fault.LENGTH, text, str(self.length))
        return self._violation_of_number(text) if self.is_number else None

    def _violation_of_number(self, text: str) -> Violation | None:
        found = NUMBER.fullmatch(text)
        if found is None:
            return Violation(Fault.NO_NUMBER, text)
        if self.decimals is not None and self.decimals != len(found[2] or found[3] or ""):
            return Violation(Fault.DECIMALS if self.decimals else Fault.NOT_WHOLE, text, str(self.decimals or ""))
        value = _decimal(text)
        if self.least is not None and value < self.least:
            return Violation(Fault.TOO_SMALL, text, plain(self.least))
        if self.most is not None and value > self.most:
            return Violation(Fault.TOO_LARGE, text, plain(self.most))
        return None

    def spreadsheet_value(self, text: str) -> int | float | str | None:
        """Return a cell as a spreadsheet stores it: a number as a number, unless that would lose what the column needs.

        Examples:
            >>> [Column().spreadsheet_value(text) for text in ("12", "8,06", "007", "07/12", "")]
            [12, 8.06, '007', '07/12', None]
            >>> [Column(kind=Kind.NUMBER).spreadsheet_value(text) for text in ("007", "12.50", "1?")]
            [7, 12.5, '1?']
            >>> Column(length=2).spreadsheet_value("12")
            '12'
        """
        if not text:
            return None
        if self.is_text or number(text) is None or len(text) > EXACT_DIGITS:
            return text
        if self.is_number:
            return float(_decimal(text)) if DECIMAL_MARK.search(text) else int(text)
        value = number_or_text(text.replace(",", "."))
        return text if isinstance(value, str) else value


def number(text: str) -> Decimal | None:
    """Return the value of a number, with a point or a comma as its decimal mark; None if it is no number.

    Examples:
        >>> number("-8,06"), number("007"), number("07/12"), number("1?"), number("")
        (Decimal('-8.06'), Decimal('7'), None, None, None)
    """
    return None if NUMBER.fullmatch(text) is None else _decimal(text)


def plain(value: Decimal) -> str:
    """Return a number as people write it, without zeros at its end.

    Examples:
        >>> plain(Decimal("20.50")), plain(Decimal("400")), plain(Decimal("-0"))
        ('20.5', '400', '0')
    """
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
