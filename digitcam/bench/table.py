"""The outcomes as lines of text, and as data."""

from collections.abc import Sequence
from typing import Any

from digitcam.bench.rows import BY_NAME, Outcome, Row, Unit


def shown(figure: float, unit: Unit) -> str:
    """A figure for people.

    Examples:
        >>> shown(0.0832, "ratio"), shown(1.25, "ms"), shown(2.0, "s"), shown(241.3, "MB"), shown(12, "ratio")
        ('0.083', '1.2 ms', '2.0 s', '241 MB', '12.0')
    """
    if unit == "ratio":
        return f"{figure:.3f}" if abs(figure) < 2 else f"{figure:.1f}"
    return f"{figure:.0f} MB" if unit == "MB" else f"{figure:.1f} {unit}"


def verdict(outcome: Outcome, row: Row) -> str:
    """A figure with a star if it reaches the stretch goal, a tick if it reaches the bar, a cross if it does not.

    Examples:
        >>> [verdict(Outcome("off", figure), BY_NAME["off"]) for figure in (0.005, 0.015, 0.1)]
        ['0.005 ★', '0.015 ✓', '0.100 ✗']
        >>> verdict(Outcome("off", ours="0.1 ms"), BY_NAME["off"])
        '–'
    """
    if outcome.figure is None:
        return "–"
    mark = "★" if row.stretched(outcome.figure) else "✓" if row.met(outcome.figure) else "✗"
    return f"{shown(outcome.figure, row.unit)} {mark}"


def wanted(row: Row) -> str:
    """The bar and the stretch goal for people.

    Examples:
        >>> wanted(BY_NAME["sessions"]), wanted(BY_NAME["memory"])
        ('≥ 0.900 · 0.980', '≤ 300 MB · 220 MB')
    """
    return f"{'≥' if row.at_least else '≤'} {shown(row.bar, row.unit)} · {shown(row.stretch, row.unit)}"


def text(outcomes: Sequence[Outcome]) -> str:
    """All outcomes as a Markdown table, its columns aligned."""
    head = ["what", "bar · stretch", "measured", "ours", "against"]
    lines = [head, *(_cells(outcome, BY_NAME[outcome.row]) for outcome in outcomes)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |" for line in lines]
    rule = "|" + "|".join("-" * (w + 2) for w in widths) + "|"
    return "\n".join([rows[0], rule, *rows[1:]])


def _cells(outcome: Outcome, row: Row) -> list[str]:
    measured = [verdict(outcome, row), outcome.ours, outcome.floor]
    return [row.title, wanted(row), *([outcome.skipped or measured[0], *measured[1:]])]


def data(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The same for a program; null where nothing was measured."""
    return [_entry(outcome, BY_NAME[outcome.row]) for outcome in outcomes]


def _entry(outcome: Outcome, row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": row.title,
        "unit": row.unit,
        "bar": {"at_least" if row.at_least else "at_most": row.bar, "stretch": row.stretch},
        "figure": None if outcome.figure is None else round(outcome.figure, 4),
        "met": None if outcome.figure is None else row.met(outcome.figure),
        "ours": outcome.ours,
        "against": outcome.floor,
        "skipped": outcome.skipped,
    }
