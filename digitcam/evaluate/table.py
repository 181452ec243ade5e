"""The figures as lines of text, and as data."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from digitcam.evaluate.bars import ROWS, Row, Unit, claims, errors, exact, refusals
from digitcam.evaluate.run import EvidenceByReader
from digitcam.evaluate.samples import Answer

Figures = dict[str, float | None]
"""By reader; None if it was not measured."""

KIND_FIGURES: Final[dict[str, Callable[[Sequence[Answer]], float | None]]] = {
    "exact": exact,
    "character errors": errors,
    "claimed": claims,
    "refused": refusals,
}
"""What is said of each kind of picture, where it applies."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the summary with its figures; ``count`` samples, 0 if it is not about samples."""

    row: Row
    figures: Figures
    count: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """One figure of one kind of picture."""

    kind: str
    count: int
    measure: str
    figures: Figures


def summary(evidence: EvidenceByReader) -> list[Line]:
    """The rows of which anything was measured."""
    lines = [_line(row, evidence) for row in ROWS]
    return [line for line in lines if any(figure is not None for figure in line.figures.values())]


def _line(row: Row, evidence: EvidenceByReader) -> Line:
    count = max((len(e.of(*row.kinds)) for e in evidence.values()), default=0)
    return Line(row, {name: row.measure(e) for name, e in evidence.items()}, count)


def kinds(evidence: EvidenceByReader) -> list[KindLine]:
    """Each figure that applies to a kind of picture, kind by kind as they came."""
    names = dict.fromkeys(a.sample.kind for e in evidence.values() for a in e.answers)
    lines = [_kind_line(kind, measure, evidence) for kind in names for measure in KIND_FIGURES]
    return [line for line in lines if any(figure is not None for figure in line.figures.values())]


def _kind_line(kind: str, measure: str, evidence: EvidenceByReader) -> KindLine:
    answers = {name: e.of(kind) for name, e in evidence.items()}
    figures = {name: KIND_FIGURES[measure](of) for name, of in answers.items()}
    return KindLine(kind, max(map(len, answers.values())), measure, figures)


def shown(figure: float | None, unit: Unit = "share") -> str:
    """A figure for people.

    Examples:
        >>> shown(0.98765), shown(0.25, "s"), shown(1, "count"), shown(float("inf"), "s"), shown(None)
        ('98.8 %', '0.25 s', '1', 'never', '')
    """
    if figure is None:
        return ""
    if math.isinf(figure):
        return "never"
    return {"share": f"{100 * figure:.1f} %", "s": f"{figure:.3g} s", "count": f"{figure:g}"}[unit]


def bar(row: Row) -> str:
    """What is wanted, for people.

    Examples:
        >>> [bar(row) for row in ROWS if row.unit == "count"]
        ['≤ 1']
    """
    return f"{'≥' if row.at_least else '≤'} {shown(row.bar, row.unit)}"


def verdict(row: Row, figure: float | None) -> str:
    """A figure with a tick if it reaches the bar and a cross if it does not.

    Examples:
        >>> verdict(ROWS[0], 0.99), verdict(ROWS[0], 0.9), verdict(ROWS[0], None)
        ('99.0 % ✓', '90.0 % ✗', '')
    """
    return f"{shown(figure, row.unit)} {'✓' if row.met(figure) else '✗'}" if figure is not None else ""


def text(evidence: EvidenceByReader) -> str:
    """All figures as aligned lines."""
    names = list(evidence)
    head = ["", "pictures", "bar", *names]
    rows = [
        [line.row.title, str(line.count or ""), bar(line.row), *(verdict(line.row, line.figures[n]) for n in names)]
        for line in summary(evidence)
    ]
    speed = ["median time per picture", "", "", *(_ms(evidence[n].median_ms) for n in names)]
    listed = [
        [f"{line.kind}, {line.measure}", str(line.count), "", *(shown(line.figures[n]) for n in names)]
        for line in kinds(evidence)
    ]
    return _aligned([head, *rows, speed, [""] * len(head), *listed])


def _ms(ms: float | None) -> str:
    return "" if ms is None else f"{ms:.2f} ms"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width, the first to the left, the others to the right."""
    first, *rest = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = [[row[0].ljust(first), *(c.rjust(w) for c, w in zip(row[1:], rest, strict=True))] for row in rows]
    return "\n".join("  ".join(line).rstrip() for line in lines)


def data(evidence: EvidenceByReader) -> dict[str, Any]:
    """The same figures for a program; null where nothing was measured, or where a time is infinite."""
    return {
        "summary": [
            {
                "title": line.row.title,
                "pictures": line.count,
                "unit": line.row.unit,
                "bar": {"at_least" if line.row.at_least else "at_most": line.row.bar},
                "figures": _finite(line.figures),
            }
            for line in summary(evidence)
        ],
        "kinds": [
            {"kind": line.kind, "pictures": line.count, "measure": line.measure, "figures": _finite(line.figures)}
            for line in kinds(evidence)
        ],
        "median_ms": _finite({name: e.median_ms for name, e in evidence.items()}),
    }


def _finite(figures: Figures) -> Figures:
    return {n: None if f is None or math.isinf(f) else round(f, 5) for n, f in figures.items()}
