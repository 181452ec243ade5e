"""A picture to a Reading: the box, its ink, the digits in it, the network's answers."""

from dataclasses import dataclass
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import TRUST, Settings
from digitcam.readings import Digit, Reading
from digitcam.vision.binarise import binarise
from digitcam.vision.lines import reading_order
from digitcam.vision.normalise import normalise
from digitcam.vision.region import region_of_interest
from digitcam.vision.segment import segment

MAX_SIDE_PX: Final = 1600
"""A larger box is reduced to this first: a digit 2 % as high still has more pixels than the network wants."""


class Classifier(Protocol):
    """What answers which digit a patch shows; any callable will do."""

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map patches (N, 28, 28) in [0, 1] to probabilities (N, 10), N = 0 included."""
        ...


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Reads pictures with a classifier. Threads may share it if they may share the classifier.

    Attributes:
        classifier: Answers for all digits of a picture in one call.
    """

    classifier: Classifier

    def read(self, image: NDArray[np.uint8], settings: Settings) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, at least 1x1. Not changed; the result holds no view of it.
            settings: The box and the threshold. ``recognise`` and ``view`` are the live video's and not looked at.

        Returns:
            The reading, its boxes in pixels of ``image``; without digits if there are none.

        Raises:
            ValueError: If the image has another shape or dtype.
        """
        check_image(image)
        region = region_of_interest(image.shape[1], image.shape[0], settings.box)
        x0, y0, x1, y1 = region
        grey, scale = _reduce(_grey(image[y0:y1, x0:x1]))
        mask = binarise(grey, settings.threshold)
        boxes = segment(mask)
        patches = normalise(mask, boxes)
        probabilities = self.classifier(patches)
        placed = np.rint(boxes / scale).astype(np.int64) + np.array([x0, y0, x0, y0])
        digits = [_digit(*row) for row in zip(placed.tolist(), probabilities, patches, strict=True)]
        lines = tuple(tuple(digits[i] for i in line) for line in reading_order(boxes))
        return Reading(lines=lines, region=region, mask=mask)


def check_image(image: NDArray[np.uint8]) -> None:
    """Refuse anything but a grey or BGR picture.

    Raises:
        ValueError: With what was expected and what came.
    """
    colour_ok = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
    if image.dtype != np.uint8 or not colour_ok or image.size == 0:
        raise ValueError(
            f"image must be (H, W) grey or (H, W, 3) BGR uint8, not empty; got shape {image.shape}, dtype {image.dtype}"
        )


def _grey(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def _reduce(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Shrink to at most MAX_SIDE_PX a side; also return the scale, 1 for a picture left as it is."""
    scale = MAX_SIDE_PX / max(grey.shape)
    if scale >= 1:
        return grey, 1.0
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _digit(box: list[int], probabilities: NDArray[np.float32], patch: NDArray[np.float32]) -> Digit:
    label = int(probabilities.argmax())
    confidence = float(probabilities[label])
    x0, y0, x1, y1 = box
    return Digit(
        label=label if confidence >= TRUST else None,
        confidence=confidence,
        box=(x0, y0, x1, y1),
        probabilities=probabilities,
        patch=patch,
    )
