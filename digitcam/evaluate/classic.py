"""The classic reader, as many scripts have it: a fixed threshold, the raw crop, and always an answer."""

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.contract import PATCH_PX, PatchModel

Picture: TypeAlias = NDArray[np.uint8]
"""(H, W) uint8, grey."""

CLASSIC_THRESHOLD: Final = 128
"""Grey value in the middle of the classic's slider; it stays there for all pictures."""


def read_classically(picture: Picture, network: PatchModel) -> Reading:
    """Read as the classic scripts do: a fixed threshold, the box squeezed to 28×28, and always an answer.

    Args:
        picture: (H, W) uint8 grey; its box is the largest centred square.
        network: Trained on MNIST as it is, and given values in the range it was trained on, unlike some scripts do.
    """
    # Averaging is generous to the classic: many scripts sample single pixels and lose thin strokes.
    patch = cv2.resize(classic_view(picture), (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    return Reading(read_patch(network, scaled(patch)).lines, _centred_square(picture))


def classic_view(picture: Picture) -> Picture:
    """Return the classic's ink mask of the largest centred square, (side, side) uint8, 0 or 255."""
    square = _centred_square(picture)
    mask = np.where(picture[square.rows, square.columns] < CLASSIC_THRESHOLD, 255, 0)
    return np.asarray(mask, np.uint8)


def _centred_square(picture: Picture) -> Box:
    height, width = picture.shape
    side = min(height, width)
    x, y = (width - side) // 2, (height - side) // 2
    return Box(x, y, x + side, y + side)


def read_patch(network: PatchModel, patch: NDArray[np.float32]) -> Reading:
    """Return the likeliest digit of one patch (28, 28) float32 in [0, 1], however low its confidence."""
    probabilities = network(patch[None])[0]
    label = int(probabilities.argmax())
    box = Box(0, 0, PATCH_PX, PATCH_PX)
    return Reading(((Digit(label, float(probabilities[label]), box, probabilities, patch),),), box)


def scaled(patch: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return a patch with values in [0, 1] instead of 0 to 255."""
    return np.asarray(patch, np.float32) / np.float32(255)
