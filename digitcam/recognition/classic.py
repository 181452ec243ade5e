"""The classic reader: threshold, ink mask, 28×28 patches, a network trained on such patches."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import PatchModel
from digitcam.recognition.selection import Detections, labels_of
from digitcam.vision.binarise import binarise
from digitcam.vision.geometry import shrink
from digitcam.vision.normalise import normalise
from digitcam.vision.segment import segment

MAX_SIDE_PX: Final = 1600
"""Longer side to which a larger box is reduced first, pixels: a digit 2 % as high still has more pixels than a
patch."""

MIN_CONFIDENCE: Final = 0.8
"""A digit of lower confidence is shown as "?"."""


def read_classic(grey: NDArray[np.uint8], network: PatchModel, threshold: int | None) -> Detections:
    """Read the digits of a grey picture.

    Args:
        grey: (H, W) uint8, at least 1×1.
        network: Classifies all patches in one call.
        threshold: Grey value; darker pixels are ink. None chooses it from the picture.
    """
    small, scale = shrink(grey, MAX_SIDE_PX)
    mask = binarise(small, threshold)
    boxes = segment(mask)
    patches = normalise(mask, boxes)
    probabilities = network(patches)
    confidence = probabilities.max(axis=1, initial=0)
    return Detections(
        labels=labels_of(probabilities, confidence, MIN_CONFIDENCE),
        boxes=(boxes / np.tile(scale, 2)).astype(np.float32),
        confidence=confidence,
        probabilities=probabilities,
        patches=patches,
    )
