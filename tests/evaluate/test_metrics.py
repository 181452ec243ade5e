import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitcam.evaluate.metrics import (
    calibration_error,
    claimed,
    confusion,
    edits,
    reliability,
    same,
    share,
)


def test_metrics_of_nothing_are_empty() -> None:
    assert share([]) is None
    assert (reliability([]), calibration_error([]), confusion([])) == ([], 0.0, {})


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 0), ("7", "7", 0), ("7", "1", 1), ("", "123", 3), ("123", "", 3), ("0123", "1234", 2), ("1?3", "123", 1)],
)
def test_edits_counts_characters(one: str, other: str, count: int) -> None:
    assert edits(one, other) == count


@pytest.mark.parametrize(("text", "truth", "right"), [("1\n2", "12", True), ("12", "1\n2", True), ("?", "", False)])
def test_same_ignores_line_breaks(text: str, truth: str, right: bool) -> None:
    assert same(text, truth) is right


@pytest.mark.parametrize(("text", "claims"), [("", False), ("?\n??", False), ("?\n?3", True)])
def test_claimed_question_mark_is_no_claim(text: str, claims: bool) -> None:
    assert claimed(text) is claims


def test_reliability_full_confidence_has_a_bin() -> None:
    (last,) = reliability([(1.0, True), (0.95, False)])
    assert (last.low, last.high, last.count, last.accuracy) == (0.9, 1.0, 2, 0.5)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_reliability_every_answer_is_in_one_bin(answers: list[tuple[float, bool]]) -> None:
    bins = reliability(answers)
    assert sum(b.count for b in bins) == len(answers)
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in bins)
    assert 0 <= calibration_error(bins) <= 1
