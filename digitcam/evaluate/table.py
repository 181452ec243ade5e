"""The figures as text and as data."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from digitcam.evaluate.bars import ROWS, SummaryRow
from digitcam.evaluate.estimates import FEW, OBSERVATION, Estimate
from digitcam.evaluate.measures import Measure, cells_exact, claims, digits_wrong, errors, exact, refusals, unread
from digitcam.evaluate.run import EvidenceByReader
from digitcam.reporting.criteria import Unit, format_figure
from digitcam.reporting.text import aligned

Estimates: TypeAlias = Mapping[str, Estimate | None]
"""By reader; None if nothing was measured."""

KIND_FIGURES: Final[dict[str, Measure]] = {
    "exact": exact,
    "character errors": errors,
    "digits wrong, missed or invented": digits_wrong,
    "cells exact": cells_exact,
    "claimed": claims,
    "refused": refusals,
    "unread": unread,
}
"""Figures of each kind of picture, where they apply."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        estimates: The figure by reader.
        unit: Unit of the figures.
    """

    estimates: Estimates
    unit: Unit

    @property
    def figures(self) -> dict[str, float | None]:
        """The figures without their intervals, by reader."""
        return {name: estimate and estimate.value for name, estimate in self.estimates.items()}

    @property
    def measured(self) -> bool:
        """Whether any reader has a figure."""
        return any(estimate is not None for estimate in self.estimates.values())

    @property
    def pictures(self) -> int:
        """Number of pictures, or of videos, that count; the most of all readers; 0 if it is not about any."""
        return max((estimate.pictures for estimate in self.estimates.values() if estimate), default=0)

    @property
    def n(self) -> int:
        """Number of pictures, digits or cells that count; the most of all readers."""
        return max((estimate.n for estimate in self.estimates.values() if estimate), default=0)

    @property
    def note(self) -> str:
        """Says that the figure is an observation only if few pictures are behind it; else ""."""
        return OBSERVATION if 0 < self.pictures < FEW else ""

    def interval_text(self, reader: str) -> str:
        """Return the 95 % interval of a reader's figure as text; "" if there is none."""
        estimate = self.estimates[reader]
        if estimate is None or estimate.interval is None:
            return ""
        low, high = (format_figure(bound, self.unit) for bound in estimate.interval)
        return f"{low.removesuffix(' %')} to {high}"

    def data(self) -> dict[str, Any]:
        """Return what all lines have in JSON."""
        some = {name: estimate for name, estimate in self.estimates.items() if estimate}
        return {
            "pictures": self.pictures,
            "figures": {name: estimate and _finite(estimate.value) for name, estimate in self.estimates.items()},
            "n": {name: estimate.n for name, estimate in some.items()},
            "intervals": {name: e.interval and [_finite(bound) for bound in e.interval] for name, e in some.items()},
            "observation": bool(self.note),
        }


@dataclass(frozen=True, slots=True)
class SummaryLine(Line):
    """A row of the summary with its figures.

    Attributes:
        row: The row.
    """

    row: SummaryRow


@dataclass(frozen=True, slots=True)
class KindLine(Line):
    """One figure of one kind of picture.

    Attributes:
        kind: The kind.
        measure: Name of the figure.
    """

    kind: str
    measure: str


def summary(evidence: EvidenceByReader) -> list[SummaryLine]:
    """Return the rows for which anything was measured."""
    return [line for line in (_summary_line(row, evidence) for row in ROWS) if line.measured]


def _summary_line(row: SummaryRow, evidence: EvidenceByReader) -> SummaryLine:
    return SummaryLine({name: row.measure(e) for name, e in evidence.items()}, row.criterion.unit, row)


def kinds(evidence: EvidenceByReader) -> list[KindLine]:
    """Return each figure that applies to a kind of picture, in the order of the kinds."""
    names = dict.fromkeys(a.sample.kind for e in evidence.values() for a in e.answers)
    lines = (_kind_line(kind, measure, evidence) for kind in names for measure in KIND_FIGURES)
    return [line for line in lines if line.measured]


def _kind_line(kind: str, measure: str, evidence: EvidenceByReader) -> KindLine:
    estimates = {name: KIND_FIGURES[measure](e.of(kind)) for name, e in evidence.items()}
    return KindLine(estimates, "share", kind, measure)


def speed(evidence: EvidenceByReader) -> Line:
    """Return the median time per picture."""
    return Line({name: e.median_ms for name, e in evidence.items()}, "ms")


def verdict(line: SummaryLine, reader: str) -> str:
    """Return a reader's figure with its mark; "" if nothing was measured."""
    estimate = line.estimates[reader]
    return "" if estimate is None else line.row.criterion.verdict(estimate.value)


def text(evidence: EvidenceByReader) -> str:
    """Return all figures as aligned lines."""
    names = list(evidence)
    head = ["", "pictures", "n", "bar", *(title for name in names for title in (name, "95 % interval")), ""]
    rows = [
        _text_row(line, line.row.criterion.title, line.row.criterion.bar_text, [verdict(line, name) for name in names])
        for line in summary(evidence)
    ]
    times = speed(evidence)
    medians = _text_row(times, "median time per picture", "", [median_text(ms) for ms in times.figures.values()])
    listed = [
        _text_row(line, f"{line.kind}, {line.measure}", "", [format_figure(f, "share") for f in line.figures.values()])
        for line in kinds(evidence)
    ]
    return aligned([head, *rows, medians, [""] * len(head), *listed])


def _text_row(line: Line, title: str, bar: str, figures: list[str]) -> list[str]:
    cells = [
        cell
        for name, figure in zip(line.estimates, figures, strict=True)
        for cell in (figure, line.interval_text(name))
    ]
    return [title, str(line.pictures or ""), str(line.n or ""), bar, *cells, line.note]


def median_text(ms: float | None) -> str:
    """Format a median time, milliseconds, with its unit; return "" for None."""
    return "" if ms is None else f"{ms:.2f} ms"


def data(evidence: EvidenceByReader) -> dict[str, Any]:
    """Return all figures as data for JSON; None where nothing was measured, or where a time is infinite."""
    times = speed(evidence).data()
    return {
        "summary": [
            {"title": line.row.criterion.title, "unit": line.unit, "bar": line.row.criterion.bar_data()} | line.data()
            for line in summary(evidence)
        ],
        "kinds": [{"kind": line.kind, "measure": line.measure} | line.data() for line in kinds(evidence)],
        "median_ms": times["figures"],
        "median_ms_intervals": times["intervals"],
    }


def _finite(figure: float) -> float | None:
    return None if math.isinf(figure) else round(figure, 5)
