from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitcam.recognition import scoring
from digitcam.recognition.classification import Classified
from digitcam.recognition.contract import NONE
from digitcam.recognition.detection import Candidates
from digitcam.recognition.features import Evenness
from digitcam.recognition.scoring import FEATURES, RANGES, SCORING, combine, evidence_of, features_of, score
from digitcam.vision.standardise import standardise
from tests.drawing import paper, place
from tests.paper import mnist_digit
from tests.recognition.fakes import FixedVerifier

PICTURE_PX = 200
SEVEN = 7


def answer(label: int, probability: float, none: float, classes: int = 11) -> NDArray[np.float32]:
    """Return one row of probabilities: of this digit, and of none."""
    output = np.zeros((1, classes), np.float32)
    output[0, label], output[0, NONE] = probability, none
    return output


def crop(clutter: float = 0.0) -> NDArray[np.float32]:
    """Return a 7 on paper, (1, 96, 96), with a chessboard of this strength over it."""
    sheet = paper(96, 96)
    place(sheet, mnist_digit(SEVEN), (48, 48), 70)
    checks = 60 * (np.indices((96, 96)) // 12).sum(axis=0) % 180
    cluttered = sheet + np.float32(clutter) * (checks.astype(np.float32) - 90)
    return standardise(np.clip(cluttered, 0, 255).astype(np.uint8))[None]


MODERATE = {
    "objectness": 0.5,
    "centre_objectness": 0.5,
    "probability": 0.8,
    "second_opinion": 0.8,
    "second_none": 0.1,
    "context_none": 0.3,
    "clutter": 0.0,
    "size": 0.25,
}


def candidate(label: int = SEVEN, /, **unusual: float) -> Classified:
    """Return a classified candidate of moderate evidence, with these values replaced."""
    e = MODERATE | unusual
    box = np.array([[0, 0, e["size"] * PICTURE_PX / 2, e["size"] * PICTURE_PX]], np.float32)
    context, scene = answer(label, 0, e["context_none"], 12), np.zeros(12, np.float32)
    candidates = Candidates(box, np.array([e["objectness"]], np.float32), context, scene, PICTURE_PX, complete=True)
    probabilities = answer(label, e["probability"], 1 - e["probability"])
    centre_objectness = np.array([e["centre_objectness"]], np.float32)
    return Classified(candidates, box, crop(e["clutter"]), probabilities, centre_objectness)


def confidence(label: int = SEVEN, /, **unusual: float) -> float:
    e, classified = MODERATE | unusual, candidate(label, **unusual)
    second_opinion = answer(label, e["second_opinion"], e["second_none"])
    (value,) = combine(classified, evidence_of(classified), second_opinion)
    return float(value)


@pytest.mark.parametrize(
    ("feature", "against", "in_favour"),
    [
        ("objectness", 0.3, 0.9),
        ("centre_objectness", 0.3, 0.9),
        ("probability", 0.5, 0.95),
        ("second_opinion", 0.3, 0.8),
        ("second_none", 0.9, 0.01),
        ("context_none", 0.9, 0.01),
        ("clutter", 1.0, 0.0),
        ("size", 0.1, 0.3),
    ],
)
def test_combine_each_feature_moves_the_confidence(feature: str, against: float, in_favour: float) -> None:
    assert confidence(**{feature: against}) < confidence(**{feature: in_favour}) - 0.02


def test_combine_beyond_its_range_the_size_changes_nothing() -> None:
    assert confidence(size=0.3) == pytest.approx(confidence(size=0.9))


TYPICAL = Evenness(stray_energy=0.2, edge_spread=0.7, stroke_spread=1.0)


def with_evenness(monkeypatch: pytest.MonkeyPatch, **measures: float) -> float:
    monkeypatch.setattr(scoring, "evenness", lambda _: replace(TYPICAL, **measures))
    return confidence()


@pytest.mark.parametrize(
    ("measure", "against", "in_favour"),
    [
        ("stray_energy", 0.3, 0.12),
        ("edge_spread", 0.9, 0.5),
        ("stroke_spread", 1.7, 0.6),
    ],
)
def test_combine_each_measure_of_evenness_moves_the_confidence(
    monkeypatch: pytest.MonkeyPatch, measure: str, against: float, in_favour: float
) -> None:
    assert with_evenness(monkeypatch, **{measure: against}) < with_evenness(monkeypatch, **{measure: in_favour}) - 0.05


@pytest.mark.parametrize("measure", ["stray_energy", "edge_spread", "stroke_spread"])
def test_combine_beyond_its_range_evenness_changes_nothing(monkeypatch: pytest.MonkeyPatch, measure: str) -> None:
    low, high = RANGES[measure]
    for inside, beyond in ((low, 0.0), (high, inf)):
        at_limit, outside = (with_evenness(monkeypatch, **{measure: value}) for value in (inside, beyond))
        assert outside == pytest.approx(at_limit)


@given(st.fixed_dictionaries({feature: st.floats(0, 1) for feature in MODERATE}))
def test_combine_any_evidence_gives_a_probability(features: dict[str, float]) -> None:
    assert 0 <= confidence(**features) <= 1


def both(first: Classified, second: Classified) -> Classified:
    """Two candidates of one picture."""
    joined = {
        name: np.concatenate([getattr(each.candidates, name) for each in (first, second)])
        for name in ("boxes", "objectness", "context")
    }
    candidates = Candidates(**joined, scene=first.candidates.scene, picture_px=PICTURE_PX, complete=True)
    names = ("boxes", "crops", "probabilities", "centre_objectness")
    return Classified(
        candidates, *(np.concatenate([getattr(each, name) for each in (first, second)]) for name in names)
    )


def test_score_each_candidate_is_scored_by_itself() -> None:
    first, second = candidate(), candidate(centre_objectness=0.1, probability=0.6)
    apart = [float(score(each).confidence[0]) for each in (first, second)]
    assert score(both(first, second)).confidence == pytest.approx(apart)


def test_score_without_candidates_returns_empty_arrays() -> None:
    scored = score(candidate().take(np.zeros(0, np.int64)), FixedVerifier(SEVEN, 1.0))
    assert (scored.confidence.shape, scored.second_opinion.shape, scored.verified.shape) == ((0,), (0, 11), (0,))


def test_score_without_verifier_marks_nothing_as_verified() -> None:
    scored = score(candidate(probability=0.5))
    assert scored.verified.tolist() == [False]
    assert scored.second_opinion is scored.classified.probabilities


def test_score_verifier_is_asked_about_doubtful_candidates_only() -> None:
    evident = candidate(objectness=0.95, centre_objectness=0.99, probability=0.999, context_none=0.0)
    verifier = FixedVerifier(SEVEN, 0.7)
    scored = score(both(candidate(probability=0.5), evident), verifier)
    assert scored.verified.tolist() == [True, False]
    assert verifier.asked == [1]
    assert scored.second_opinion[:, SEVEN] == pytest.approx([0.7, 0.999])


def test_score_verifier_of_another_opinion_lowers_the_confidence() -> None:
    doubtful = candidate(probability=0.85)
    assert (
        score(doubtful, FixedVerifier(NONE, 0.99)).confidence < score(doubtful, FixedVerifier(SEVEN, 0.99)).confidence
    )


@pytest.mark.parametrize("feature", FEATURES)
def test_scoring_without_a_feature_takes_it_to_be_usual(feature: str) -> None:
    scored = score(candidate(), FixedVerifier(SEVEN, 0.8))
    features = features_of(scored)
    other = features.copy()
    other[:, FEATURES.index(feature)] += 1
    usual = float(features[0, FEATURES.index(feature)])
    without = SCORING.without(feature, usual)
    assert without.log_odds(features) == pytest.approx(SCORING.log_odds(features))
    assert without.log_odds(other) == pytest.approx(SCORING.log_odds(features))
    assert SCORING.log_odds(other) != pytest.approx(SCORING.log_odds(features))


def test_score_confidence_is_that_of_its_features() -> None:
    scored = score(candidate(probability=0.6), FixedVerifier(SEVEN, 0.8))
    assert scored.confidence == pytest.approx(1 / (1 + np.exp(-SCORING.log_odds(features_of(scored)))))
