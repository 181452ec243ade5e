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
from digitcam.recognition.constants import DOUBTFUL_PROBABILITY, EVIDENT_CONFIDENCE
from digitcam.recognition.contract import DIGITS, NONE, CropModel
from digitcam.recognition.features import evenness
from digitcam.vision.geometry import longer_sides

_FITTED: Final = json.loads(Path(__file__).with_name("scoring.json").read_text("utf-8"))
RANGES: Final[dict[str, tuple[float, float]]] = {name: (low, high) for name, (low, high) in _FITTED["ranges"].items()}
"""Features are clipped to these before the logarithm: beyond them they tell nothing more."""

FEATURES: Final = (
    "detected",
    "centred",
    "context_none",
    "size",
    "stray_energy",
    "edge_spread",
    "stroke_spread",
    "classified",
    "classified_none",
)
"""Names of the features; the last two depend on the verifier's answer."""

PROBABILITY_FLOOR: Final = 1e-3
"""Probabilities are clipped to this and to one minus this before their log-odds are taken."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """The coefficients of the regression.

    Attributes:
        intercept: Log-odds of a digit where all features are 0.
        weights: Weight of each of `FEATURES`, in their order.
    """

    intercept: float
    weights: tuple[float, ...]

    def without(self, feature: str, usual: float) -> "Scoring":
        """Return a regression that takes a feature to have its usual value everywhere; for ``evaluate --ablate``."""
        index = FEATURES.index(feature)
        weights = (*self.weights[:index], 0.0, *self.weights[index + 1 :])
        return Scoring(self.intercept + self.weights[index] * usual, weights)

    def log_odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds (N,) of a digit, given the features (N, 9)."""
        return np.asarray(self.intercept + features @ np.array(self.weights))


SCORING: Final = Scoring(_FITTED["intercept"], tuple(_FITTED["weights"][name] for name in FEATURES))
"""The fitted coefficients."""


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


def score(classified: Classified, verifier: CropModel | None = None, scoring: Scoring = SCORING) -> Scored:
    """Combine the evidence; ask the verifier about candidates that are doubtful without it.

    Args:
        classified: N candidates.
        verifier: The second network; None for no second opinion.
        scoring: The regression.
    """
    evidence = evidence_of(classified)
    second_opinion = classified.probabilities
    confidence = combine(classified, evidence, second_opinion, scoring)
    doubtful = classified.probabilities[:, :DIGITS].max(axis=1, initial=0) < DOUBTFUL_PROBABILITY
    verified = (doubtful | (confidence < EVIDENT_CONFIDENCE)) & (verifier is not None)
    if verifier is not None and verified.any():
        second_opinion = second_opinion.copy()
        second_opinion[verified] = verifier(classified.crops[verified])
        confidence = combine(classified, evidence, second_opinion, scoring)
    return Scored(classified, confidence, second_opinion, verified)


def combine(
    classified: Classified,
    evidence: NDArray[np.float64],
    second_opinion: NDArray[np.float32],
    scoring: Scoring = SCORING,
) -> NDArray[np.float32]:
    """Return the probability (N,) float32 of a digit, whichever.

    Args:
        classified: N candidates.
        evidence: (N, 7), their features that do not depend on the verifier.
        second_opinion: (N, 11) float32, the verifier's probabilities, or those of the paper network.
        scoring: The regression.
    """
    features = np.column_stack([evidence, _opinions(classified.probabilities, second_opinion)])
    return np.asarray(1 / (1 + np.exp(-scoring.log_odds(features))), np.float32)


def features_of(scored: Scored) -> NDArray[np.float64]:
    """Return the features (N, 9) of candidates, in the order of `FEATURES`."""
    opinions = _opinions(scored.classified.probabilities, scored.second_opinion)
    return np.column_stack([evidence_of(scored.classified), opinions])


def evidence_of(classified: Classified) -> NDArray[np.float64]:
    """Return the features (N, 7) that do not depend on the verifier."""
    candidates = classified.candidates
    measured = [evenness(crop) for crop in classified.crops]
    return np.column_stack(
        [
            _log_odds(candidates.objectness),
            _log_odds(classified.centre_objectness),
            _log_odds(candidates.context[:, NONE]),
            _log("size", longer_sides(classified.boxes) / candidates.picture_px),
            _log("stray_energy", [each.stray_energy for each in measured]),
            _log("edge_spread", [each.edge_spread for each in measured]),
            _log("stroke_spread", [each.stroke_spread for each in measured]),
        ]
    )


def _opinions(probabilities: NDArray[np.float32], second_opinion: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the features (N, 2) that depend on the verifier.

    Args:
        probabilities: (N, 11) float32, the paper network's.
        second_opinion: (N, 11) float32, the verifier's.
    """
    each, label = np.arange(len(probabilities)), probabilities[:, :DIGITS].argmax(axis=1)
    agreed = (probabilities + second_opinion)[each, label] / 2
    return np.column_stack([_log_odds(np.asarray(agreed)), _log_odds(second_opinion[:, NONE])])


def _log(feature: str, values: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(np.log(np.clip(np.asarray(values, np.float64), *RANGES[feature])))


def _log_odds(probability: NDArray[np.float32]) -> NDArray[np.float64]:
    clipped = np.clip(np.asarray(probability, np.float64), PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
    return np.asarray(np.log(clipped / (1 - clipped)))
