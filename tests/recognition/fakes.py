"""Scripted networks, and pictures on which they find what they are scripted to."""

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import PaperModel, PaperOutputs
from tests.drawing import paper, stroke

NONE, SEVERAL = 10, 11
Probabilities = dict[int, float]
"""By class; all others are 0."""


def spread(probabilities: Probabilities, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the same probabilities at every place; the last axis of the shape is the classes."""
    output = np.zeros(shape, np.float32)
    for label, probability in probabilities.items():
        output[..., label] = probability
    return output


class TwoDigits:
    """A paper network that detects two digits of 20×40 pixels and then answers with fixed probabilities.

    The digits are at (24, 48) and (72, 48) of a copy of the given height. Crops show them in their centre.

    Attributes:
        searching: Whether the next copy of the given height is the first.
    """

    def __init__(
        self, scene: Probabilities, digit: Probabilities, height: int = 96, centre_objectness: float = 0.9
    ) -> None:
        self.scene, self.digit, self.height, self.centre_objectness = scene, digit, height, centre_objectness
        self.searching = True

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        count, height, width = pictures.shape
        detection = np.zeros((count, height // 4, width // 4, 5), np.float32)
        if not self.searching and (height, width) == (96, 96):
            # A digit of 40 pixels fills 0.62 of its crop.
            log_height = np.log(0.62 * 96 / 32)
            detection[:, 12, 12] = (self.centre_objectness, -0.5, -0.5, log_height - np.log(2), log_height)
        elif height == self.height:
            self.searching = False
            for column in (6, 18):
                detection[0, 12, column] = (0.7, -0.5, -0.5, np.log(20 / 32), np.log(40 / 32))
        rows, columns = height // 16 - 5, width // 16 - 5
        digit = spread(self.digit, (count, rows, columns, 11))
        return PaperOutputs(detection, digit, spread(self.scene, (count, rows, columns, 12)))


class NoDigits(TwoDigits):
    """A paper network that detects nothing."""

    def __init__(self) -> None:
        super().__init__({NONE: 1.0}, {NONE: 1.0})

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        outputs = super().__call__(pictures)
        outputs.detection[:] = 0
        return outputs


class OneDigit(TwoDigits):
    """The same with the first digit alone."""

    def __init__(
        self, scene: Probabilities, digit: Probabilities, objectness: float = 0.7, centre_objectness: float = 0.9
    ) -> None:
        super().__init__(scene, digit, centre_objectness=centre_objectness)
        self.objectness = objectness

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        searching = self.searching
        outputs = super().__call__(pictures)
        if searching:
            outputs.detection[:, :, 12:] = 0
            outputs.detection[..., 0] *= np.float32(self.objectness / 0.7)
        return outputs


class Recorder:
    """Passes pictures on to a network and records their shapes."""

    def __init__(self, network: PaperModel) -> None:
        self.network = network
        self.shapes: list[tuple[int, ...]] = []

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        self.shapes.append(pictures.shape)
        return self.network(pictures)


class FixedVerifier:
    """A verifier that gives every crop one class this probability, and records how many crops it was asked about."""

    def __init__(self, label: int, probability: float) -> None:
        self.label, self.probability = label, probability
        self.asked: list[int] = []

    def __call__(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append(len(crops))
        return spread({self.label: self.probability}, (len(crops), 11))


def two_bars(height: int = 96, width: int = 96) -> NDArray[np.uint8]:
    """Ink on even paper where `TwoDigits` finds its digits."""
    sheet = paper(height, width)
    for x in (24, 72):
        stroke(sheet, (x, 48), 34)
    return sheet


GREY = two_bars()
