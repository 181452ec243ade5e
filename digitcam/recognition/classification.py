"""Step 2, classify: which digit each candidate shows, from a crop around it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.constants import (
    CENTRE_MARGIN_CELLS,
    CROP_FILL,
    MIN_DIGIT_PROBABILITY,
    REFINE_DISTANCE_COST,
    REFINE_DISTANCE_PX,
    REFINE_OBJECTNESS,
    SETTLED_PROBABILITY,
    SETTLED_SHIFT,
)
from digitcam.recognition.contract import CROP_PX, DIGIT_CLASSES, DIGITS, OBJECTNESS, PaperModel
from digitcam.recognition.detection import Candidates
from digitcam.recognition.heatmap import find_peaks
from digitcam.vision.geometry import box_centres, crop_square, longer_sides
from digitcam.vision.standardise import standardise


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """Candidates with their classes.

    Attributes:
        candidates: What was detected, N candidates.
        boxes: (N, 4) float32 xyxy, pixels of the picture; as refined in the crops.
        crops: (N, 96, 96) float32, standardised: the network's last input for each.
        probabilities: (N, 11) float32, of ten digits and none; the mean of two crops where there were two.
        centre_objectness: (N,) float32, 0 to 1, highest objectness in the crop's centre.
    """

    candidates: Candidates
    boxes: NDArray[np.float32]
    crops: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    centre_objectness: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.boxes)

    def take(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> "Classified":
        """Return the chosen ones, in that order."""
        return Classified(
            self.candidates.take(indices),
            self.boxes[indices],
            self.crops[indices],
            self.probabilities[indices],
            self.centre_objectness[indices],
        )


def classify(grey: NDArray[np.uint8], candidates: Candidates, network: PaperModel) -> Classified:
    """Crop and classify each candidate, and again at the position that the first crop shows.

    Args:
        grey: (H, W) uint8, the picture.
        candidates: Where to look.
        network: The paper network.

    Returns:
        The candidates that may be a digit.
    """
    if not len(candidates):
        return _no_classes(candidates)
    first = _classify_crops(grey, candidates.boxes, network)
    boxes, crops, probabilities, centre_objectness = first
    again = np.flatnonzero(~_is_settled(candidates.boxes, first))
    if len(again):
        second = _classify_crops(grey, boxes[again], network)
        boxes[again], crops[again], centre_objectness[again] = second.boxes, second.crops, second.centre_objectness
        probabilities[again] = (probabilities[again] + second.probabilities) / 2
    possible = probabilities[:, :DIGITS].max(axis=1) >= MIN_DIGIT_PROBABILITY
    return Classified(candidates, boxes, crops, probabilities, centre_objectness).take(possible)


class _Answers(NamedTuple):
    """The network's answers to one crop of each candidate; the arrays are `Classified`'s."""

    boxes: NDArray[np.float32]
    crops: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    centre_objectness: NDArray[np.float32]


def _no_classes(candidates: Candidates) -> Classified:
    empty = np.zeros((0, CROP_PX, CROP_PX), np.float32)
    return Classified(candidates, candidates.boxes, empty, np.zeros((0, DIGIT_CLASSES), np.float32), empty[:, 0, 0])


def _is_settled(detected: NDArray[np.float32], answers: _Answers) -> NDArray[np.bool_]:
    """Return where the first answer is certain and the box hardly moved, so that a second crop would show the same."""
    shift = np.abs(answers.boxes - detected).max(axis=1)
    certain = answers.probabilities.max(axis=1) >= SETTLED_PROBABILITY
    return np.asarray(certain & (shift <= SETTLED_SHIFT * longer_sides(detected)))


def _classify_crops(grey: NDArray[np.uint8], boxes: NDArray[np.float32], network: PaperModel) -> _Answers:
    """Crop around each box (N, 4), N at least 1, and ask the network."""
    centres, sides = box_centres(boxes), longer_sides(boxes) / CROP_FILL
    crops = np.stack(
        [standardise(crop_square(grey, c, float(s), CROP_PX)) for c, s in zip(centres, sides, strict=True)]
    )
    outputs = network(crops)
    refined = [_central_box(detection) for detection in outputs.detection]
    corners = np.tile(centres - sides[:, None] / 2, 2)
    moved = [
        box if central is None else corner + central * (side / CROP_PX)
        for box, central, side, corner in zip(boxes, refined, sides, corners, strict=True)
    ]
    inner = slice(CENTRE_MARGIN_CELLS, -CENTRE_MARGIN_CELLS)
    centre_objectness = outputs.detection[:, inner, inner, OBJECTNESS].max(axis=(1, 2))
    return _Answers(np.stack(moved).astype(np.float32), crops, outputs.digit[:, 0, 0], centre_objectness)


def _central_box(detection: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the box of the digit in a crop's centre, (4,) in pixels; None if there is none.

    Args:
        detection: (h, w, 5) detection map of the crop.
    """
    peaks = find_peaks(detection, REFINE_OBJECTNESS)
    distance = np.abs(box_centres(peaks.boxes) - CROP_PX / 2).max(axis=1, initial=0)
    near = np.flatnonzero(distance <= REFINE_DISTANCE_PX)
    if not len(near):
        return None
    rank = peaks.objectness[near] - distance[near] / CROP_PX * REFINE_DISTANCE_COST
    return np.asarray(peaks.boxes[near[np.argmax(rank)]])
