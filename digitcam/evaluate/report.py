"""The report: one HTML file that needs no other file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from digitcam.errors import EvaluationError
from digitcam.evaluate.contact import misreads
from digitcam.evaluate.figures import COLUMNS, confusion_matrix, reliability_diagrams
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.run import EvidenceByReader
from digitcam.evaluate.table import kinds, median_text, speed, summary
from digitcam.reporting.criteria import format_figure

NAME: Final = "index.html"


def prepare(folder: Path) -> None:
    """Make the report's folder, and check that files can be written to it.

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
        folder: Folder that `prepare` made.
        evidence: What was measured.
        readers: Readers that were evaluated. They read their misreads again.

    Returns:
        Path of the page.

    Raises:
        EvaluationError: If it cannot be written.
    """
    path, content = folder / NAME, page(evidence, readers)
    try:
        path.write_text(content, "utf-8")
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    return path


def _unwritable(folder: Path, exc: OSError) -> EvaluationError:
    return EvaluationError(f"The report cannot be written to {folder}: {exc.strerror or exc}.")


def page(evidence: EvidenceByReader, readers: Sequence[Reader]) -> str:
    """Return the page's HTML, the last reader first."""
    environment = Environment(
        loader=PackageLoader("digitcam.evaluate"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["figure"] = format_figure
    environment.filters["median"] = median_text
    return environment.get_template("report.html").render(
        names=list(evidence),
        summary=summary(evidence),
        speed=speed(evidence),
        kinds=kinds(evidence),
        columns=COLUMNS,
        sections=[_section(reader, evidence) for reader in reversed(readers)],
    )


def _section(reader: Reader, evidence: EvidenceByReader) -> dict[str, Any]:
    """Return the template's values for one reader."""
    answers = evidence[reader.name].answers
    return {
        "name": reader.name,
        "confusion": confusion_matrix(answers),
        "diagrams": reliability_diagrams(answers),
        "misreads": list(misreads(reader, answers)),
    }
