"""A picture to a Reading: the box, the digits in it, and what the networks say of them."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import CLASSES, TRUST, BoxName, Settings
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.classic import Classifier, read_patches
from digitcam.recognition.detection import WINDOW_PX, PaperNetwork
from digitcam.recognition.layout import reading_order
from digitcam.recognition.pipeline import PAPER_TRUST, Referee, read_paper
from digitcam.vision.binarise import binarise
from digitcam.vision.geometry import reduced
from digitcam.vision.region import region_of_interest
from digitcam.vision.standardise import as_picture, standardise

SIDES_PX: Final[dict[BoxName, tuple[int, ...]]] = {"digit": (96,), "number": (96,), "whole": (96, 192, 384)}
"""Shorter sides of the copies of the box that the paper network searches. What is held into a small box fills it; in a
whole frame a digit may be a thirtieth as high."""


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Reads pictures. Threads may share it if they may share the networks.

    Attributes:
        classifier: Reads 28×28 patches: wherever a threshold is set, and everything if there is no paper network.
        paper: Finds and reads in the grey picture: where no threshold is set, and everything if there is no classifier.
        referee: Is asked where the paper network doubts; nobody is if it is None.
    """

    classifier: Classifier | None = None
    paper: PaperNetwork | None = None
    referee: Referee | None = None

    def read(self, image: NDArray[np.uint8], settings: Settings) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, at least 1x1. Not changed; the result holds no view of it.
            settings: The box and the threshold. ``recognise`` is the live video's and not looked at.

        Returns:
            The reading, its boxes in pixels of ``image``; without digits if there are none, or no network.

        Raises:
            ValueError: If the image has another shape or dtype.
        """
        region, grey = cut_out(image, settings.box)
        if settings.threshold is None and self.paper is not None:
            return _reading(self._by_paper(grey, self.paper, settings.box), region, seen(grey, settings))
        if self.classifier is not None:
            boxes, probabilities, patches, mask = read_patches(grey, self.classifier, settings.threshold)
            marks = _Marks(boxes, probabilities, probabilities.max(axis=1, initial=0), patches, TRUST)
            return _reading(marks, region, mask)
        mask = binarise(grey, settings.threshold)
        if self.paper is None:
            return Reading(region=region, seen=mask)
        inked = np.asarray(255 - mask, np.uint8)
        return _reading(self._by_paper(inked, self.paper, settings.box), region, mask)

    def _by_paper(self, grey: NDArray[np.uint8], paper: PaperNetwork, box: BoxName) -> "_Marks":
        looks = read_paper(grey, paper, SIDES_PX[box], self.referee)
        patches = as_picture(looks.patches)
        return _Marks(looks.boxes, looks.answers[:, :CLASSES], looks.sureness, patches, PAPER_TRUST)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What either way of reading found.

    Attributes:
        boxes: (N, 4) float32 xyxy, pixels of the region.
        probabilities: (N, 10) float32.
        confidences: (N,) float32.
        patches: (N, h, w) float32 in [0, 1].
        trust: Least confidence at which a mark is read as a digit rather than as "?".
    """

    boxes: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    confidences: NDArray[np.float32]
    patches: NDArray[np.float32]
    trust: float


def cut_out(image: NDArray[np.uint8], box: BoxName) -> tuple[Box, NDArray[np.uint8]]:
    """The box and its grey picture.

    Raises:
        ValueError: If the image is neither grey nor BGR.
    """
    check_image(image)
    region = region_of_interest(image.shape[1], image.shape[0], box)
    x0, y0, x1, y1 = region
    return region, _grey(image[y0:y1, x0:x1])


def seen(grey: NDArray[np.uint8], settings: Settings) -> NDArray[np.uint8]:
    """What the computer sees, if the settings want it shown: the ink, or the paper network's picture.

    Returns:
        (h, w) uint8, light ink on dark; (0, 0) for the camera's view.
    """
    if settings.view == "camera":
        return np.zeros((0, 0), np.uint8)
    if settings.threshold is not None:
        return binarise(grey, settings.threshold)
    return np.rint(255 * as_picture(standardise(reduced(grey, WINDOW_PX)[0]))).astype(np.uint8)


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


def _reading(marks: _Marks, region: Box, shown: NDArray[np.uint8]) -> Reading:
    x0, y0, x1, y1 = region
    first, last = np.tile([x0, y0], 2), np.tile([x1, y1], 2)
    placed = np.clip(np.rint(marks.boxes) + first, first, last).astype(np.int32)
    digits = [_digit(marks, i, placed[i].tolist()) for i in range(len(placed))]
    lines = tuple(tuple(digits[i] for i in line) for line in reading_order(placed))
    return Reading(lines=lines, region=region, seen=shown)


def _digit(marks: _Marks, i: int, box: list[int]) -> Digit:
    x0, y0, x1, y1 = box
    confidence = float(marks.confidences[i])
    return Digit(
        label=int(marks.probabilities[i].argmax()) if confidence >= marks.trust else None,
        confidence=confidence,
        box=(x0, y0, x1, y1),
        probabilities=marks.probabilities[i],
        patch=marks.patches[i],
    )
