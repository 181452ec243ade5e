"""The grey reader: detect → classify → score → select, one function and one result type each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.classification import classify
from digitcam.recognition.constants import CERTAIN_CONFIDENCE, COLUMN_ASPECT, MIN_COLUMN_DIGITS
from digitcam.recognition.contract import CropModel, PaperModel
from digitcam.recognition.detection import Candidates, detect
from digitcam.recognition.scoring import score
from digitcam.recognition.selection import Detections, select
from digitcam.vision.geometry import longer_sides


def read_grey(
    grey: NDArray[np.uint8], network: PaperModel, sides_px: Sequence[int], verifier: CropModel | None = None
) -> Detections:
    """Read the digits of a grey picture.

    Args:
        grey: (H, W) uint8, at least 1×1.
        network: The paper network.
        sides_px: Shorter sides of the copies that are searched, coarsest first, pixels; smaller digits need finer ones.
        verifier: Gives a second opinion where the paper network is doubtful; None for none.
    """
    candidates = detect(grey, network, sides_px)
    detections = _read_candidates(grey, candidates, network, verifier)
    if len(detections) and not _may_be_column(detections):
        return detections
    # What looked like large digits is none, a card or a face perhaps, or a column; smaller ones may be there.
    is_searched = candidates.complete
    candidates = candidates if is_searched else detect(grey, network, sides_px, thorough=True)
    if not len(detections):
        return detections if is_searched else _read_candidates(grey, candidates, network, verifier)
    smaller = _read_candidates(grey, _smaller(candidates, detections), network, verifier)
    certain = smaller.confidence >= CERTAIN_CONFIDENCE
    return smaller if np.count_nonzero(certain) >= MIN_COLUMN_DIGITS else detections


def _may_be_column(detections: Detections) -> bool:
    """Return whether one digit was read, so long and narrow that it may be a column or a row of small ones."""
    if len(detections) != 1:
        return False
    x0, y0, x1, y1 = detections.boxes[0].tolist()
    return bool(max(x1 - x0, y1 - y0) >= COLUMN_ASPECT * min(x1 - x0, y1 - y0))


def _smaller(candidates: Candidates, digit: Detections) -> Candidates:
    """Return the candidates that may be part of a column, without the scene output, which took it for one digit."""
    length = float(longer_sides(digit.boxes)[0])
    small = candidates.take(longer_sides(candidates.boxes) <= length / MIN_COLUMN_DIGITS)
    return replace(small, scene=np.zeros_like(small.scene))


def _read_candidates(
    grey: NDArray[np.uint8], candidates: Candidates, network: PaperModel, verifier: CropModel | None
) -> Detections:
    return select(score(classify(grey, candidates, network), verifier))
