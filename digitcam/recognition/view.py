"""What the computer sees: the reader's input as a picture, for people. Called by whoever displays it."""

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import CROP_PX, SIDE_MULTIPLE_PX
from digitcam.recognition.recogniser import Recogniser, check_grey
from digitcam.vision.binarise import binarise
from digitcam.vision.geometry import resize_to_multiple
from digitcam.vision.standardise import as_picture, standardise


def computer_view(
    grey: NDArray[np.uint8], threshold: int | None, recogniser: Recogniser | None = None
) -> NDArray[np.uint8]:
    """Show what the reader makes of a box.

    Args:
        grey: (H, W) uint8, the box, at least 1×1.
        threshold: Grey value below which pixels are ink; None for the grey reader.
        recogniser: Reads the box, if known: without a paper network the classic reader does, whatever the threshold.

    Returns:
        (h, w) uint8, light ink on dark: the ink mask, 0 or 255, at the box's size; or the grey reader's standardised
        copy at its own size.

    Raises:
        ValueError: If the box is not an array, or has another shape or dtype.
    """
    check_grey(grey)
    if threshold is not None or (recogniser is not None and recogniser.paper is None):
        return binarise(grey, threshold)
    resized = resize_to_multiple(grey, CROP_PX, SIDE_MULTIPLE_PX).picture
    return np.rint(255 * as_picture(standardise(resized))).astype(np.uint8)
