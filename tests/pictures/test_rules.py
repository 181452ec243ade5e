"""Tests of the rules of a table: which cells are against them, and which rules contradict themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from digitcam.pictures.columns import Column, Fault, Kind
from digitcam.pictures.rules import LAST, Contradiction, Rules, Spot, SumRow, problems, violation_at, violations
from tests.pictures.test_columns import columns

SCORE = Column(kind=Kind.NUMBER, decimals=0, least=Decimal(0), most=Decimal(20))
ANY = Column()

Rows = list[list[str]]


def found(rows: Rows, rules: Rules) -> list[tuple[int, int, Fault, str]]:
    return [(*spot, each.fault, each.expected) for spot, each in violations(rows, rules).items()]


def total(*parts: int) -> Column:
    return Column(parts=parts)


def test_violations_without_rules_are_none() -> None:
    assert violations([["21", "x"], ["", "?"]], Rules()) == {}
    assert violations([], Rules((SCORE,), SumRow(LAST))) == {}


def test_violations_are_those_of_each_column() -> None:
    rows = [["12", "21"], ["21", ""], ["x", "7"]]
    assert found(rows, Rules((SCORE,))) == [(1, 0, Fault.TOO_LARGE, "20"), (2, 0, Fault.NO_NUMBER, "")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["1", "2", "3"], None),
        (["1", "2", "4"], "1 + 2 = 3"),
        (["1,5", "2.5", "4"], None),
        (["1,5", "2.5", "4,0"], None),
        (["0.1", "0.2", "0.3"], None),
        (["", "2", "2"], None),
        (["", "2", "3"], "2"),
        # The sum is not written, or a number that it needs is not known.
        (["1", "2", ""], None),
        (["", "", "3"], None),
        (["?", "2", "3"], None),
        (["1", "07/12", "3"], None),
        (["1", "2", "?"], None),
        (["1" * 40, "1", "1" * 39 + "2"], None),
        (["1" * 40, "1", "1" * 39 + "3"], f"{'1' * 40} + 1 = {'1' * 39}2"),
    ],
)
def test_violations_of_a_column_that_is_a_sum(row: list[str], expected: str | None) -> None:
    rules = Rules((ANY, ANY, total(0, 1)))
    assert found([row], rules) == ([] if expected is None else [(0, 2, Fault.NOT_SUM, expected)])


def test_violations_long_sum_shows_its_result_alone() -> None:
    rules = Rules((total(1, 2, 3, 4, 5),))
    assert found([["9", "1", "2", "3", "4", "5"]], rules) == [(0, 0, Fault.NOT_SUM, "15")]


def test_violations_of_sums_of_sums() -> None:
    rules = Rules((ANY, ANY, total(0, 1), ANY, total(2, 3)))
    assert found([["1", "2", "3", "4", "7"], ["1", "2", "3", "4", "8"]], rules) == [(1, 4, Fault.NOT_SUM, "3 + 4 = 7")]


def test_violations_sum_of_columns_that_a_table_lacks_is_not_checked() -> None:
    assert found([["9", "1"]], Rules((total(1, 2),))) == []


@pytest.mark.parametrize(
    ("sum_row", "expected"),
    [
        (SumRow(LAST), [(3, 1, "1 + 2 + 3 = 6")]),
        (SumRow(3), [(3, 1, "1 + 2 + 3 = 6")]),
        (SumRow(LAST, (0, 1)), [(3, 0, "10 + 20 = 30"), (3, 1, "1 + 2 = 3")]),
        (SumRow(0, (1, 2)), [(0, 0, "20 + 30 = 50"), (0, 1, "2 + 3 = 5")]),
        (SumRow(0), []),
        (SumRow(4), []),
        (SumRow(LAST, (0, 9)), []),
    ],
)
def test_violations_of_a_row_that_is_a_sum(sum_row: SumRow, expected: list[tuple[int, int, str]]) -> None:
    rows = [["10", "1"], ["20", "2"], ["30", "3"], ["60", "7"]]
    assert found(rows, Rules((), sum_row)) == [(row, column, Fault.NOT_SUM, sum_) for row, column, sum_ in expected]


def test_violations_row_that_is_a_sum_has_no_limits_but_is_a_number() -> None:
    rows = [["20"], ["20"], ["40"]]
    assert found(rows, Rules((SCORE,), SumRow(LAST))) == []
    assert found([*rows[:2], ["4.0"]], Rules((SCORE,), SumRow(LAST))) == [(2, 0, Fault.NOT_WHOLE, "")]


def test_violations_columns_of_texts_have_no_sums() -> None:
    assert found([["001"], ["002"], ["004"]], Rules((Column(kind=Kind.TEXT),), SumRow(LAST))) == []


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (Rules(), []),
        (Rules((Column(least=Decimal(5), most=Decimal(5)),)), []),
        (Rules((ANY, Column(least=Decimal(6), most=Decimal(5)))), [(Contradiction.LIMITS, 1)]),
        (Rules((total(0),)), [(Contradiction.OWN_SUM, 0)]),
        (Rules((total(0, 1), ANY)), [(Contradiction.OWN_SUM, 0)]),
        (Rules((total(1), total(0))), [(Contradiction.OWN_SUM, 0), (Contradiction.OWN_SUM, 1)]),
        # The third is the sum of two that contain themselves, and does not contain itself.
        (Rules((total(1), total(0), total(0))), [(Contradiction.OWN_SUM, 0), (Contradiction.OWN_SUM, 1)]),
        (Rules((total(9),)), []),
        (Rules((), SumRow(1, (0, 1))), [(Contradiction.OWN_SUM, None)]),
        (Rules((), SumRow(LAST, (0, 3))), [(Contradiction.OWN_SUM, None)]),
        (Rules((), SumRow(LAST, (0, 2))), []),
        (Rules((), SumRow(LAST)), []),
    ],
)
def test_problems_are_rules_that_contradict_themselves(
    rules: Rules, expected: list[tuple[Contradiction, int | None]]
) -> None:
    assert problems(rules, 4, 2) == expected


def test_violations_of_rules_that_contradict_themselves_are_none() -> None:
    column = Column(kind=Kind.NUMBER, least=Decimal(6), most=Decimal(5), parts=(0,))
    assert found([["1"], ["9"], ["x"]], Rules((column,), SumRow(0, (0, 1)))) == [(2, 0, Fault.NO_NUMBER, "")]


@given(
    some.integers(0, 4).flatmap(
        lambda width: some.lists(
            some.lists(some.text("0123456789.,-?", max_size=4), min_size=width, max_size=width), max_size=4
        )
    ),
    some.lists(columns, max_size=5).map(tuple),
    some.none() | some.builds(SumRow, some.integers(-1, 5), some.lists(some.integers(0, 5), max_size=3).map(tuple)),
)
def test_violations_of_any_table_are_cells_of_it(
    rows: Rows, of_columns: tuple[Column, ...], sum_row: SumRow | None
) -> None:
    rules = Rules(of_columns, sum_row)
    found_ = violations(rows, rules)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            violation = found_.pop(Spot(row, column), None)
            assert violation == violation_at(rows, Spot(row, column), rules)
            assert violation is None or violation.text == text
    assert not found_
