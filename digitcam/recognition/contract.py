"""The networks' inputs and outputs: sides, strides, classes, output names and shapes.

Rendering, training, export, the interpreters and the reader all import this module, so that a change here is a change
everywhere.

The paper network is fully convolutional. It maps standardised grey pictures (N, H, W), sides multiples of
`SIDE_MULTIPLE_PX` and at least `CROP_PX`, to three outputs:

- ``detection`` (N, H/4, W/4, 5): for each cell the objectness, the offset from the cell's centre to the digit's centre
  (x, y, in cells), and the logarithms of the digit's width and height over `SIZE_UNIT_PX`.
- ``digit`` (N, H/16 - 5, W/16 - 5, 11): for each 96-pixel window the probabilities that one of ten digits, or none,
  stands in its centre.
- ``scene`` (N, H/16 - 5, W/16 - 5, 12): for each 96-pixel window the probabilities that it holds exactly one digit, of
  ten; none; or several.

The verifier maps standardised crops (N, 96, 96) to ``digit`` (N, 11). A patch network maps 28×28 patches, light ink on
dark in [0, 1], to ``digit`` (N, 10).
"""

from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from digitcam.vision.normalise import PATCH_PX as PATCH_PX

CROP_PX: Final = 96
"""Side of a crop, pixels; also the shorter side of the coarsest copy of a picture that is searched."""

SIDE_MULTIPLE_PX: Final = 16
"""The paper network's input sides are multiples of this; also the stride of its windows."""

DETECTION_STRIDE_PX: Final = 4
"""Side of a cell of the detection map, pixels."""

SIZE_UNIT_PX: Final = 32.0
"""Widths and heights are predicted as the logarithm of their ratio to this."""

DIGITS: Final = 10
"""Classes 0 to 9 are the digits."""

NONE: Final = 10
"""Class: no digit."""

SEVERAL: Final = 11
"""Class of the scene output only: several digits."""

DIGIT_CLASSES: Final = DIGITS + 1
SCENE_CLASSES: Final = DIGITS + 2

LABEL_SMOOTHING: Final = 0.02
"""Share of the target that training spreads evenly over all classes (label smoothing). A network that is certain then
answers 0.982 for one of eleven classes, which `selection.unsmoothed` reverses. Raising it lowers the loss of pictures
that only look like their label."""

OBJECTNESS: Final = 0
"""Channel of the detection output: probability of a digit's centre."""

OFFSET: Final = slice(1, 3)
"""Channels: from the cell's centre to the digit's centre, x and y, cells."""

LOG_SIZE: Final = slice(3, 5)
"""Channels: logarithms of width and height over `SIZE_UNIT_PX`."""

DETECTION_CHANNELS: Final = 5

SEPARATORS: Final = ".,-/:"
"""Signs that belong to a number, before or between its digits."""

GAP_CLASSES: Final = len(SEPARATORS) + 1
"""The separators and no separator."""

GAP_PX: Final = 48
"""Side of the separator network's input."""

PICTURE: Final = "picture"
"""Name of every network's input."""

DETECTION: Final = "detection"
DIGIT: Final = "digit"
SCENE: Final = "scene"
SEPARATOR: Final = "separator"
"""Names of the outputs in the LiteRT signature."""


class PaperOutputs(NamedTuple):
    """What the paper network answers.

    Attributes:
        detection: (N, H/4, W/4, 5) float32.
        digit: (N, H/16 - 5, W/16 - 5, 11) float32, rows of the last axis sum to 1.
        scene: (N, H/16 - 5, W/16 - 5, 12) float32, likewise.
    """

    detection: NDArray[np.float32]
    digit: NDArray[np.float32]
    scene: NDArray[np.float32]


class PaperModel(Protocol):
    """Finds and classifies digits in standardised grey pictures."""

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        """Map pictures (N, H, W), N at least 1, to the three outputs."""
        ...


class CropModel(Protocol):
    """Classifies the digit in the centre of each crop; the second opinion."""

    def __call__(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map standardised crops (N, 96, 96), N at least 1, to probabilities (N, 11)."""
        ...


class GapModel(Protocol):
    """Tells which separator stands in the gap before a digit."""

    def __call__(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map standardised crops (N, 48, 48), N at least 1, to probabilities (N, 6)."""
        ...


class PatchModel(Protocol):
    """Classifies 28×28 patches."""

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map patches (N, 28, 28) in [0, 1], N = 0 included, to probabilities (N, 10)."""
        ...
