"""Detection map → boxes: the map's local maxima, decoded."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import DETECTION_STRIDE_PX, LOG_SIZE, OBJECTNESS, OFFSET, SIZE_UNIT_PX

MAX_SIZE_PX: Final = 400.0
"""Largest decoded width or height, pixels."""

MAX_LOG_SIZE: Final = 4.0
"""Predicted logarithms of sizes are clipped to ± this: an untrained network must not overflow."""

_NEIGHBOURHOOD: Final = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Local maxima of a detection map, highest first.

    Attributes:
        boxes: (N, 4) float32 xyxy, pixels of the picture that the map belongs to.
        objectness: (N,) float32, 0 to 1.
    """

    boxes: NDArray[np.float32]
    objectness: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.objectness)

    def take(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> "Peaks":
        """Return the chosen ones, in that order."""
        return Peaks(self.boxes[indices], self.objectness[indices])


def find_peaks(detection: NDArray[np.float32], threshold: float) -> Peaks:
    """Find the cells whose objectness is highest among their eight neighbours.

    Max pooling in place of non-maximum suppression: Zhou, Wang and Krähenbühl, "Objects as Points" (2019).

    Args:
        detection: (h, w, 5) float32, one picture's detection output.
        threshold: Cells of lower objectness are dropped.
    """
    objectness = np.ascontiguousarray(detection[..., OBJECTNESS])
    rows, columns = np.nonzero((objectness >= threshold) & (objectness == cv2.dilate(objectness, _NEIGHBOURHOOD)))
    order = np.argsort(-detection[rows, columns, OBJECTNESS], kind="stable")
    rows, columns = rows[order], columns[order]
    cells = detection[rows, columns]
    centres = np.stack([columns, rows], axis=1) + np.float32(0.5) + cells[:, OFFSET]
    centres = centres * np.float32(DETECTION_STRIDE_PX)
    sizes = SIZE_UNIT_PX * np.exp(cells[:, LOG_SIZE].clip(-MAX_LOG_SIZE, MAX_LOG_SIZE))
    sizes = np.minimum(sizes, MAX_SIZE_PX).astype(np.float32)
    boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    return Peaks(boxes, cells[:, OBJECTNESS].astype(np.float32))
