import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.recognition.contract import DIGIT_CLASSES, LABEL_SMOOTHING, CropModel, PaperModel, PaperOutputs
from digitcam.recognition.pipeline import read_grey
from digitcam.recognition.rules import RULES, Rules
from digitcam.recognition.scoring import score
from digitcam.recognition.selection import NO_DETECTIONS, UNREAD, Detections, labels_of, select, unsmoothed
from tests.recognition.fakes import (
    GREY,
    NONE,
    SEVERAL,
    FixedVerifier,
    OneDigit,
    Probabilities,
    TwoDigits,
    two_bars,
)
from tests.recognition.test_scoring import candidate


def detections(network: PaperModel, verifier: CropModel | None = None) -> Detections:
    return read_grey(GREY, network, (96,), verifier)


def plain(probability: float) -> float:
    """Return a probability with label smoothing reversed."""
    return (probability - LABEL_SMOOTHING / DIGIT_CLASSES) / (1 - LABEL_SMOOTHING)


def text(found: Detections) -> str:
    return "".join("?" if label == UNREAD else str(label) for label in found.labels)


@pytest.mark.parametrize(
    ("scene", "digit", "read"),
    [
        ({SEVERAL: 0.9}, {1: 0.95}, "11"),
        ({1: 0.9}, {1: 0.95}, "1"),
        ({1: 0.4, SEVERAL: 0.5}, {1: 0.95}, "11"),
        ({7: 0.9}, {1: 0.6, 7: 0.3}, "7"),
        ({7: 0.9}, {1: 0.95}, "11"),
        ({NONE: 0.5, SEVERAL: 0.5}, {1: 0.95}, "11"),
        ({NONE: 0.98, SEVERAL: 0.02}, {1: 0.95}, "11"),
        ({SEVERAL: 1.0}, {1: 0.7}, "11"),
    ],
)
def test_select_scene_counts_as_far_as_it_is_certain(scene: Probabilities, digit: Probabilities, read: str) -> None:
    assert text(detections(TwoDigits(scene, digit))) == read


@pytest.mark.parametrize(
    ("digit", "read"), [({1: 0.45, 7: 0.1}, "7"), ({1: 0.55, 7: 0.1}, "1")], ids=["undecided", "decided"]
)
def test_select_single_candidate_scene_decides_if_the_crop_does_not(digit: Probabilities, read: str) -> None:
    assert text(detections(OneDigit({7: 0.9}, digit))) == read


def test_select_single_digit_is_placed_where_its_centre_is_seen() -> None:
    class FirstIsUnclear(TwoDigits):
        """The first digit's centre is not seen in its crop."""

        def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
            searching = self.searching
            outputs = super().__call__(pictures)
            if not searching:
                outputs.detection[0, 12, 12, 0] = 0.05
            return outputs

    found = detections(FirstIsUnclear({7: 0.9}, {1: 0.6, 7: 0.3}))
    assert text(found) == "7"
    assert found.boxes.mean(axis=1) == pytest.approx([60], abs=6)


@pytest.mark.parametrize("scene", [{1: 0.9}, {NONE: 0.98, SEVERAL: 0.02}])
def test_select_digits_too_small_for_the_scene_are_kept(scene: Probabilities) -> None:
    network = TwoDigits(scene, {1: 0.95}, height=96 * 8)
    assert len(read_grey(two_bars(96 * 8), network, (96,))) == 2


@pytest.mark.parametrize(
    ("probability", "read", "asked"),
    [(0.6, "77", [2]), (0.89, "11", [2]), (0.92, "11", [])],
    ids=["overruled", "not overruled", "certain"],
)
def test_select_doubtful_class_is_the_mean_with_the_second_opinion(
    probability: float, read: str, asked: list[int]
) -> None:
    verifier = FixedVerifier(7, 0.8)
    found = detections(TwoDigits({SEVERAL: 0.9}, {1: probability}), verifier)
    assert text(found).replace("?", "7") == read
    assert verifier.asked == asked
    assert found.probabilities[:, 1] == pytest.approx(plain(probability / 2 if asked else probability))


@pytest.mark.parametrize(
    ("objectness", "centre_objectness", "label", "count", "asked"),
    [
        pytest.param(0.7, 0.9, NONE, 1, [], id="evident"),
        pytest.param(0.3, 0.7, 1, 1, [1], id="faint, the verifier sees a digit"),
        pytest.param(0.3, 0.7, NONE, 0, [1], id="faint, the verifier sees none"),
        pytest.param(0.3, 0.001, 1, 0, [1], id="not seen in its crop"),
    ],
)
def test_select_faint_candidate_verifier_decides_whether_it_is_a_digit(
    objectness: float, centre_objectness: float, label: int, count: int, asked: list[int]
) -> None:
    verifier = FixedVerifier(label, 0.99)
    network = OneDigit({1: 0.9}, {1: 0.99}, objectness, centre_objectness)
    assert len(detections(network, verifier)) == count
    assert verifier.asked == asked


def test_select_confidence_is_at_most_the_combined_probability() -> None:
    alone = detections(TwoDigits({SEVERAL: 0.9}, {1: 0.7}))
    assert alone.confidence == pytest.approx(plain(0.7))
    both = detections(TwoDigits({SEVERAL: 0.9}, {1: 0.7}), FixedVerifier(7, 0.8))
    assert both.confidence == pytest.approx(plain(0.4))


def test_select_certain_answer_to_smoothed_labels_does_not_lower_the_confidence() -> None:
    """A network that learnt from smoothed labels never answers more, however certain it is."""
    most = 1 - LABEL_SMOOTHING * (DIGIT_CLASSES - 1) / DIGIT_CLASSES
    found = detections(TwoDigits({SEVERAL: 0.9}, {1: most}))
    assert found.probabilities[:, 1] == pytest.approx(1)
    assert found.confidence.min() > most


@given(hnp.arrays(np.float32, (4, DIGIT_CLASSES), elements=st.floats(2**-6, 1, width=32)))
def test_unsmoothed_is_the_inverse_of_label_smoothing(weights: NDArray[np.float32]) -> None:
    truth = weights / weights.sum(axis=1, keepdims=True)
    smoothed = truth * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / DIGIT_CLASSES
    assert unsmoothed(smoothed) == pytest.approx(truth, abs=1e-6)


def test_unsmoothed_is_a_probability_and_may_have_no_rows() -> None:
    assert unsmoothed(np.eye(DIGIT_CLASSES, dtype=np.float32)).tolist() == np.eye(DIGIT_CLASSES).tolist()
    assert unsmoothed(np.zeros((0, DIGIT_CLASSES), np.float32)).shape == (0, DIGIT_CLASSES)


@pytest.mark.parametrize(("rules", "read"), [(RULES, "7"), (Rules(single=False), "11")], ids=["all", "without"])
def test_rules_without_single_the_scene_names_no_digit(rules: Rules, read: str) -> None:
    assert text(read_grey(GREY, TwoDigits({7: 0.9}, {1: 0.6, 7: 0.3}), (96,), rules=rules)) == read


def test_select_without_candidates_returns_no_detections() -> None:

    assert select(score(candidate().take(np.zeros(0, np.int64)))) is NO_DETECTIONS


def test_labels_of_low_confidence_is_unread() -> None:
    probabilities = np.eye(10, dtype=np.float32)[[3, 4]]
    assert labels_of(probabilities, np.array([0.5, 0.3], np.float32), 0.4).tolist() == [3, UNREAD]
    assert labels_of(probabilities[:0], np.zeros(0, np.float32), 0.4).shape == (0,)
