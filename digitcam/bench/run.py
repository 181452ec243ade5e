"""Every part of the measurement, one after the other."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from digitcam.bench import browser, first_use, frames, memory, photographs, sessions
from digitcam.bench.rows import ROWS, Outcome, Part

PARTS: Final[dict[Part, Callable[[], Iterator[Outcome]]]] = {
    "frames": frames.measure,
    "sessions": sessions.measure,
    "browser": browser.measure,
    "first-use": first_use.measure,
    "memory": memory.measure,
    "read": photographs.measure,
}


def outcomes(parts: Sequence[Part], begun: Callable[[Part], None]) -> list[Outcome]:
    """Measure.

    Args:
        parts: Which.
        begun: Told of each as it begins.

    Returns:
        The outcomes in the table's order.
    """
    found: list[Outcome] = []
    for part in parts:
        begun(part)
        found += PARTS[part]()
    order = [row.name for row in ROWS]
    return sorted(found, key=lambda outcome: order.index(outcome.row))
