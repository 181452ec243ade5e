"""The grey reader: detect → classify → score → select, one function and one result type each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.classification import classify
from digitcam.recognition.contract import CropModel, PaperModel
from digitcam.recognition.detection import Candidates, detect
from digitcam.recognition.scoring import score
from digitcam.recognition.selection import Detections, select


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
    if len(detections) or candidates.complete:
        return detections
    # What looked like large digits is none, a card or a face perhaps; smaller ones may be there.
    return _read_candidates(grey, detect(grey, network, sides_px, thorough=True), network, verifier)


def _read_candidates(
    grey: NDArray[np.uint8], candidates: Candidates, network: PaperModel, verifier: CropModel | None
) -> Detections:
    return select(score(classify(grey, candidates, network), verifier))
