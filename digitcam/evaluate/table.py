"""The figures as text and as data."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from digitcam.evaluate.bars import ROWS, SummaryRow, claims, errors, exact, refusals
from digitcam.evaluate.run import EvidenceByReader
from digitcam.evaluate.samples import Answer
from digitcam.reporting.criteria import format_figure
from digitcam.reporting.text import aligned

Figures: TypeAlias = dict[str, float | None]
"""By reader; None if nothing was measured."""

KIND_FIGURES: Final[dict[str, Callable[[Sequence[Answer]], float | None]]] = {
    "exact": exact,
    "character errors": errors,
    "claimed": claims,
    "refused": refusals,
}
"""Figures of each kind of picture, where they apply."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A row of the summary with its figures.

    Attributes:
        row: The row.
        figures: By reader.
        count: Number of samples; 0 if the row is not about samples.
    """

    row: SummaryRow
    figures: Figures
    count: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """One figure of one kind of picture.

    Attributes:
        kind: The kind.
        count: Number of samples.
        measure: Name of the figure.
        figures: By reader.
    """

    kind: str
    count: int
    measure: str
    figures: Figures


def summary(evidence: EvidenceByReader) -> list[SummaryLine]:
    """Return the rows for which anything was measured."""
    lines = [_summary_line(row, evidence) for row in ROWS]
    return [line for line in lines if any(figure is not None for figure in line.figures.values())]


def _summary_line(row: SummaryRow, evidence: EvidenceByReader) -> SummaryLine:
    count = max((len(e.of(*row.kinds)) for e in evidence.values()), default=0)
    return SummaryLine(row, {name: row.measure(e) for name, e in evidence.items()}, count)


def kinds(evidence: EvidenceByReader) -> list[KindLine]:
    """Return each figure that applies to a kind of picture, in the order of the kinds."""
    names = dict.fromkeys(a.sample.kind for e in evidence.values() for a in e.answers)
    lines = [_kind_line(kind, measure, evidence) for kind in names for measure in KIND_FIGURES]
    return [line for line in lines if any(figure is not None for figure in line.figures.values())]


def _kind_line(kind: str, measure: str, evidence: EvidenceByReader) -> KindLine:
    answers = {name: e.of(kind) for name, e in evidence.items()}
    figures = {name: KIND_FIGURES[measure](of) for name, of in answers.items()}
    return KindLine(kind, max(map(len, answers.values())), measure, figures)


def verdict(line: SummaryLine, reader: str) -> str:
    """Return a reader's figure with its mark; "" if nothing was measured."""
    figure = line.figures[reader]
    return "" if figure is None else line.row.criterion.verdict(figure)


def text(evidence: EvidenceByReader) -> str:
    """Return all figures as aligned lines."""
    names = list(evidence)
    head = ["", "pictures", "bar", *names]
    rows = [
        [
            line.row.criterion.title,
            str(line.count or ""),
            line.row.criterion.bar_text,
            *(verdict(line, name) for name in names),
        ]
        for line in summary(evidence)
    ]
    speed = ["median time per picture", "", "", *(median_text(evidence[name].median_ms) for name in names)]
    listed = [
        [
            f"{line.kind}, {line.measure}",
            str(line.count),
            "",
            *(format_figure(line.figures[name], "share") for name in names),
        ]
        for line in kinds(evidence)
    ]
    return aligned([head, *rows, speed, [""] * len(head), *listed])


def median_text(ms: float | None) -> str:
    """Format a median time, milliseconds, with its unit; return "" for None."""
    return "" if ms is None else f"{ms:.2f} ms"


def data(evidence: EvidenceByReader) -> dict[str, Any]:
    """Return all figures as data for JSON; None where nothing was measured, or where a time is infinite."""
    return {
        "summary": [
            {
                "title": line.row.criterion.title,
                "pictures": line.count,
                "unit": line.row.criterion.unit,
                "bar": line.row.criterion.bar_data(),
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
