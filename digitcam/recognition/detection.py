"""Step 1, detect: where digits may be, searched on copies of several sizes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.constants import (
    CERTAIN_OBJECTNESS,
    DETECTION_THRESHOLD,
    DUPLICATE_IOU,
    ELONGATED_ASPECT,
    MAX_CANDIDATES,
    MAX_DIGIT_PX,
    MAX_PAGE_DIGIT_PX,
    MIN_DIGIT_PX,
    PAGE_SIDE_PX,
    RESOLVED_AMONG_DOUBTS_PX,
    RESOLVED_PX,
    SINGLE_PROBABILITY,
)
from digitcam.recognition.contract import CROP_PX, DIGITS, SIDE_MULTIPLE_PX, PaperModel
from digitcam.recognition.heatmap import Peaks, find_peaks
from digitcam.vision.geometry import (
    box_centres,
    crop_square,
    longer_sides,
    non_maximum_suppression,
    resize_to_multiple,
)
from digitcam.vision.standardise import standardise

_NO_CONTAINMENT = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Where digits may be, highest objectness first.

    Attributes:
        boxes: (N, 4) float32 xyxy, pixels of the picture.
        objectness: (N,) float32, 0 to 1.
        context: (N, 12) float32, scene probabilities of the window around each box.
        scene: (12,) float32, scene probabilities of the whole picture.
        picture_px: Longer side of the picture, pixels.
        complete: Whether all copies of the picture were searched.
    """

    boxes: NDArray[np.float32]
    objectness: NDArray[np.float32]
    context: NDArray[np.float32]
    scene: NDArray[np.float32]
    picture_px: int
    complete: bool

    def __len__(self) -> int:
        return len(self.objectness)

    def take(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> "Candidates":
        """Return the chosen ones, in that order."""
        boxes, objectness, context = self.boxes[indices], self.objectness[indices], self.context[indices]
        return Candidates(boxes, objectness, context, self.scene, self.picture_px, self.complete)


@dataclass(frozen=True, slots=True, eq=False)
class _Copy:
    """A resized copy of the picture.

    Attributes:
        grey: (h, w) uint8, sides multiples of 16 and at least 96.
        scale: (2,) float64, its pixels per pixel of the picture, x and y.
        corner: (2,) float32, the picture's position of its upper left corner, pixels of the picture.
        longest: Longer side of the largest digit that is looked for on it, its pixels.
        finest: Whether no finer copy follows.
    """

    grey: NDArray[np.uint8]
    scale: NDArray[np.float64]
    corner: NDArray[np.float32]
    longest: float
    finest: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What was found on one copy: peaks in pixels of the picture, and the scene output around each and of the whole."""

    peaks: Peaks
    context: NDArray[np.float32]
    scene: NDArray[np.float32]


def detect(
    grey: NDArray[np.uint8], network: PaperModel, sides_px: Sequence[int], *, thorough: bool = False
) -> Candidates:
    """Find the places that may show a digit.

    Args:
        grey: (H, W) uint8, at least 1×1.
        network: The paper network.
        sides_px: Shorter sides of the copies that are searched, coarsest first, pixels. A copy is never larger than
            the picture, except the first.
        thorough: Whether to search all copies. Otherwise the search ends at a copy that resolves every digit.
    """
    found: list[_Found] = []
    complete = True
    for copy in _copies(grey, sides_px):
        found.append(_search(copy, network))
        if not (thorough or copy.finest) and _resolves_all(copy, found[-1].peaks, found[0].scene):
            complete = False
            break
    return _without_duplicates(_joined(found, max(grey.shape), complete))


def _copies(grey: NDArray[np.uint8], sides_px: Sequence[int]) -> Iterator[_Copy]:
    """Return the copies to search; the first shows the whole picture in one window, or nearly so."""
    if max(grey.shape) > ELONGATED_ASPECT * min(grey.shape):
        yield _square_copy(grey)
    sides_px = [side for index, side in enumerate(sides_px) if index == 0 or side <= min(grey.shape)]
    for index, side_px in enumerate(sides_px):
        resized, scale = resize_to_multiple(grey, side_px, SIDE_MULTIPLE_PX)
        finest = index == len(sides_px) - 1
        longest = np.inf if index == 0 else MAX_DIGIT_PX if side_px < PAGE_SIDE_PX else MAX_PAGE_DIGIT_PX
        yield _Copy(resized, scale, np.zeros(2, np.float32), longest, finest)


def _square_copy(grey: NDArray[np.uint8]) -> _Copy:
    """Return an elongated picture in the middle of one square window."""
    side, centre = float(max(grey.shape)), np.array(grey.shape[::-1], np.float32) / np.float32(2)
    scale, corner = np.full(2, CROP_PX / side), centre - np.float32(side / 2)
    return _Copy(crop_square(grey, centre, side, CROP_PX), scale, corner, longest=np.inf, finest=False)


def _search(copy: _Copy, network: PaperModel) -> _Found:
    outputs = network(standardise(copy.grey)[None])
    peaks = find_peaks(outputs.detection[0], DETECTION_THRESHOLD)
    sides = longer_sides(peaks.boxes)
    peaks = peaks.take((sides >= MIN_DIGIT_PX) & (sides <= copy.longest))
    boxes = peaks.boxes / np.tile(copy.scale, 2) + np.tile(copy.corner, 2)
    scene = outputs.scene[0]
    return _Found(
        Peaks(boxes.astype(np.float32), peaks.objectness), _context(peaks.boxes, scene), scene.mean(axis=(0, 1))
    )


def _context(boxes: NDArray[np.float32], scene: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scene output (h, w, 12) at the window whose centre is nearest to each box's."""
    corners = (box_centres(boxes) - CROP_PX / 2) / SIDE_MULTIPLE_PX
    columns, rows = np.clip(np.rint(corners).astype(int), 0, np.array(scene.shape[1::-1]) - 1).T
    return np.asarray(scene[rows, columns], np.float32)


def _resolves_all(copy: _Copy, peaks: Peaks, scene: NDArray[np.float32]) -> bool:
    """Return whether the digits beside the largest certain one are resolved on this copy too.

    On 869 photographs no answer changed, and the network's input was halved.

    Args:
        copy: The copy.
        peaks: What was found on it.
        scene: (12,) float32, scene probabilities of the whole picture. If they disagree with the number of peaks,
            smaller digits may be there.
    """
    certain = peaks.objectness >= CERTAIN_OBJECTNESS
    single = float(scene[:DIGITS].max()) >= SINGLE_PROBABILITY
    doubtful = not certain.all() or single != (len(peaks) == 1)
    sizes = (peaks.boxes[certain, 2:] - peaks.boxes[certain, :2]) * copy.scale
    return float(sizes.max(initial=0)) >= (RESOLVED_AMONG_DOUBTS_PX if doubtful else RESOLVED_PX)


def _joined(found: Sequence[_Found], picture_px: int, complete: bool) -> Candidates:
    """Return the candidates of all copies, highest objectness first."""
    objectness = np.concatenate([part.peaks.objectness for part in found])
    order = np.argsort(-objectness, kind="stable")
    boxes = np.concatenate([part.peaks.boxes for part in found])[order]
    context = np.concatenate([part.context for part in found])[order]
    return Candidates(boxes, objectness[order], context, found[0].scene, picture_px, complete)


def _without_duplicates(candidates: Candidates) -> Candidates:
    """Drop what was found twice, and what exceeds the number that is classified."""
    kept = non_maximum_suppression(candidates.boxes, DUPLICATE_IOU, _NO_CONTAINMENT)
    return candidates.take(kept[:MAX_CANDIDATES])
