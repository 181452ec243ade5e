"""The rows of the table, each with its bar."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from digitcam.reporting.criteria import Criterion

Part: TypeAlias = Literal["frames", "sessions", "keeping", "browser", "first-use", "memory", "read", "batch"]
"""Rows that are measured together."""


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One row of the table.

    Attributes:
        name: Identifier in the JSON output.
        part: Part of the measurement that yields it.
        criterion: What is measured, and its bar.
    """

    name: str
    part: Part
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Outcome:
    """The measurement of one row.

    Attributes:
        row: The row's name.
        figure: The figure, in the unit of the row's criterion; None if it was not measured.
        ours: Digitcam's own value, as text.
        floor: Value that it is compared with, as text.
        skipped: Reason why it was not measured; empty if it was.
    """

    row: str
    figure: float | None = None
    ours: str = ""
    floor: str = ""
    skipped: str = ""


ROWS: Final[tuple[BenchRow, ...]] = (
    BenchRow(
        "digit",
        "frames",
        Criterion(title="recv, one digit, 640×480, of VP8 decode + encode", unit="ratio", bar=0.15, stretch=0.05),
    ),
    BenchRow("digit_720", "frames", Criterion(title="the same, 1280×720", unit="ratio", bar=0.15, stretch=0.05)),
    BenchRow(
        "number",
        "frames",
        Criterion(title="six digits in the Number box, 640×480", unit="ratio", bar=0.25, stretch=0.10),
    ),
    BenchRow("off", "frames", Criterion(title="recognition off", unit="ratio", bar=0.02, stretch=0.01)),
    BenchRow(
        "sessions",
        "sessions",
        Criterion(
            title="sessions at 30 fps, of those with a pass-through", unit="ratio", bar=0.9, stretch=0.98, at_least=True
        ),
    ),
    BenchRow(
        "keeping",
        "keeping",
        Criterion(title="numbers held two seconds that 15 sessions lose", unit="share", bar=0.01, stretch=0.002),
    ),
    BenchRow(
        "glass",
        "browser",
        Criterion(title="glass to glass, more than with a pass-through", unit="ms", bar=5, stretch=1),
    ),
    BenchRow("start", "browser", Criterion(title="streamlit run to a usable page", unit="s", bar=3, stretch=2)),
    BenchRow("start_hello", "browser", Criterion(title="… more than streamlit hello", unit="s", bar=1.5, stretch=0.3)),
    BenchRow(
        "first_reading", "browser", Criterion(title="first use: to a first live reading", unit="s", bar=30, stretch=15)
    ),
    BenchRow(
        "first_network", "first-use", Criterion(title="first use: to the full network", unit="s", bar=130, stretch=60)
    ),
    BenchRow(
        "memory", "browser", Criterion(title="resident memory, one live session", unit="MB", bar=350, stretch=220)
    ),
    BenchRow("memory_each", "browser", Criterion(title="… each further session", unit="MB", bar=45, stretch=20)),
    BenchRow(
        "memory_frames",
        "memory",
        Criterion(title="… grown over 10,000 frames of mixed sizes", unit="MB", bar=5, stretch=0),
    ),
    BenchRow(
        "memory_rounds", "memory", Criterion(title="… grown over 20 START/STOP rounds", unit="MB", bar=5, stretch=0)
    ),
    BenchRow(
        "memory_pictures",
        "memory",
        Criterion(
            title="… more than idle at the peak, four PNG of 50 megapixels at once", unit="MB", bar=600, stretch=300
        ),
    ),
    BenchRow(
        "pictures_wait",
        "memory",
        Criterion(title="a photograph of 12 megapixels beside these, longer than alone", unit="s", bar=1, stretch=0.2),
    ),
    BenchRow(
        "read",
        "read",
        Criterion(
            title="read of 1,000 photographs, times Tesseract's rate", unit="ratio", bar=10, stretch=50, at_least=True
        ),
    ),
    BenchRow(
        "large_sheet",
        "read",
        Criterion(
            title="read of a sheet of 12 megapixels with 273 digits, with the start", unit="s", bar=2.5, stretch=1
        ),
    ),
    BenchRow(
        "batch_two",
        "batch",
        Criterion(
            title="read of 300 photographs, two at once, times the rate of one at once",
            unit="ratio",
            bar=1.3,
            stretch=1.8,
            at_least=True,
        ),
    ),
    BenchRow(
        "batch_dask",
        "batch",
        Criterion(
            title="… over Dask with two workers on this machine, times the rate of two at once",
            unit="ratio",
            bar=0.6,
            stretch=0.9,
            at_least=True,
        ),
    ),
)

BY_NAME: Final = {row.name: row for row in ROWS}


def skipped(part: Part, reason: str) -> Iterator[Outcome]:
    """Return all rows of a part as not measured, for this reason."""
    return (Outcome(row.name, skipped=reason) for row in ROWS if row.part == part)
