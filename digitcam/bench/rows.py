"""What we want to reach: the rows of the table, each with its bar."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Part: TypeAlias = Literal["frames", "sessions", "browser", "first-use", "memory", "read"]
"""What is measured in one go."""

Unit: TypeAlias = Literal["ratio", "ms", "s", "MB"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        name: For programs.
        part: In which part it is measured.
        title: What is measured.
        bar: What is wanted.
        stretch: What would be better still.
        unit: Of all figures.
        at_least: Whether more is better.
    """

    name: str
    part: Part
    title: str
    bar: float
    stretch: float
    unit: Unit = "ratio"
    at_least: bool = False

    def met(self, figure: float) -> bool:
        """Whether a figure reaches the bar."""
        return figure >= self.bar if self.at_least else figure <= self.bar

    def stretched(self, figure: float) -> bool:
        """Whether it reaches the stretch goal."""
        return figure >= self.stretch if self.at_least else figure <= self.stretch


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured for a row.

    Attributes:
        row: The row's name.
        figure: In the row's unit; None if it was not measured.
        ours: Ours as measured, for people.
        floor: What it is compared with, for people.
        skipped: Why it was not measured; empty if it was.
    """

    row: str
    figure: float | None = None
    ours: str = ""
    floor: str = ""
    skipped: str = ""


ROWS: Final[tuple[Row, ...]] = (
    Row("digit", "frames", "recv, one digit, 640×480, of VP8 decode + encode", 0.15, 0.05),
    Row("digit_720", "frames", "the same, 1280×720", 0.15, 0.05),
    Row("number", "frames", "six digits in the Number box, 640×480", 0.25, 0.10),
    Row("off", "frames", "recognition off", 0.02, 0.01),
    Row("sessions", "sessions", "sessions at 30 fps, of those with a pass-through", 0.9, 0.98, at_least=True),
    Row("glass", "browser", "glass to glass, more than with a pass-through", 5, 1, "ms"),
    Row("start", "browser", "streamlit run to a usable page", 3, 3, "s"),
    Row("start_hello", "browser", "… more than streamlit hello", 1, 0.3, "s"),
    Row("first_reading", "browser", "first use: to a first live reading", 30, 15, "s"),
    Row("first_network", "first-use", "first use: to the full network", 130, 60, "s"),
    Row("memory", "browser", "resident memory, one live session", 300, 220, "MB"),
    Row("memory_each", "browser", "… each further session", 40, 20, "MB"),
    Row("memory_frames", "memory", "… grown over 10,000 frames of mixed sizes", 5, 0, "MB"),
    Row("memory_rounds", "memory", "… grown over 20 START/STOP rounds", 5, 0, "MB"),
    Row("read", "read", "read of 1,000 photographs, times Tesseract's rate", 10, 50, at_least=True),
)

BY_NAME: Final = {row.name: row for row in ROWS}


def skipped(part: Part, why: str) -> Iterator[Outcome]:
    """All rows of a part, not measured for this reason."""
    return (Outcome(row.name, skipped=why) for row in ROWS if row.part == part)
