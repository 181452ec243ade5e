from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.networks import shipped
from digitcam.recognition.single import mnist_crops
from digitcam.training import fine_tuning
from digitcam.training.architectures import build_paper
from digitcam.training.fine_tuning import fine_tune
from digitcam.training.fit import predict
from digitcam.training.reporter import JobContext
from tests.training.recipes import SHORT, TINY


@pytest.fixture
def job(few: Mnist) -> JobContext:
    return JobContext(few, lambda event: None, 0.0)


def scripted(monkeypatch: pytest.MonkeyPatch, losses: Sequence[float], shift: float) -> None:
    """Add a number to all weights instead of training, and measure these losses one after the other."""

    def shift_weights(net: keras.Model, *_: object) -> None:
        net.set_weights([weights + shift for weights in net.get_weights()])

    measured = iter(losses)
    monkeypatch.setattr(fine_tuning, "fit_rendered", shift_weights)
    monkeypatch.setattr(fine_tuning, "loss", lambda *_: next(measured))


def test_fine_tune_better_network_is_taken_and_detects_as_before(job: JobContext, tmp_path: Path) -> None:
    # Whether so short a training gains anything depends on the weights at its start.
    keras.utils.set_random_seed(0)
    untrained = build_paper()
    untrained.save_weights(tmp_path / "start.weights.h5")
    net = fine_tune(tmp_path / "start.weights.h5", SHORT, job)
    assert net is not None
    crops = mnist_crops(job.images.x_test[:5])
    (detection, *before), (same, *after) = predict(untrained, crops), predict(net, crops)
    assert np.array_equal(detection, same)
    for was, now in zip(before, after, strict=True):
        assert np.abs(was - now).max() > 0.05


@pytest.mark.usefixtures("eager")
def test_fine_tune_worse_network_is_not_taken(job: JobContext) -> None:
    assert fine_tune(shipped.PAPER.weights, replace(TINY, learning_rate=10.0), job) is None


@pytest.mark.parametrize(("between", "share"), [(0.8, 0.5), (0.95, 1.0)])
def test_fine_tune_mean_of_weights_is_taken_where_it_is_better(
    job: JobContext, paper: keras.Model, monkeypatch: pytest.MonkeyPatch, between: float, share: float
) -> None:
    scripted(monkeypatch, [1.0, 0.9, between], shift=1)
    net = fine_tune(shipped.PAPER.weights, TINY, job)
    assert net is not None
    moved = net.get_weights()[0] - paper.get_weights()[0]
    assert moved == pytest.approx(share, abs=1e-5)


def test_fine_tune_loss_of_nan_is_not_taken(job: JobContext, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, [1.0, float("nan"), float("nan")], shift=0)
    assert fine_tune(shipped.PAPER.weights, TINY, job) is None
