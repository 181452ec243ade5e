"""The outcomes as text and as data."""

from collections.abc import Sequence
from typing import Any

from digitcam.bench.rows import BY_NAME, BenchRow, Outcome
from digitcam.reporting.text import markdown


def text(outcomes: Sequence[Outcome]) -> str:
    """Return all outcomes as a Markdown table."""
    head = ["what", "bar · stretch", "measured", "ours", "against"]
    return markdown([head, *(_cells(outcome, BY_NAME[outcome.row]) for outcome in outcomes)])


def _cells(outcome: Outcome, row: BenchRow) -> list[str]:
    measured = "–" if outcome.figure is None else row.criterion.verdict(outcome.figure)
    return [row.criterion.title, row.criterion.bar_text, outcome.skipped or measured, outcome.ours, outcome.floor]


def data(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return all outcomes as data for JSON; figures are None where nothing was measured."""
    return [_entry(outcome, BY_NAME[outcome.row]) for outcome in outcomes]


def _entry(outcome: Outcome, row: BenchRow) -> dict[str, Any]:
    figure, criterion = outcome.figure, row.criterion
    return {
        "name": row.name,
        "title": criterion.title,
        "unit": criterion.unit,
        "bar": criterion.bar_data(),
        "figure": None if figure is None else round(figure, 4),
        "met": None if figure is None else criterion.met(figure),
        "ours": outcome.ours,
        "against": outcome.floor,
        "skipped": outcome.skipped,
    }
