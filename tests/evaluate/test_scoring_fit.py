"""Tests of the fit of the scoring, and of the examples that it is fitted to."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.data.font_words import font_words
from digitcam.evaluate import scoring_data
from digitcam.evaluate.scoring_data import Examples, Found
from digitcam.evaluate.scoring_fit import compare, fit, fit_kinds, halves, outcome, to_json
from digitcam.networks.loading import load_recogniser
from digitcam.recognition.scoring import FEATURES, Scoring

IMAGES = mnist.load()
TRUE = Scoring(-0.5, tuple(np.linspace(-1, 1, len(FEATURES)).tolist()))


def drawn(count: int, seed: int) -> Examples:
    """Return examples whose odds are those of `TRUE`."""
    rng = np.random.default_rng(seed)
    features = rng.normal(0, 1, (count, len(FEATURES)))
    is_digit = rng.random(count) < 1 / (1 + np.exp(-TRUE.log_odds(features)))
    return Examples(features, is_digit, np.arange(count))


def test_fit_finds_the_coefficients_that_examples_were_drawn_with() -> None:
    examples = drawn(40_000, 0)
    fitted = fit(examples.features, examples.is_digit, np.ones(40_000))
    assert fitted.intercept == pytest.approx(TRUE.intercept, abs=0.08)
    assert fitted.weights == pytest.approx(TRUE.weights, abs=0.08)


def test_fit_examples_that_can_be_told_apart_is_finite() -> None:
    features = np.repeat([[-1.0], [1.0]], 50, axis=0) * np.ones(len(FEATURES))
    fitted = fit(features, features[:, 0] > 0, np.ones(100))
    assert 0 < sum(fitted.weights) < 100


def test_fit_kinds_shares_outweigh_numbers() -> None:
    many, few = drawn(900, 1), drawn(90, 2)
    opposite = Examples(few.features, ~few.is_digit, few.pictures)
    alike = fit_kinds({"many": many, "few": opposite}, {"many": 0.95, "few": 0.05})
    unlike = fit_kinds({"many": many, "few": opposite}, {"many": 0.05, "few": 0.95})
    assert alike.weights[-1] > 0 > unlike.weights[-1]


def test_halves_no_picture_is_in_both() -> None:
    examples = Examples(np.zeros((6, 1)), np.ones(6, bool), np.array([0, 0, 1, 1, 1, 2]))
    first, second = halves({"kind": examples})
    assert (first["kind"].pictures.tolist(), second["kind"].pictures.tolist()) == ([0, 0, 2], [1, 1, 1])


def test_outcome_counts_what_is_lost_and_claimed() -> None:
    certain = Scoring(0.0, (100.0, *[0.0] * (len(FEATURES) - 1)))
    features = np.zeros((6, len(FEATURES)))
    features[:, 0] = 1, 1, 1, -1, -1, -1
    is_digit = np.array([True, False, False, True, True, True])
    counted = outcome(certain, Examples(features, is_digit, np.zeros(6, np.int64)))
    assert (counted.lost, counted.claims) == (3, 2)
    assert counted.loss == pytest.approx(-np.log(1e-6) * 5 / 6)


def test_compare_and_to_json_name_each_kind() -> None:
    examples = {"a": drawn(200, 3), "b": drawn(300, 4)}
    shares = {"a": 0.5, "b": 0.5}
    assert [line.split()[:2] for line in compare(examples, shares).splitlines()[1:]] == [["a", "100"], ["b", "150"]]
    written = to_json(fit_kinds(examples, shares), examples)
    assert set(written["weights"]) == set(FEATURES)
    assert written["examples"] == {"a": 200, "b": 300}
    other = to_json(TRUE, {"a": drawn(200, 5), "b": examples["b"]})
    assert other["sha256"] != written["sha256"]


@pytest.mark.parametrize("render", [scoring_data.scenes, scoring_data.sheets])
def test_boxes_hold_the_digits_ink_and_little_paper(render: object) -> None:
    assert callable(render)
    for grey, boxes in list(render(IMAGES, 5))[:5]:
        assert len(boxes)
        for x0, y0, x1, y1 in boxes.round().astype(int).tolist():
            inside = grey[max(0, y0) : y1, max(0, x0) : x1].astype(float)
            assert inside.std() > 4


def found(grey: NDArray[np.uint8], *boxes: tuple[float, float, float, float]) -> Found:
    return grey, np.array(boxes, np.float32).reshape(-1, 4)


def test_examples_know_digits_from_other_candidates() -> None:
    recogniser = load_recogniser()
    assert recogniser.paper is not None
    grey = np.full((480, 640), 210, np.uint8)
    cv2.line(grey, (320, 150), (320, 330), 50, 14)
    box = (313.0, 143.0, 327.0, 337.0)
    right = scoring_data.examples([found(grey, box)], recogniser.paper, recogniser.verifier)
    assert right.features.shape[1] == len(FEATURES)
    assert right.is_digit.any()
    wrong = scoring_data.examples([found(grey, (20, 20, 60, 90))], recogniser.paper, recogniser.verifier)
    assert len(wrong.is_digit)
    assert not wrong.is_digit.any()


def test_pages_of_words_have_ink_and_no_digits() -> None:
    pages = list(scoring_data.pages_of_words(font_words(held_out=False), 4))
    assert [grey.shape[::-1] for grey, _ in pages] == list(scoring_data.PAGE_SIZES)
    assert all(len(boxes) == 0 and grey.std() > 4 for grey, boxes in pages)


def test_without_digits_shows_whole_photographs_and_crops() -> None:
    photographs = [np.full((300, 500), level, np.uint8) for level in (10, 200)]
    shown = list(scoring_data.without_digits(photographs, scoring_data.WHOLE_ONE_IN + 1))
    assert [grey.shape for grey, _ in shown] == [
        (300, 500),
        *[(480, 480)] * (scoring_data.WHOLE_ONE_IN - 1),
        (300, 500),
    ]
    assert (shown[0][0][0, 0], shown[-1][0][0, 0]) == (10, 200)
