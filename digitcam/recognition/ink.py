"""Detect ink in a box, also ink that is not read as a digit."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.constants import SEARCH_SIDES_PX
from digitcam.recognition.contract import CROP_PX, SIDE_MULTIPLE_PX
from digitcam.recognition.detection import detect
from digitcam.recognition.recogniser import Recogniser, check_grey
from digitcam.vision.binarise import binarise
from digitcam.vision.geometry import resize_to_multiple
from digitcam.vision.segment import segment

MIN_CONTRAST: Final = 25.0
"""Minimum difference between ink and paper, grey values. At lower values, shadows and creases count as ink."""

MIN_CONTRAST_TO_NOISE: Final = 6.0
"""The same over the spread of the paper's grey values: rooms and faces have edges everywhere, paper has not."""


def sees_ink(grey: NDArray[np.uint8], threshold: int | None, recogniser: Recogniser) -> bool:
    """Return whether a box shows something that was written, or that may be a digit.

    Args:
        grey: (H, W) uint8, the box, at least 1×1.
        threshold: Grey value below which pixels are ink; None for the grey reader.
        recogniser: Reads the box.

    Raises:
        ValueError: If the box is not an array, or has another shape or dtype.
    """
    check_grey(grey)
    if threshold is not None or recogniser.paper is None:
        return len(segment(binarise(grey, threshold))) > 0
    return _has_marks(grey) or len(detect(grey, recogniser.paper, SEARCH_SIDES_PX["digit"])) > 0


def _has_marks(grey: NDArray[np.uint8]) -> bool:
    """Return whether there are marks on even paper."""
    small = resize_to_multiple(grey, CROP_PX, SIDE_MULTIPLE_PX).picture
    mask = binarise(small, None)
    ink, paper = small[mask > 0], small[mask == 0]
    if not len(segment(mask)) or not paper.size:
        return False
    level = np.median(paper)
    spread = np.median(np.abs(paper - level))
    contrast = abs(float(np.median(ink)) - float(level))
    return bool(contrast >= max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * spread))
