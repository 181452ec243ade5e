"""The rows of the summary, each with its bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, TypeAlias

from digitcam.evaluate.metrics import character_error_rate, claimed, joined, share
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH, Answer
from digitcam.reporting.criteria import Criterion

Measure: TypeAlias = Callable[[Evidence], float | None]
Figure: TypeAlias = Callable[[Sequence[Answer]], float | None]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row of the summary.

    Attributes:
        criterion: What is measured, and its bar.
        measure: Computes the figure from a reader's evidence; None if nothing was measured.
        kinds: Kinds of samples that it counts; empty if it is not about samples.
    """

    criterion: Criterion
    measure: Measure
    kinds: tuple[str, ...] = ()


def exact(answers: Sequence[Answer]) -> float | None:
    """Return the share of pictures with digits that were read exactly."""
    return share(a.right for a in answers if a.sample.truth)


def errors(answers: Sequence[Answer]) -> float | None:
    """Return the character error rate of pictures with several digits; for one digit it is nearly one minus `exact`."""
    return character_error_rate((a.text, a.sample.truth) for a in answers if len(joined(a.sample.truth)) > 1)


def claims(answers: Sequence[Answer]) -> float | None:
    """Return the false positive rate: the share of pictures without digits in which one was read."""
    return share(claimed(a.text) for a in answers if not a.sample.truth)


def refusals(answers: Sequence[Answer]) -> float | None:
    """Return the share of pictures of one digit that were refused: "?" or nothing."""
    return share(not claimed(a.text) for a in answers if len(joined(a.sample.truth)) == 1)


def _row(title: str, figure: Figure, bar: float, *kinds: str, at_least: bool = False) -> SummaryRow:
    criterion = Criterion(title=title, unit="share", bar=bar, at_least=at_least)
    return SummaryRow(criterion, lambda evidence: figure(evidence.of(*kinds)), kinds)


def _exact(title: str, bar: float, *kinds: str) -> SummaryRow:
    return _row(title, exact, bar, *kinds, at_least=True)


def _time_to_steady(evidence: Evidence) -> float | None:
    return median(held.steady_s for held in evidence.held) if evidence.held else None


def _changes(evidence: Evidence) -> float | None:
    return median(held.changes for held in evidence.held) if evidence.held else None


SINGLES: Final = ("single_photo", "single_webcam", "single_photo_smallcrop")
"""Camera pictures of one digit. Drawings on a tablet (``single_clean``) are listed but not counted."""

SEVERAL: Final = ("multi_photo", "multi_photo_crop", "multi_webcam", "multi_scattered")
"""Pictures with digits only. Sums (``multi_mixed_text``) and scans (``multi_scan``) are listed but not counted."""

EMPTY: Final = ("negative_blank_paper", "negative_object", "negative_whiteboard")

ROWS: Final[tuple[SummaryRow, ...]] = (
    _exact("photographs of one digit, read exactly", 0.98, "single_photo"),
    _exact("webcam frames of one digit", 0.985, "single_webcam"),
    _exact("small crops of one digit", 0.985, "single_photo_smallcrop"),
    _exact("rendered scenes: clean", 0.995, "scene_clean"),
    _exact("rendered scenes: an ordinary room", 0.995, "scene_room"),
    _exact("rendered scenes: hard", 0.98, "scene_hard"),
    _exact("light ink on dark", 0.99, "scene_dark"),
    _exact("three-digit numbers in a room, the whole number", 0.97, "scene_number"),
    _exact("a sheet held up before a room's things, nothing else read", 0.95, "scene_sheet"),
    _row("photographs of several digits, character error rate", errors, 0.05, *SEVERAL),
    _row("scanned cheque amounts, character error rate", errors, 0.12, "multi_scan_cheque"),
    _row("a digit claimed: blank paper, rooms, objects", claims, 0.02, *EMPTY),
    _row("… handwritten words, documents", claims, 0.2, "negative_handwritten_text", "negative_document"),
    _row("… mathematical signs, other scripts", claims, 0.25, "negative_math_symbol", "negative_other_script"),
    _row("digits refused (? or nothing) though readable", refusals, 0.015, *SINGLES),
    _exact("clean MNIST test set, the network alone", 0.996, PATCH),
    SummaryRow(Criterion(title="training the network took", unit="s", bar=120), lambda evidence: evidence.training_s),
    SummaryRow(Criterion(title="a held digit: time to a steady reading", unit="s", bar=0.5), _time_to_steady),
    SummaryRow(Criterion(title="a held digit: changes while held", unit="count", bar=1), _changes),
)
