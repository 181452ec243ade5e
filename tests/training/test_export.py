from collections.abc import Iterator

import keras
import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks import shipped
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.single import mnist_crops
from digitcam.training import export as module
from digitcam.training.crop_data import held_out_crops
from digitcam.training.export import export, export_rounded
from digitcam.training.fit import predict
from digitcam.training.scene_data import held_out_scenes


@pytest.fixture(autouse=True, scope="module")
def export_once() -> Iterator[None]:
    """Convert each network once in each way; a conversion takes three seconds."""
    converted: dict[tuple[int, bool], bytes] = {}

    def export_once(net: keras.Model, *, round_weights: bool = False) -> bytes:
        key = id(net), round_weights
        if key not in converted:
            converted[key] = export(net, round_weights=round_weights)
        return converted[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "export", export_once)
        yield


def test_export_paper_answers_as_keras_does(paper: keras.Model) -> None:
    crops = mnist_crops(mnist.load().x_test[:1000])
    detection, digit, scene = predict(paper, crops)
    rounded = shipped.shipped_paper()(crops)
    for ours, theirs in zip((detection, digit, scene), rounded, strict=True):
        # Weights of 8 bits give other numbers, but the same digits.
        assert np.abs(ours[..., :1] - theirs[..., :1]).mean() < 2e-3
    assert (digit.argmax(axis=-1) == rounded.digit.argmax(axis=-1)).mean() >= 0.998
    exact = PaperNetwork(InterpreterPool(module.export(paper)))(crops)
    assert np.abs(detection[..., 0] - exact.detection[..., 0]).max() < 1e-3
    assert np.abs(digit - exact.digit).max() < 1e-4
    assert np.abs(scene - exact.scene).max() < 1e-4


def test_export_verifier_answers_as_keras_does(verifier: keras.Model) -> None:
    crops = mnist_crops(mnist.load().x_test[:400])
    (digit,) = predict(verifier, crops)
    assert (digit.argmax(axis=1) == shipped.shipped_verifier()(crops).argmax(axis=1)).mean() >= 0.995
    assert np.abs(digit - VerifierNetwork(InterpreterPool(module.export(verifier)))(crops)).max() < 1e-4


def test_export_rounded_rounds_paper_only_where_that_costs_nothing(
    few: Mnist, paper: keras.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_out = held_out_scenes(few, 60)
    rounded = export_rounded(paper, held_out)
    assert rounded.rounding is not None
    assert rounded.rounding <= module.MAX_ROUNDING
    monkeypatch.setattr(module, "MAX_ROUNDING", -1.0)
    exact = export_rounded(paper, held_out)
    assert exact.rounding is None
    assert len(rounded.content) < 0.3 * len(exact.content)


def test_export_rounded_rounds_verifier_only_where_that_costs_nothing(
    few: Mnist, verifier: keras.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_out = held_out_crops(few, 40)
    rounded = export_rounded(verifier, held_out)
    monkeypatch.setattr(module, "MAX_ROUNDING", -1.0)
    exact = export_rounded(verifier, held_out)
    assert exact.rounding is None
    assert len(exact.content) > len(rounded.content) or rounded.rounding is None
