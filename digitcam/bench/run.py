"""Run the parts of the measurement one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from digitcam.bench import batch, browser, first_use, frames, keeping, large_sheet, memory, photographs, sessions
from digitcam.bench.rows import ROWS, Outcome, Part, skipped
from digitcam.errors import DigitcamError


def _read() -> Iterator[Outcome]:
    yield from photographs.measure()
    yield from large_sheet.measure()


PARTS: Final[dict[Part, Callable[[], Iterator[Outcome]]]] = {
    "frames": frames.measure,
    "sessions": sessions.measure,
    "keeping": keeping.measure,
    "browser": browser.measure,
    "first-use": first_use.measure,
    "memory": memory.measure,
    "read": _read,
    "batch": batch.measure,
}


def outcomes(parts: Sequence[Part], begun: Callable[[Part], None]) -> list[Outcome]:
    """Measure these parts.

    Args:
        parts: Parts to measure.
        begun: Called with each part when it begins.

    Returns:
        The outcomes in the table's order.
    """
    found: dict[str, Outcome] = {}
    for part in parts:
        begun(part)
        found |= {outcome.row: outcome for outcome in _measured(part)}
    return [found[row.name] for row in ROWS if row.name in found]


def _measured(part: Part) -> Iterator[Outcome]:
    """Yield a part's outcomes. Rows that fail state the reason, so that a failure does not lose the other parts."""
    left = {outcome.row: outcome for outcome in skipped(part, "")}
    try:
        for outcome in PARTS[part]():
            left.pop(outcome.row, None)
            yield outcome
    except (DigitcamError, OSError, EOFError) as exc:
        why = str(exc).strip() or type(exc).__name__
        yield from (replace(outcome, skipped=f"failed: {why.splitlines()[0]}") for outcome in left.values())
