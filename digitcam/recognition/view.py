"""What the computer sees: the reader's input as a picture, for people. Called by whoever displays it."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit
from digitcam.recognition.constants import CROP_FILL
from digitcam.recognition.contract import CROP_PX, SIDE_MULTIPLE_PX
from digitcam.recognition.recogniser import Recogniser, check_grey
from digitcam.vision.binarise import binarise
from digitcam.vision.geometry import resize_to_multiple
from digitcam.vision.standardise import as_picture, standardise

TILE_FILL: Final = 0.8
"""Longer side of a digit's box as a share of the side of its picture in `digit_alone`."""

NEIGHBOUR_MARGIN: Final = 0.1
"""Width of the border around a neighbour's box that `digit_alone` covers too, as a share of the box's longer side."""


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


def digit_alone(digit: Digit, digits: Iterable[Digit]) -> NDArray[np.float32]:
    """Return a digit's patch without the digits beside it.

    The grey reader's patch shows the surroundings of the digit too. What lies in the box of another digit, and not in
    its own, is painted over with the paper's value, and the patch is cut closer.

    Args:
        digit: The digit.
        digits: All digits of the reading.

    Returns:
        (n, n) float32 in [0, 1], light ink on dark; of the classic reader the patch as it is, which shows nothing else.
    """
    if len(digit.patch) != CROP_PX:
        return digit.patch
    patch, box = digit.patch.copy(), digit.box
    px_per_px = CROP_PX * CROP_FILL / max(box.width, box.height, 1)
    corner = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]) - CROP_PX / 2 / px_per_px
    others = np.zeros(patch.shape, np.bool_)
    for other in digits:
        if other is not digit:
            margin = round(NEIGHBOUR_MARGIN * max(other.box.width, other.box.height))
            others[_in_patch(_grown(other.box, margin), corner, px_per_px)] = True
    others[_in_patch(box, corner, px_per_px)] = False
    patch[others] = np.median(patch)
    cut = round(CROP_PX * (1 - CROP_FILL / TILE_FILL) / 2)
    return patch[cut:-cut, cut:-cut]


def _grown(box: Box, margin: int) -> Box:
    return Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)


def _in_patch(box: Box, corner: NDArray[np.float64], px_per_px: float) -> tuple[slice, slice]:
    """Return the rows and columns of a patch that a box of the picture covers; empty ones if it lies outside."""
    corners = np.array([[box.x0, box.y0], [box.x1, box.y1]])
    (x0, y0), (x1, y1) = np.clip(np.rint((corners - corner) * px_per_px), 0, CROP_PX).astype(int).tolist()
    return slice(y0, y1), slice(x0, x1)
