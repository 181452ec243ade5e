"""Fit the scoring's regression to examples, and compare it with the one in use on others."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.scoring_data import Examples
from digitcam.recognition.constants import MIN_CONFIDENCE
from digitcam.recognition.scoring import FEATURES, RANGES, SCORING, Scoring
from digitcam.reporting.text import aligned

RIDGE: Final = 1.0
"""Weight of the squared coefficients in the loss. It keeps them finite where a line tells all examples apart."""

MAX_STEPS: Final = 60
"""Newton steps at most; about ten are needed."""

STEP: Final = 1e-6
"""The fit ends when no coefficient changes by more than this."""

PROBABILITY_FLOOR: Final = 1e-6
"""Probabilities are clipped to this and to one minus this before the logarithm."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a regression scores examples of one kind.

    Attributes:
        loss: Mean cross-entropy, nats.
        lost: Number of digits whose confidence is too low to be read.
        claims: Number of other candidates whose confidence is high enough.
    """

    loss: float
    lost: int
    claims: int


def fit(features: NDArray[np.float64], is_digit: NDArray[np.bool_], weights: NDArray[np.float64]) -> Scoring:
    """Fit a logistic regression by Newton's method.

    Source: Bishop, "Pattern Recognition and Machine Learning" (2006), section 4.3.3.

    Args:
        features: (N, F), in the order of `FEATURES`.
        is_digit: (N,).
        weights: (N,) weight of each example in the loss.
    """
    inputs = np.column_stack([np.ones(len(features)), features])
    ridge = np.diag([0.0, *[RIDGE] * features.shape[1]])
    coefficients = np.zeros(inputs.shape[1])
    for _ in range(MAX_STEPS):
        probability = 1 / (1 + np.exp(-inputs @ coefficients))
        gradient = inputs.T @ (weights * (probability - is_digit)) + ridge @ coefficients
        curvature = (inputs.T * (weights * probability * (1 - probability))) @ inputs + ridge
        step = np.linalg.solve(curvature, gradient)
        coefficients = coefficients - step
        if np.abs(step).max() < STEP:
            break
    return Scoring(float(coefficients[0]), tuple(coefficients[1:].tolist()))


def fit_kinds(examples: Mapping[str, Examples], shares: Mapping[str, float]) -> Scoring:
    """Fit a regression to examples of several kinds.

    Args:
        examples: The examples of each kind.
        shares: The weight of all examples of a kind together.
    """
    total = sum(len(each.is_digit) for each in examples.values())
    weights = [
        np.full(len(each.is_digit), shares[kind] * total / len(each.is_digit)) for kind, each in examples.items()
    ]
    features, is_digit = (
        np.concatenate([getattr(each, name) for each in examples.values()]) for name in ("features", "is_digit")
    )
    return fit(features, is_digit, np.concatenate(weights))


def halves(examples: Mapping[str, Examples]) -> tuple[dict[str, Examples], dict[str, Examples]]:
    """Divide examples by their pictures."""
    even, odd = ({kind: each.take(each.pictures % 2 == half) for kind, each in examples.items()} for half in (0, 1))
    return even, odd


def outcome(scoring: Scoring, examples: Examples) -> Outcome:
    """Score examples."""
    confidence = 1 / (1 + np.exp(-scoring.log_odds(examples.features)))
    of_truth = np.where(examples.is_digit, confidence, 1 - confidence)
    read = confidence >= MIN_CONFIDENCE
    return Outcome(
        float(-np.log(np.clip(of_truth, PROBABILITY_FLOOR, 1)).mean()),
        int(np.count_nonzero(examples.is_digit & ~read)),
        int(np.count_nonzero(~examples.is_digit & read)),
    )


def compare(examples: Mapping[str, Examples], shares: Mapping[str, float]) -> str:
    """Compare the regression in use with one fitted to half of the pictures, on the other half; return a table."""
    learnt, seen = halves(examples)
    fitted = fit_kinds(learnt, shares)
    head = ["", "candidates", "digits", "loss", "fitted", "lost", "fitted", "claims", "fitted"]
    rows = []
    for kind, each in seen.items():
        now, new = outcome(SCORING, each), outcome(fitted, each)
        counts = [str(len(each.is_digit)), str(np.count_nonzero(each.is_digit))]
        pairs = [f"{now.loss:.4f}", f"{new.loss:.4f}", now.lost, new.lost, now.claims, new.claims]
        rows.append([kind, *counts, *map(str, pairs)])
    return aligned([head, *rows])


def to_json(scoring: Scoring, examples: Mapping[str, Examples]) -> dict[str, Any]:
    """Return the content of ``scoring.json``: coefficients, ranges of the features, number and hash of the examples."""
    digest = hashlib.sha256()
    for each in examples.values():
        digest.update(np.round(each.features, 3).tobytes())
    return {
        "intercept": round(scoring.intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in zip(FEATURES, scoring.weights, strict=True)},
        "ranges": {name: list(limits) for name, limits in RANGES.items()},
        "examples": {kind: len(each.is_digit) for kind, each in examples.items()},
        "sha256": digest.hexdigest(),
    }
