import math

import numpy as np
import pytest

from digitcam.training.trials import ENCODINGS, Trial, choose, try_encoding

OURS, DARK, WIDE, DARK_WIDE = ENCODINGS[:4]


def test_encodings_first_is_ours_and_each_maps_paper_and_ink() -> None:
    ends = [tuple(encoding.of(np.array([0, 1], np.float32)).round(2)) for encoding in ENCODINGS]
    assert ends == [
        (0, 1),
        (1, 0),
        (0, 255),
        (255, 0),
        (-1, 1),
        (1, -1),
        *(pytest.approx(e) for e in [(-0.42, 2.82), (2.82, -0.42)]),
    ]


@pytest.mark.parametrize("temperature", [0.1, 1.0, 10.0])
def test_try_encoding_finds_the_temperature(temperature: float) -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (4000, 10))
    exact = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(10, p=row) for row in exact], np.uint8)
    answers = np.exp(logits * temperature)
    trial = try_encoding(OURS, np.asarray(answers / answers.sum(axis=1, keepdims=True), np.float32), labels)
    assert math.log10(trial.temperature) == pytest.approx(math.log10(temperature), abs=0.11)
    assert trial.loss == pytest.approx(-np.log(exact[np.arange(4000), labels]).mean(), rel=0.02)
    assert trial.accuracy == (logits.argmax(axis=1) == labels).mean()


def test_try_encoding_not_a_number_has_infinite_loss() -> None:
    assert try_encoding(OURS, np.full((3, 10), np.nan, np.float32), np.zeros(3, np.uint8)).loss == math.inf


@pytest.mark.parametrize(
    ("trials", "chosen"),
    [
        ([Trial(OURS, 0.9, 0.3, 0.7), Trial(WIDE, 0.9, 0.5, 15)], OURS),
        ([Trial(OURS, 0.9, 0.31, 0.6), Trial(WIDE, 0.9, 0.3, 1.0)], OURS),
        ([Trial(OURS, 0.8, 0.65, 0.04), Trial(WIDE, 0.81, 0.63, 10)], WIDE),
        ([Trial(OURS, 0.1, 2.3, 1.0), Trial(DARK, 0.9, 0.3, 3.0), Trial(DARK_WIDE, 0.8, 0.9, 1.0)], DARK),
        ([Trial(OURS, 0.77, 0.80, 0.06), Trial(WIDE, 0.77, 0.81, 16), Trial(DARK_WIDE, 0.73, 0.79, 0.5)], WIDE),
        ([Trial(OURS, 0.64, 1.09, 0.25), Trial(WIDE, 0.64, 1.09, 63), Trial(DARK, 0.60, 1.18, 1.0)], OURS),
        ([Trial(OURS, 0.8, 0.65, 0.04), Trial(WIDE, 0.81, 0.63, 0.1)], OURS),
        ([Trial(OURS, 0.9, math.inf, 1.0), Trial(WIDE, 0.6, 1.3, 1.0)], WIDE),
        ([Trial(OURS, 0.1, math.inf, 1.0), Trial(WIDE, 0.9, 0.3, 50)], WIDE),
        ([Trial(OURS, 0.1, math.inf, 1.0), Trial(WIDE, 0.1, math.inf, 1.0)], OURS),
    ],
)
def test_choose_returns_the_encoding_that_was_learnt(trials: list[Trial], chosen: object) -> None:
    assert choose(trials).encoding == chosen
