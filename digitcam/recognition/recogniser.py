"""The public door: a picture in, a Reading out."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import BoxName, ReadSettings
from digitcam.readings import Box, Reading
from digitcam.recognition.classic import read_classic
from digitcam.recognition.constants import SEARCH_SIDES_PX
from digitcam.recognition.contract import CropModel, PaperModel, PatchModel
from digitcam.recognition.layout import lay_out
from digitcam.recognition.pipeline import read_grey
from digitcam.recognition.selection import NO_DETECTIONS, Detections
from digitcam.vision.binarise import binarise
from digitcam.vision.region import region_of_interest


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Reads pictures. Threads may share it if they may share the networks.

    Attributes:
        classic: Classifies 28×28 patches where a threshold is set; everywhere if there is no paper network.
        paper: Finds and classifies digits in the grey picture where no threshold is set; everywhere if there is no
            classic network.
        verifier: Gives a second opinion where the paper network is doubtful; None for none.
    """

    classic: PatchModel | None = None
    paper: PaperModel | None = None
    verifier: CropModel | None = None

    def read(self, image: NDArray[np.uint8], settings: ReadSettings) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, at least 1×1. It is not changed, and the result holds no view
                of it.
            settings: The box and the threshold.

        Returns:
            The reading, its boxes in pixels of ``image``; without digits if there are none, or no network.

        Raises:
            ValueError: If the image has another shape or dtype.
        """
        region, grey = cut_region(image, settings.box)
        return lay_out(self._detections(grey, settings), region)

    def _detections(self, grey: NDArray[np.uint8], settings: ReadSettings) -> Detections:
        if settings.threshold is None and self.paper is not None:
            return read_grey(grey, self.paper, SEARCH_SIDES_PX[settings.box], self.verifier)
        if self.classic is not None:
            return read_classic(grey, self.classic, settings.threshold)
        if self.paper is None:
            return NO_DETECTIONS
        # The 28×28 network is not trained yet: the paper network reads the ink alone.
        ink = np.asarray(255 - binarise(grey, settings.threshold), np.uint8)
        return read_grey(ink, self.paper, SEARCH_SIDES_PX[settings.box], self.verifier)


def cut_region(image: NDArray[np.uint8], box: BoxName) -> tuple[Box, NDArray[np.uint8]]:
    """Return where the box lies in a picture, and its grey pixels.

    Args:
        image: (H, W) grey or (H, W, 3) BGR, uint8, at least 1×1.
        box: Which box.

    Returns:
        The region, and (h, w) uint8; of a grey picture a view.

    Raises:
        ValueError: If the image has another shape or dtype.
    """
    check_image(image)
    region = region_of_interest(image.shape[1], image.shape[0], box)
    return region, _grey(image[region.rows, region.columns])


def check_image(image: NDArray[np.uint8]) -> None:
    """Check shape and dtype of a picture.

    Raises:
        ValueError: If it is not grey or BGR uint8, or is empty.
    """
    is_picture = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
    if image.dtype != np.uint8 or not is_picture or image.size == 0:
        raise ValueError(
            f"image must be (H, W) grey or (H, W, 3) BGR uint8, not empty; got shape {image.shape}, dtype {image.dtype}"
        )


def _grey(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
