"""Step 3, score: how likely a digit is at each candidate, from all that speaks for it and against it.

A logistic regression over the networks' outputs, the size and how even the crop is. Its coefficients are data:
``scoring.json`` beside this file.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digitcam.recognition.classification import Classified
from digitcam.recognition.constants import DOUBTFUL_PROBABILITY, EVIDENT_CONFIDENCE, SCENE_MIN_DIGIT_PX
from digitcam.recognition.contract import CROP_PX, DIGITS, NONE, CropModel
from digitcam.recognition.features import evenness
from digitcam.vision.geometry import longer_sides

_FITTED: Final = json.loads(Path(__file__).with_name("scoring.json").read_text("utf-8"))
INTERCEPT: Final[float] = _FITTED["intercept"]
WEIGHTS: Final[dict[str, float]] = _FITTED["weights"]
RANGES: Final[dict[str, tuple[float, float]]] = {name: (low, high) for name, (low, high) in _FITTED["ranges"].items()}
"""Features are clipped to these before the logarithm: beyond them they tell nothing more."""

PROBABILITY_FLOOR: Final = 1e-3
"""Probabilities are clipped to this and to one minus this before their log-odds are taken."""

SCENE_NONE_LOG_ODDS: Final = 1.5
"""The scene output's "none" counts only beyond these log-odds."""

SCENE_NONE_CERTAIN: Final = 0.97
"""From this probability of "none" its log-odds also count in full against every 1: rows of signs have many strokes."""

ONE: Final = 1
"""The digit that is a single stroke."""

SCENE_BLIND_PX: Final = 10.0
"""Digits of this size and smaller are invisible to the scene output, pixels of its window; its weight rises in
proportion up to `SCENE_MIN_DIGIT_PX`."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Classified candidates with their confidence.

    Attributes:
        classified: N candidates.
        confidence: (N,) float32, 0 to 1, that a digit is there, whichever.
        second_opinion: (N, 11) float32, the verifier's probabilities of ten digits and none. Where it was not asked,
            those of the paper network.
        verified: (N,) bool, whether the verifier was asked.
    """

    classified: Classified
    confidence: NDArray[np.float32]
    second_opinion: NDArray[np.float32]
    verified: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.confidence)

    def take(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> "Scored":
        """Return the chosen ones, in that order."""
        return Scored(
            self.classified.take(indices),
            self.confidence[indices],
            self.second_opinion[indices],
            self.verified[indices],
        )


def score(classified: Classified, verifier: CropModel | None = None) -> Scored:
    """Combine the evidence; ask the verifier about candidates that are doubtful without it.

    Args:
        classified: N candidates.
        verifier: The second network; None for no second opinion.
    """
    evidence = evidence_log_odds(classified)
    second_opinion = classified.probabilities
    confidence = combine(evidence, classified.probabilities, second_opinion)
    doubtful = classified.probabilities[:, :DIGITS].max(axis=1, initial=0) < DOUBTFUL_PROBABILITY
    verified = (doubtful | (confidence < EVIDENT_CONFIDENCE)) & (verifier is not None)
    if verifier is not None and verified.any():
        second_opinion = second_opinion.copy()
        second_opinion[verified] = verifier(classified.crops[verified])
        confidence = combine(evidence, classified.probabilities, second_opinion)
    return Scored(classified, confidence, second_opinion, verified)


def evidence_log_odds(classified: Classified) -> NDArray[np.float32]:
    """Return the log-odds (N,) of a digit from everything but the class probabilities."""
    candidates = classified.candidates
    longer = longer_sides(classified.boxes)
    log_odds = (
        INTERCEPT
        + WEIGHTS["detected"] * _log_odds(candidates.objectness)
        + WEIGHTS["centred"] * _log_odds(classified.centre_objectness)
        + WEIGHTS["context_none"] * _log_odds(candidates.context[:, NONE])
        + _weighted_log("size", longer / candidates.picture_px)
    )
    measured = [evenness(crop) for crop in classified.crops]
    log_odds += _weighted_log("stray_energy", [each.stray_energy for each in measured])
    log_odds += _weighted_log("grain_energy", [each.grain_energy for each in measured])
    log_odds += _weighted_log("edge_spread", [each.edge_spread for each in measured])
    log_odds += _weighted_log("stroke_spread", [each.stroke_spread for each in measured])
    return np.asarray(_with_scene(log_odds, classified, longer), np.float32)


def combine(
    evidence: NDArray[np.float32], probabilities: NDArray[np.float32], second_opinion: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Add the class probabilities to the evidence.

    Args:
        evidence: (N,) float32 log-odds.
        probabilities: (N, 11) float32, the paper network's.
        second_opinion: (N, 11) float32, the verifier's.

    Returns:
        (N,) float32, 0 to 1: the probability of a digit, whichever.
    """
    each, label = np.arange(len(evidence)), probabilities[:, :DIGITS].argmax(axis=1)
    agreed = np.asarray((probabilities + second_opinion)[each, label] / 2, np.float32)
    log_odds = (
        evidence
        + WEIGHTS["classified"] * _log_odds(agreed)
        + WEIGHTS["classified_none"] * _log_odds(second_opinion[:, NONE])
    )
    return np.asarray(1 / (1 + np.exp(-log_odds)), np.float32)


def _with_scene(
    log_odds: NDArray[np.float64], classified: Classified, longer: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Count the scene output's "none" against marks that are large enough for it to see."""
    none = classified.candidates.scene[NONE]
    size_px = longer * CROP_PX / classified.candidates.picture_px
    visible = np.clip((size_px - SCENE_BLIND_PX) / (SCENE_MIN_DIGIT_PX - SCENE_BLIND_PX), 0, 1)
    against = visible * _log_odds(none)
    log_odds = log_odds + WEIGHTS["scene_none"] * np.maximum(against - SCENE_NONE_LOG_ODDS, 0)
    if none >= SCENE_NONE_CERTAIN:
        log_odds = log_odds - against * (classified.probabilities[:, :DIGITS].argmax(axis=1) == ONE)
    return log_odds


def _weighted_log(feature: str, values: ArrayLike) -> NDArray[np.float64]:
    low, high = RANGES[feature]
    return WEIGHTS[feature] * np.log(np.clip(np.asarray(values, np.float64), low, high))


def _log_odds(probability: NDArray[np.float32]) -> NDArray[np.float32]:
    probability = np.clip(probability, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
    return np.asarray(np.log(probability / (1 - probability)), np.float32)
