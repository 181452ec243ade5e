"""The report: one HTML file that needs nothing else."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from digitcam.errors import EvaluationError
from digitcam.evaluate.contact import sheet
from digitcam.evaluate.figures import confusion_table, reliability_diagram
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.run import EvidenceByReader
from digitcam.evaluate.table import Line, bar, kinds, shown, summary

NAME: Final = "index.html"

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --rule: #d5dae0; --good: #1a7f4b; --bad: #c2410c;
  --bar: #2f6fb3 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #15181c; --rule: #343a42; --good: #4ac18a;
  --bad: #f28a52; --bar: #6aa7e8 } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--rule); text-align: right }
.figures th:first-child, .figures td:first-child { text-align: left }
.met { color: var(--good) } .missed { color: var(--bad) }
.confusion th, .confusion td { padding: .2rem .5rem; min-width: 1.6rem; text-align: center }
.right { background: color-mix(in srgb, var(--good) calc(var(--part) * .6), transparent) }
.wrong { background: color-mix(in srgb, var(--bad) var(--part), transparent) }
.side { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: start }
svg { width: 20rem; max-width: 100% } svg text { font-size: 11px; fill: var(--ink) }
svg rect, svg circle { fill: var(--bar) } svg circle { stroke: var(--paper) }
.axis { stroke: var(--ink) } .ideal { stroke: var(--ink); stroke-dasharray: 4 4; opacity: .6 }
figure { margin: 0 } summary { cursor: pointer; padding: .3rem 0 }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(21.5rem, 1fr)); gap: 1rem; margin: .5rem 0 }
.tile { border: 1px solid var(--rule); border-radius: 6px; padding: .5rem; overflow: hidden }
.tile img { max-width: 160px; vertical-align: top; margin-right: 4px }
.tile .patches img { image-rendering: pixelated; height: 42px; max-width: none; margin-top: 4px }
"""


def prepare(folder: Path) -> None:
    """Make the report's folder, and make sure that it can be written to.

    Raises:
        EvaluationError: If not.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).open("ab").close()
    except OSError as exc:
        raise _unwritable(folder, exc) from exc


def write(folder: Path, evidence: EvidenceByReader, readers: Sequence[Reader]) -> Path:
    """Write the report.

    Args:
        folder: Where to; see :func:`prepare`.
        evidence: What was measured.
        readers: Who read; they look at their misreads again.

    Returns:
        The page's path.

    Raises:
        EvaluationError: If it cannot be written.
    """
    path, content = folder / NAME, page(evidence, readers)
    try:
        path.write_text(content, "utf-8")
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    return path


def page(evidence: EvidenceByReader, readers: Sequence[Reader]) -> str:
    """The page's HTML."""
    sections = "".join(_section(reader, evidence) for reader in reversed(readers))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Digitcam: how well it reads</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>How well digits are read</h1>{_summary(evidence)}<h2>By kind of picture</h2>{_kinds(evidence)}"
        f"{sections}</body></html>"
    )


def _unwritable(folder: Path, exc: OSError) -> EvaluationError:
    return EvaluationError(f"The report cannot be written to {folder}: {exc.strerror or exc}.")


def _summary(evidence: EvidenceByReader) -> str:
    lines = summary(evidence)
    times = ["" if e.median_ms is None else f"{e.median_ms:.2f} ms" for e in evidence.values()]
    head = ["", "pictures", "bar", *map(html.escape, evidence)]
    rows = [head, *map(_row, lines), ["median time per picture", "", "", *times]]
    return _table(rows, [*map(_verdicts, lines), [""] * len(head)])


def _row(line: Line) -> list[str]:
    figures = [shown(figure, line.row.unit) for figure in line.figures.values()]
    return [html.escape(line.row.title), str(line.count or ""), bar(line.row), *figures]


def _verdicts(line: Line) -> list[str]:
    figures = line.figures.values()
    return ["", "", "", *("" if f is None else "met" if line.row.met(f) else "missed" for f in figures)]


def _kinds(evidence: EvidenceByReader) -> str:
    head = ["", "measure", "pictures", *map(html.escape, evidence)]
    rows = [
        [html.escape(line.kind), line.measure, str(line.count), *map(shown, line.figures.values())]
        for line in kinds(evidence)
    ]
    return _table([head, *rows], [[""] * len(head)] * len(rows))


def _table(rows: Sequence[Sequence[str]], classes: Sequence[Sequence[str]]) -> str:
    """Rows of escaped cells, the first the head, as HTML; classes for the body's cells, "" for none."""
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join(f"<tr>{_cells(row, of)}</tr>" for row, of in zip(rows[1:], classes, strict=True))
    return f'<table class="figures"><tr>{head}</tr>{body}</table>'


def _cells(row: Sequence[str], classes: Sequence[str]) -> str:
    return "".join(f'<td class="{of}">{cell}</td>' for cell, of in zip(row, classes, strict=True))


def _section(reader: Reader, evidence: EvidenceByReader) -> str:
    answers = evidence[reader.name].answers
    return (
        f"<h2>{html.escape(reader.name)}</h2><div class='side'>"
        f"<div><h3>One digit: what it is (down) and what was said (across)</h3>{confusion_table(answers)}</div>"
        f"<div><h3>Confidence and correctness</h3>{reliability_diagram(answers)}</div></div>"
        f"<h3>Misreads</h3>{sheet(reader, answers)}"
    )
