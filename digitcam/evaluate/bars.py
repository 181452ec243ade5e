"""The rows of the summary, each with its bar."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from digitcam.evaluate.estimates import Estimate, median_of
from digitcam.evaluate.measures import (
    Measure,
    calibration,
    cells_exact,
    claims,
    digits_wrong,
    errors,
    exact,
    gained,
    refusals,
    separated_cells_exact,
    unread,
)
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH
from digitcam.reporting.criteria import Criterion

MeasureEvidence: TypeAlias = Callable[[Evidence], Estimate | None]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row of the summary.

    Attributes:
        criterion: What is measured, and its bar.
        measure: Computes the figure from a reader's evidence; None if nothing was measured.
        kinds: Kinds of samples that it counts, with ``*`` for any characters; empty if it is not about samples.
    """

    criterion: Criterion
    measure: MeasureEvidence
    kinds: tuple[str, ...] = ()


def _row(
    title: str,
    measure: Measure,
    bar: float | None,
    *kinds: str,
    at_least: bool = False,
    stretch: float | None = None,
    but: tuple[str, ...] = (),
) -> SummaryRow:
    criterion = Criterion(title=title, unit="share", bar=bar, stretch=stretch, at_least=at_least)
    return SummaryRow(criterion, lambda evidence: measure(evidence.of(*kinds, but=but)), kinds)


def _exact(title: str, bar: float, *kinds: str, stretch: float | None = None) -> SummaryRow:
    return _row(title, exact, bar, *kinds, at_least=True, stretch=stretch)


def _training(evidence: Evidence) -> Estimate | None:
    return None if evidence.training_s is None else Estimate(evidence.training_s, 1, 0, None)


def _time_to_steady(evidence: Evidence) -> Estimate | None:
    return median_of([held.steady_s for held in evidence.held])


def _changes(evidence: Evidence) -> Estimate | None:
    return median_of([held.changes for held in evidence.held])


SINGLES: Final = ("single_photo", "single_webcam", "single_photo_smallcrop")
"""Camera pictures of one digit. Drawings on a tablet (``single_clean``) are listed but not counted."""

ALL_SINGLES: Final = ("single_*", "webcam_held")
"""All pictures of one digit by other people."""

SEVERAL: Final = ("multi_photo", "multi_photo_crop", "multi_webcam", "multi_scattered")
"""Pictures with digits only. Sums (``multi_mixed_text``) and scans (``multi_scan``) are listed but not counted."""

RENDERED: Final = ("scene_*", "font_*")
"""Rendered pictures whose digits no network was trained on."""

EMPTY: Final = ("negative_blank_paper", "negative_object", "negative_whiteboard")

AMOUNTS: Final = ("multi_scan_cheque",)
EQUATIONS: Final = ("multi_equation", "multi_sum", "multi_mixed_text")
GROUPED: Final = ("multi_column", "multi_number", "multi_amount_date", *EQUATIONS, *AMOUNTS)
"""Kinds of pictures with several digits that have a row of their own in `DIGITS_WRONG`."""

DIGITS_WRONG: Final = (
    _row("columns and tables: digits wrong, missed or invented", digits_wrong, 0.06, "multi_column", stretch=0.02),
    _row("numbers alone: digits wrong, missed or invented", digits_wrong, 0.07, "multi_number", stretch=0.03),
    _row("dates and amounts: digits wrong, missed or invented", digits_wrong, None, "multi_amount_date"),
    _row("equations and worksheets: digits wrong, missed or invented", digits_wrong, 0.035, *EQUATIONS, stretch=0.015),
    _row("scanned cheque amounts: digits wrong, missed or invented", digits_wrong, None, *AMOUNTS),
    _row(
        "other pictures of several digits: digits wrong, missed or invented", digits_wrong, None, "multi_*", but=GROUPED
    ),
)

ROWS: Final[tuple[SummaryRow, ...]] = (
    _exact("photographs of one digit, read exactly", 0.98, "single_photo"),
    _exact("webcam frames of one digit", 0.985, "single_webcam"),
    _exact("small crops of one digit", 0.985, "single_photo_smallcrop"),
    _exact("rendered scenes: clean", 0.995, "scene_clean"),
    _exact("rendered scenes: an ordinary room", 0.995, "scene_room"),
    _exact("rendered scenes: hard", 0.98, "scene_hard"),
    _exact("digits of held-out handwriting fonts: an ordinary room", 0.994, "font_room"),
    _exact("digits of held-out handwriting fonts: hard", 0.985, "font_hard"),
    _exact("light ink on dark", 0.99, "scene_dark"),
    _exact("three-digit numbers in a room, the whole number", 0.97, "scene_number"),
    _exact("a sheet held up before a room's things, nothing else read", 0.95, "scene_sheet"),
    _row("rendered scenes and fonts: expected calibration error", calibration, 0.02, *RENDERED),
    _row("rendered scenes and fonts: a separator read where none is", gained, 0.003, *RENDERED),
    _row("photographs of several digits, character error rate", errors, 0.05, *SEVERAL),
    _row("scanned cheque amounts, character error rate", errors, 0.12, *AMOUNTS),
    _exact("scanned cheque amounts, the whole amount", 0.82, *AMOUNTS, stretch=0.92),
    *DIGITS_WRONG,
    _row("cells of tables, their digits", cells_exact, None, "multi_*", at_least=True),
    _row("cells with separators, all characters", separated_cells_exact, None, "multi_*", at_least=True),
    _row("a digit claimed: blank paper, rooms, objects", claims, 0.02, *EMPTY),
    _row("… handwritten words, documents", claims, 0.2, "negative_handwritten_text", "negative_document"),
    _row("… mathematical signs, other scripts", claims, 0.25, "negative_math_symbol", "negative_other_script"),
    _row("a digit claimed: all pictures without digits", claims, 0.067, "negative_*", stretch=0.0),
    _row("digits refused (? or nothing) though readable", refusals, 0.015, *SINGLES),
    _row("digits refused (? or nothing), all pictures of one digit", refusals, 0.005, *ALL_SINGLES, stretch=0.002),
    _row("digits unread (not even ?), all pictures of one digit", unread, None, *ALL_SINGLES),
    _row("a separator read, pictures of one digit", gained, 0.003, *ALL_SINGLES),
    _exact("clean MNIST test set, the network alone", 0.996, PATCH),
    SummaryRow(Criterion(title="training the network took", unit="s", bar=120), _training),
    SummaryRow(Criterion(title="a held digit: time to a steady reading", unit="s", bar=0.5), _time_to_steady),
    SummaryRow(Criterion(title="a held digit: changes while held", unit="count", bar=1), _changes),
)
