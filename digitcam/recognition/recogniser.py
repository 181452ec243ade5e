"""The public door: a picture in, a Reading out."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import BoxName, ReadSettings
from digitcam.readings import Box, Reading
from digitcam.recognition.classic import read_classic
from digitcam.recognition.constants import SEARCH_SIDES_PX
from digitcam.recognition.contract import CropModel, GapModel, PaperModel, PatchModel
from digitcam.recognition.layout import lay_out
from digitcam.recognition.pipeline import read_grey
from digitcam.recognition.rules import RULES, Rules
from digitcam.recognition.selection import NO_DETECTIONS, Detections
from digitcam.recognition.separators import add_separators
from digitcam.recognition.slashes import remove_slashes
from digitcam.recognition.table import with_cells
from digitcam.recognition.turning import Turned, read_turned
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
        separators: Reads points, commas and other signs between digits, except in the box *Digit* and where a threshold
            is set; None for none.
        rules: The regression and the rules of the grey reader; all of them but in an ablation.
    """

    classic: PatchModel | None = None
    paper: PaperModel | None = None
    verifier: CropModel | None = None
    separators: GapModel | None = None
    rules: Rules = RULES

    def read(self, image: NDArray[np.uint8], settings: ReadSettings) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, at least 1×1. It is not changed, and the result holds no view
                of it.
            settings: The box and the threshold.

        Returns:
            The reading, its boxes in pixels of ``image``; without digits if there are none, or no network.

        Raises:
            ValueError: If the image is not an array, or has another shape or dtype.
        """
        region, grey = cut_region(image, settings.box)
        reading = lay_out(self._detections(grey, settings), region)
        # The box Digit is for one digit, and a speck beside it is no point.
        if self.separators is not None and settings.box != "digit" and not self.reads_ink(settings):
            reading = add_separators(remove_slashes(reading, grey, self.separators), grey, self.separators)
        return with_cells(reading, grey)

    def read_page(self, image: NDArray[np.uint8], settings: ReadSettings) -> Turned:
        """Read a page, turned first if it was photographed upside down or lies on its side.

        Only the whole picture is turned, where no threshold is set; else it reads like `read`. A doubtful page is read
        up to four times: in videos, use `read`.

        Args:
            image: As in `read`.
            settings: The box and the threshold.

        Returns:
            The reading, its boxes in pixels of the turned picture, and by how much that is turned.

        Raises:
            ValueError: As `read` does.
        """
        if settings.box != "whole" or self.reads_ink(settings):
            return Turned(self.read(image, settings))
        _, grey = cut_region(image, settings.box)
        return read_turned(lambda picture: self.read(picture, settings), grey)

    def reads_ink(self, settings: ReadSettings) -> bool:
        """Return whether these settings let it read the ink in black and white, and not the grey picture."""
        return settings.threshold is not None or self.paper is None

    def _detections(self, grey: NDArray[np.uint8], settings: ReadSettings) -> Detections:
        if self.paper is not None and not self.reads_ink(settings):
            return read_grey(grey, self.paper, SEARCH_SIDES_PX[settings.box], self.verifier, self.rules)
        if self.classic is not None:
            return read_classic(grey, self.classic, settings.threshold)
        if self.paper is None:
            return NO_DETECTIONS
        # The 28×28 network is not trained yet: the paper network reads the ink alone.
        ink = np.asarray(255 - binarise(grey, settings.threshold), np.uint8)
        return read_grey(ink, self.paper, SEARCH_SIDES_PX[settings.box], self.verifier, self.rules)


def cut_region(image: NDArray[np.uint8], box: BoxName) -> tuple[Box, NDArray[np.uint8]]:
    """Return where the box lies in a picture, and its grey pixels.

    Args:
        image: (H, W) grey or (H, W, 3) BGR, uint8, at least 1×1.
        box: Which box.

    Returns:
        The region, and (h, w) uint8; of a grey picture a view.

    Raises:
        ValueError: If the image is not an array, or has another shape or dtype.
    """
    check_image(image)
    region = region_of_interest(image.shape[1], image.shape[0], box)
    # Of a masked array, only the pixels count.
    return region, _grey(np.asarray(image[region.rows, region.columns]))


def check_image(image: NDArray[np.uint8]) -> None:
    """Check type, shape and dtype of a picture.

    Args:
        image: Whatever the caller took for a picture. Views of any memory layout are pictures.

    Raises:
        ValueError: If it is not an array, not grey or BGR uint8, or empty.
    """
    # A type checker believes the annotation; a caller without one may pass anything.
    given: object = image
    if isinstance(given, np.ndarray):
        is_picture = given.ndim == 2 or (given.ndim == 3 and given.shape[2] == 3)
        if given.dtype == np.uint8 and is_picture and given.size:
            return
    raise ValueError(f"image must be (H, W) grey or (H, W, 3) BGR uint8, not empty; got {_described(given)}")


def check_grey(grey: NDArray[np.uint8]) -> None:
    """Check type, shape and dtype of a grey picture.

    Raises:
        ValueError: If it is not an array, not grey uint8, or empty.
    """
    given: object = grey
    if not isinstance(given, np.ndarray) or given.ndim != 2 or given.dtype != np.uint8 or not given.size:
        raise ValueError(f"grey must be (H, W) uint8, not empty; got {_described(given)}")


def _described(given: object) -> str:
    if isinstance(given, np.ndarray):
        return f"shape {given.shape}, dtype {given.dtype}"
    hint = ", which cv2.imread returns for a file that it cannot read" if given is None else ""
    return f"{type(given).__name__}{hint}"


def _grey(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
