"""What we want to reach: the rows of the summary, each with its bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal, TypeAlias

from digitcam.evaluate.metrics import character_error_rate, claimed, joined, share
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH, Answer

Unit: TypeAlias = Literal["share", "s", "count"]

Measure: TypeAlias = Callable[[Evidence], float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary.

    Attributes:
        title: What is measured.
        measure: The figure, from what is known of a reader; None if nothing was measured.
        at_least: Whether more is better.
        bar: What is wanted.
        unit: Of both.
        kinds: Of the samples it counts; empty if it is not about samples.
    """

    title: str
    measure: Measure
    at_least: bool
    bar: float
    unit: Unit = "share"
    kinds: tuple[str, ...] = ()

    def met(self, figure: float) -> bool:
        """Whether a figure reaches the bar."""
        return figure >= self.bar if self.at_least else figure <= self.bar


def exact(answers: Sequence[Answer]) -> float | None:
    """Share of the pictures with something to read whose digits were all read, and nothing else."""
    return share(a.right for a in answers if a.sample.truth)


def errors(answers: Sequence[Answer]) -> float | None:
    """Character error rate of the pictures with several digits; of one digit it would be much the same as ``exact``."""
    return character_error_rate((a.text, a.sample.truth) for a in answers if len(joined(a.sample.truth)) > 1)


def claims(answers: Sequence[Answer]) -> float | None:
    """Share of the pictures without digits in which one was claimed."""
    return share(claimed(a.text) for a in answers if not a.sample.truth)


def refusals(answers: Sequence[Answer]) -> float | None:
    """Share of the pictures of one digit to which the answer was "?" or nothing."""
    return share(not claimed(a.text) for a in answers if len(joined(a.sample.truth)) == 1)


def _row(
    title: str, figure: Callable[[Sequence[Answer]], float | None], bar: float, *kinds: str, at_least: bool = False
) -> Row:
    return Row(title, lambda evidence: figure(evidence.of(*kinds)), at_least, bar, kinds=kinds)


def _exact(title: str, bar: float, *kinds: str) -> Row:
    return _row(title, exact, bar, *kinds, at_least=True)


def _time_to_steady(evidence: Evidence) -> float | None:
    return median(held.steady_s for held in evidence.held) if evidence.held else None


def _changes(evidence: Evidence) -> float | None:
    return median(held.changes for held in evidence.held) if evidence.held else None


SINGLES: Final = ("single_photo", "single_webcam", "single_photo_smallcrop")
"""What a camera saw of one digit; drawings on a tablet (``single_clean``) are listed, but not counted."""

SEVERAL: Final = ("multi_photo", "multi_photo_crop", "multi_webcam", "multi_scattered")
"""Digits alone: sums (``multi_mixed_text``) and scans (``multi_scan``) are listed, but not counted."""

NOTHING: Final = ("negative_blank_paper", "negative_object", "negative_whiteboard")

ROWS: Final[tuple[Row, ...]] = (
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
    _row("a digit claimed: blank paper, rooms, objects", claims, 0.02, *NOTHING),
    _row("… handwritten words, documents", claims, 0.2, "negative_handwritten_text", "negative_document"),
    _row("… mathematical signs, other scripts", claims, 0.25, "negative_math_symbol", "negative_other_script"),
    _row("digits refused (? or nothing) though readable", refusals, 0.015, *SINGLES),
    _exact("clean MNIST test set, the network alone", 0.996, PATCH),
    Row("training the network took", lambda evidence: evidence.training_s, False, 120, "s"),
    Row("a held digit: time to a steady reading", _time_to_steady, False, 0.5, "s"),
    Row("a held digit: changes while held", _changes, False, 1, "count"),
)
