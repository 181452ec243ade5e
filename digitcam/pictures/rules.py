"""Which cells of a table are against the rules of its columns and sums, and which rules contradict themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import Enum
from typing import Final, NamedTuple

from digitcam.pictures.columns import Column, Fault, Kind, Violation, number, plain

MAX_TERMS: Final = 4
"""Longest sum that is shown with its terms, not only with its result."""

PRECISION: Final = 300
"""Significant digits of a sum: more than the longest cells have, so that no sum is rounded."""

LAST: Final = -1
"""Stands for the last row of a table, however many rows it has."""


class Spot(NamedTuple):
    """A cell of a table as it is now.

    Attributes:
        row: From the top, from 0.
        column: From the left, from 0.
    """

    row: int
    column: int


class Contradiction(Enum):
    """Why a rule cannot be followed."""

    LIMITS = "limits"
    OWN_SUM = "own sum"


class Problem(NamedTuple):
    """A rule that contradicts itself.

    Attributes:
        contradiction: What is wrong with it.
        column: The column it belongs to, from 0; None for the row that is a sum.
    """

    contradiction: Contradiction
    column: int | None = None


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that is the sum of others.

    Attributes:
        row: The row, from 0; `LAST` for the last one.
        parts: The rows whose sum it is, from 0; all above it if empty.
    """

    row: int
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a table.

    Attributes:
        columns: From the left; further columns have no rules.
        sum_row: The row that is a sum; None if there is none.
    """

    columns: tuple[Column, ...] = ()
    sum_row: SumRow | None = None

    def column(self, number: int) -> Column:
        """Return a column, which has no rules if there are none."""
        return self.columns[number] if number < len(self.columns) else Column()


def problems(rules: Rules, *heights: int) -> list[Problem]:
    """Return the rules that contradict themselves, column by column, and the row last.

    Args:
        rules: The rules.
        heights: Numbers of rows of the tables that they are for.
    """
    found = [
        Problem(contradiction, number)
        for number, column in enumerate(rules.columns)
        for contradiction in _contradictions(number, column, rules)
    ]
    sum_row = rules.sum_row
    is_own = sum_row is not None and any(_place(sum_row, height) in sum_row.parts for height in heights)
    return found + ([Problem(Contradiction.OWN_SUM)] if is_own else [])


def violations(rows: Sequence[Sequence[str]], rules: Rules) -> dict[Spot, Violation]:
    """Return the cells that are against the rules, row by row, each with its first reason.

    Args:
        rows: Texts of the cells, all rows equally long.
        rules: The rules; those that contradict themselves are ignored.
    """
    if rules.sum_row is None and not any(column.has_rule for column in rules.columns):
        return {}
    rules = _sound(rules, len(rows))
    spots = [Spot(row, column) for row, texts in enumerate(rows) for column in range(len(texts))]
    found = {spot: _violation(rows, spot, rules) for spot in spots}
    return {spot: violation for spot, violation in found.items() if violation is not None}


def violation_at(rows: Sequence[Sequence[str]], spot: Spot, rules: Rules) -> Violation | None:
    """Return why a cell is against the rules, as `violations` does for all; None if it is not."""
    return _violation(rows, spot, _sound(rules, len(rows)))


def _violation(rows: Sequence[Sequence[str]], spot: Spot, rules: Rules) -> Violation | None:
    text, column = rows[spot.row][spot.column], rules.column(spot.column)
    is_total = spot.row == _place(rules.sum_row, len(rows))
    violation = (column.without_limits if is_total else column).violation(text)
    return violation or _wrong_sum(text, _terms(rows, spot, rules, is_total=is_total))


def _sound(rules: Rules, height: int) -> Rules:
    """Return the rules of a table without those that contradict themselves."""
    columns, sum_row = list(rules.columns), rules.sum_row
    for contradiction, column in problems(rules, height):
        if column is None:
            sum_row = None
        elif contradiction is Contradiction.LIMITS:
            columns[column] = replace(columns[column], least=None, most=None)
        else:
            columns[column] = replace(columns[column], parts=())
    return Rules(tuple(columns), sum_row)


def _contradictions(number: int, column: Column, rules: Rules) -> Iterator[Contradiction]:
    if column.least is not None and column.most is not None and column.least > column.most:
        yield Contradiction.LIMITS
    if number in _all_parts(number, rules):
        yield Contradiction.OWN_SUM


def _all_parts(number: int, rules: Rules) -> set[int]:
    """Return the columns whose sum a column is, and those whose sums these are."""
    found: set[int] = set()
    new = set(rules.column(number).parts)
    while new:
        found |= new
        new = {part for column in new for part in rules.column(column).parts} - found
    return found


def _place(sum_row: SumRow | None, rows: int) -> int | None:
    """Return the row that is a sum; None if the table does not have it."""
    if sum_row is None:
        return None
    row = rows - 1 if sum_row.row == LAST else sum_row.row
    return row if row < rows else None


def _terms(rows: Sequence[Sequence[str]], spot: Spot, rules: Rules, *, is_total: bool) -> Iterator[Sequence[str]]:
    """Yield the texts of the cells whose sum a cell should be: none, or those of its row, of its column, or both."""
    row, column = spot
    parts = rules.column(column).parts
    if parts and max(parts) < len(rows[row]):
        yield [rows[row][part] for part in parts]
    if is_total and rules.sum_row is not None and rules.column(column).kind is not Kind.TEXT:
        above = rules.sum_row.parts or range(row)
        if max(above, default=-1) < len(rows):
            yield [rows[part][column] for part in above]


def _wrong_sum(text: str, sums: Iterable[Sequence[str]]) -> Violation | None:
    """Return that a cell is not the sum of others; None if it is, or if one of the numbers is not known."""
    value = number(text)
    if value is None:
        return None
    for texts in sums:
        terms = [number(term) for term in texts if term]
        known = [term for term in terms if term is not None]
        if known and len(known) == len(terms) and (shown := _differing(value, known)):
            return Violation(Fault.NOT_SUM, text, shown)
    return None


def _differing(value: Decimal, terms: Sequence[Decimal]) -> str:
    """Return a sum as it is shown; empty if its result is the value."""
    with localcontext(prec=PRECISION):
        result = sum(terms, Decimal())
        if result == value:
            return ""
        shown = plain(result)
    if 1 < len(terms) <= MAX_TERMS:
        return f"{' + '.join(map(plain, terms))} = {shown}"
    return shown
