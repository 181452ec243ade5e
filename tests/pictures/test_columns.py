"""Tests of the rules of a column, and of the values that a spreadsheet gets for its cells."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from digitcam.pictures.columns import Column, Fault, Kind, Violation, number, plain

WHOLE = Column(kind=Kind.NUMBER, decimals=0)
SCORE = Column(kind=Kind.NUMBER, decimals=0, least=Decimal(0), most=Decimal(20))
PRICE = Column(kind=Kind.NUMBER, decimals=2)
CODE = Column(length=3)

columns = some.builds(
    Column,
    kind=some.sampled_from(Kind),
    decimals=some.none() | some.integers(0, 3),
    least=some.none() | some.decimals(-50, 50, places=1),
    most=some.none() | some.decimals(-50, 50, places=1),
    length=some.none() | some.integers(1, 6),
    parts=some.just(()) | some.just((1, 2)),
)
cells = some.text("0123456789.,-/?: ", max_size=8)


@pytest.mark.parametrize(
    ("column", "text", "fault", "expected"),
    [
        (Column(), "07/12", None, ""),
        (Column(name="Score"), "twelve", None, ""),
        (WHOLE, "007", None, ""),
        (WHOLE, "-3", None, ""),
        (WHOLE, "2.5", Fault.NOT_WHOLE, ""),
        (WHOLE, "2,0", Fault.NOT_WHOLE, ""),
        (WHOLE, "2-5", Fault.NO_NUMBER, ""),
        (WHOLE, "1 2", Fault.NO_NUMBER, ""),
        (WHOLE, "١٢", Fault.NO_NUMBER, ""),
        (PRICE, "8,06", None, ""),
        (PRICE, "8.06", None, ""),
        (PRICE, ",50", None, ""),
        (PRICE, "8.6", Fault.DECIMALS, "2"),
        (PRICE, "8", Fault.DECIMALS, "2"),
        (PRICE, "07/12", Fault.NO_NUMBER, ""),
        (Column(kind=Kind.NUMBER), "8", None, ""),
        (Column(kind=Kind.NUMBER), "8,125", None, ""),
        (SCORE, "0", None, ""),
        (SCORE, "20", None, ""),
        (SCORE, "21", Fault.TOO_LARGE, "20"),
        (SCORE, "-1", Fault.TOO_SMALL, "0"),
        (Column(most=Decimal("12.5")), "12,5", None, ""),
        (Column(most=Decimal("12.5")), "12,51", Fault.TOO_LARGE, "12.5"),
        (Column(least=Decimal(1)), "x", Fault.NO_NUMBER, ""),
        (CODE, "007", None, ""),
        (CODE, "07", Fault.LENGTH, "3"),
        (CODE, "0077", Fault.LENGTH, "3"),
        (Column(length=5), "07/12", None, ""),
        (Column(kind=Kind.TEXT), "07/12", None, ""),
        (Column(parts=(1,)), "07/12", Fault.NO_NUMBER, ""),
        # Nothing is written, or a digit is not read yet.
        (SCORE, "", None, ""),
        (CODE, "", None, ""),
        (SCORE, "3?", None, ""),
        (CODE, "3?", None, ""),
    ],
)
def test_violation_names_the_first_fault(column: Column, text: str, fault: Fault | None, expected: str) -> None:
    assert column.violation(text) == (None if fault is None else Violation(fault, text, expected))


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (Column(), "", None),
        (Column(), "12", 12),
        (Column(), "12.5", 12.5),
        (Column(), "8,06", 8.06),
        (Column(), "-3", -3),
        (Column(), "007", "007"),
        (Column(), "12,50", "12,50"),
        (Column(), "07/12", "07/12"),
        (Column(), "3?", "3?"),
        (WHOLE, "007", 7),
        (SCORE, "12", 12),
        (Column(most=Decimal(9)), "07", 7),
        (Column(parts=(1, 2)), "07", 7),
        (PRICE, "12,50", 12.5),
        (PRICE, "07/12", "07/12"),
        (PRICE, "1" * 16, "1" * 16),
        (CODE, "007", "007"),
        (CODE, "123", "123"),
        (Column(kind=Kind.TEXT), "12", "12"),
        (Column(kind=Kind.TEXT, most=Decimal(20)), "12", "12"),
        # Two digits of a score are a number all the same.
        (Column(kind=Kind.NUMBER, length=2), "12", 12),
    ],
)
def test_spreadsheet_value_is_a_number_unless_the_column_says_text(column: Column, text: str, value: Any) -> None:
    stored = column.spreadsheet_value(text)
    assert (stored, type(stored)) == (value, type(value))


@given(columns, cells)
def test_spreadsheet_value_of_any_cell_keeps_its_value(column: Column, text: str) -> None:
    stored = column.spreadsheet_value(text)
    if isinstance(stored, int | float):
        assert float(stored) == float(number(text) or 0)
    else:
        assert (stored or "") == text
    violation = column.violation(text)
    assert violation is None or violation.text == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("8,06", "8.06"), ("-3", "-3"), (".5", "0.5"), ("1.", None), ("1,2,3", None), ("−3", None), ("", None)],
)
def test_number_takes_a_comma_as_the_decimal_mark(text: str, value: str | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [("20.50", "20.5"), ("100", "100"), ("0.00", "0"), ("-3.0", "-3"), ("1" * 40 + ".50", "1" * 40 + ".5")],
)
def test_plain_has_no_zeros_at_the_end(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
