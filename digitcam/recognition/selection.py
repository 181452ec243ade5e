"""Step 4, select: which candidates are digits, each once, and which digits they are."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.constants import (
    DOUBTFUL_PROBABILITY,
    MIN_CONFIDENCE,
    SAME_CONTAINMENT,
    SAME_IOU,
    SCENE_MIN_DIGIT_PX,
    SCENE_WEIGHT,
    SINGLE_AGREEMENT,
    SINGLE_PROBABILITY,
    UNDECIDED_PROBABILITY,
)
from digitcam.recognition.contract import CROP_PX, DIGIT_CLASSES, DIGITS, LABEL_SMOOTHING
from digitcam.recognition.rules import RULES, Rules
from digitcam.recognition.scoring import Scored
from digitcam.vision.geometry import longer_sides, non_maximum_suppression
from digitcam.vision.standardise import as_picture

UNREAD: Final = -1
"""Label of a mark whose confidence is too low."""


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """The digits of a picture, in no particular order.

    Attributes:
        labels: (N,) int64, 0 to 9, or `UNREAD`.
        boxes: (N, 4) float32 xyxy, pixels of the picture.
        confidence: (N,) float32, 0 to 1.
        probabilities: (N, 10) float32; what a row lacks to 1 is the probability of no digit.
        patches: (N, h, w) float32 in [0, 1], light ink on dark: the networks' inputs.
    """

    labels: NDArray[np.int64]
    boxes: NDArray[np.float32]
    confidence: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    patches: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.labels)


NO_DETECTIONS: Final = Detections(
    labels=np.zeros(0, np.int64),
    boxes=np.zeros((0, 4), np.float32),
    confidence=np.zeros(0, np.float32),
    probabilities=np.zeros((0, DIGITS), np.float32),
    patches=np.zeros((0, CROP_PX, CROP_PX), np.float32),
)


def labels_of(
    probabilities: NDArray[np.float32], confidence: NDArray[np.float32], threshold: float
) -> NDArray[np.int64]:
    """Return the likeliest digit of each mark (N,), `UNREAD` where the confidence is below the threshold."""
    if not len(confidence):
        return NO_DETECTIONS.labels
    return np.where(confidence >= threshold, probabilities[:, :DIGITS].argmax(axis=1), UNREAD)


def select(scored: Scored, rules: Rules = RULES) -> Detections:
    """Select the single digit that the scene output names, or all digits of enough confidence, without duplicates."""
    if not len(scored):
        return NO_DETECTIONS
    single = _single(scored) if rules.single else None
    chosen = _suppressed(scored) if single is None else single
    probabilities = unsmoothed(_combined(chosen))
    confidence = np.minimum(chosen.confidence, probabilities[:, :DIGITS].max(axis=1, initial=0))
    return Detections(
        labels=labels_of(probabilities, confidence, MIN_CONFIDENCE),
        boxes=chosen.classified.boxes,
        confidence=confidence,
        probabilities=probabilities[:, :DIGITS],
        patches=as_picture(chosen.classified.crops),
    )


def unsmoothed(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Reverse label smoothing: return the probabilities that a network would give if it had learnt from plain labels.

    With smoothed labels the loss is least if a network answers ``(1 - s) * p + s / classes`` for the probability ``p``,
    where ``s`` is `LABEL_SMOOTHING`. The steps before take the answers as they are: the regression and the limits were
    fitted and chosen on these.

    Args:
        probabilities: (N, 11) float32, as the networks give them.
    """
    plain = (probabilities - LABEL_SMOOTHING / DIGIT_CLASSES) / (1 - LABEL_SMOOTHING)
    return np.asarray(np.clip(plain, 0, 1), np.float32)


def _single(scored: Scored) -> Scored | None:
    """Return the one digit that the scene output names, where it is most likely; None if it names none or several.

    A crop does not know what else there is: the printed line beside a digit may look like a 1 to it.
    """
    scene = scored.classified.candidates.scene
    label = int(scene[:DIGITS].argmax())
    if float(scene[label]) < SINGLE_PROBABILITY:
        return None
    sizes, probabilities = longer_sides(scored.classified.boxes), scored.classified.probabilities
    best = int(np.argmax(probabilities[:, label] * scored.confidence))
    agreed = probabilities[best, label] >= SINGLE_AGREEMENT
    undecided = len(scored) == 1 and probabilities[0].max() < UNDECIDED_PROBABILITY
    visible = sizes[best] * CROP_PX >= SCENE_MIN_DIGIT_PX * scored.classified.candidates.picture_px
    if not (agreed or undecided) or not visible or scored.confidence[best] < MIN_CONFIDENCE:
        return None
    return _with_scene(scored.take(np.array([best])), scene)


def _with_scene(one: Scored, scene: NDArray[np.float32]) -> Scored:
    """Combine the scene output with the class probabilities of a single digit."""
    own = one.classified.probabilities
    combined = np.asarray((own + SCENE_WEIGHT * scene[:DIGIT_CLASSES]) / (1 + SCENE_WEIGHT), np.float32)
    second_opinion = one.second_opinion if one.verified[0] else combined
    return replace(one, classified=replace(one.classified, probabilities=combined), second_opinion=second_opinion)


def _suppressed(scored: Scored) -> Scored:
    """Return all marks of enough confidence, without duplicates."""
    order = np.argsort(-scored.confidence, kind="stable")
    order = order[scored.confidence[order] >= MIN_CONFIDENCE]
    return scored.take(order[non_maximum_suppression(scored.classified.boxes[order], SAME_IOU, SAME_CONTAINMENT)])


def _combined(chosen: Scored) -> NDArray[np.float32]:
    """Class probabilities (N, 11): the mean with the second opinion where the paper network is doubtful."""
    own = chosen.classified.probabilities
    doubtful = own[:, :DIGITS].max(axis=1, keepdims=True, initial=0) < DOUBTFUL_PROBABILITY
    return np.asarray(np.where(doubtful, (own + chosen.second_opinion) / 2, own), np.float32)
