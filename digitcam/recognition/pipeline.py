"""The grey reader: detect → classify → score → select, one function and one result type each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.classification import classify
from digitcam.recognition.constants import (
    CERTAIN_CONFIDENCE,
    COLUMN_ASPECT,
    MIN_COLUMN_DIGITS,
)
from digitcam.recognition.contract import CropModel, PaperModel
from digitcam.recognition.detection import Candidates, detect
from digitcam.recognition.rules import RULES, Rules
from digitcam.recognition.scoring import score
from digitcam.recognition.selection import Detections, select
from digitcam.vision.geometry import longer_sides


def read_grey(
    grey: NDArray[np.uint8],
    network: PaperModel,
    sides_px: Sequence[int],
    verifier: CropModel | None = None,
    rules: Rules = RULES,
) -> Detections:
    """Read the digits of a grey picture.

    Args:
        grey: (H, W) uint8, at least 1×1.
        network: The paper network.
        sides_px: Shorter sides of the copies that are searched, coarsest first, pixels; smaller digits need finer ones.
        verifier: Gives a second opinion where the paper network is doubtful; None for none.
        rules: The regression and the rules; all of them but in an ablation.
    """
    candidates = detect(grey, network, sides_px)
    detections = _read_candidates(grey, candidates, network, verifier, rules)
    if rules.column and _is_column(grey, detections, network, sides_px, verifier, rules):
        everything = detect(grey, network, sides_px, thorough=True)
        return _read_candidates(grey, _parts(everything, detections), network, verifier, rules)
    if len(detections) or candidates.complete:
        return detections
    # What looked like large digits is none, a card or a face perhaps; smaller ones may be there.
    return _read_candidates(grey, detect(grey, network, sides_px, thorough=True), network, verifier, rules)


def _is_column(
    grey: NDArray[np.uint8],
    detections: Detections,
    network: PaperModel,
    sides_px: Sequence[int],
    verifier: CropModel | None,
    rules: Rules,
) -> bool:
    """Return whether the only digit is a column or a row of small digits, which look like a 1 on a coarse copy."""
    if len(detections) != 1:
        return False
    x0, y0, x1, y1 = np.rint(detections.boxes[0]).astype(int).tolist()
    if max(x1 - x0, y1 - y0) < COLUMN_ASPECT * min(x1 - x0, y1 - y0):
        return False
    part = grey[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    if not part.size:
        return False
    candidates = _parts(detect(part, network, sides_px, thorough=True), detections)
    certain = _read_candidates(part, candidates, network, verifier, rules).confidence >= CERTAIN_CONFIDENCE
    return int(np.count_nonzero(certain)) >= MIN_COLUMN_DIGITS


def _parts(candidates: Candidates, column: Detections) -> Candidates:
    """Return the candidates that may be part of a column, without the scene output, which took it for one digit."""
    length = float(longer_sides(column.boxes)[0])
    small = candidates.take(longer_sides(candidates.boxes) <= length / MIN_COLUMN_DIGITS)
    return replace(small, scene=np.zeros_like(small.scene))


def _read_candidates(
    grey: NDArray[np.uint8], candidates: Candidates, network: PaperModel, verifier: CropModel | None, rules: Rules
) -> Detections:
    classified = classify(grey, candidates, network)
    return select(score(classified, verifier, rules.scoring), rules)
