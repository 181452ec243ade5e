from pathlib import Path
from typing import TypeAlias

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.training import adaptation
from digitcam.training.adaptation import Adapted, adapt, output_kind, trial_digits
from digitcam.training.fit import predict
from digitcam.training.keras_files import load_keras
from digitcam.training.patch_data import scale
from digitcam.training.trials import ENCODINGS, Encoding
from tests.own_network import own_network

PATH = Path("own.keras")
Answers: TypeAlias = NDArray[np.float32]

SHAPES = [(28, 28), (28, 28, 1), (784,)]


@pytest.fixture(autouse=True)
def call_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call networks without Keras's pipeline, which takes a tenth of a second for each of the eight encodings.

    `test_jobs` adapts networks with it.
    """

    def call(net: keras.Model, pictures: Answers) -> tuple[Answers]:
        return (np.asarray(net(pictures), np.float32),)

    monkeypatch.setattr(adaptation, "predict", call)


def adapted(net: keras.Model, images: Mnist, folder: Path) -> Adapted:
    """Save and load the network, as a user brings it, and adapt it."""
    net.save(folder / PATH)
    return adapt(load_keras(folder / PATH), trial_digits(images), folder / PATH)


def answers(net: keras.Model, images: Mnist) -> Answers:
    return predict(net, scale(images.x_test))[0]


def load_keras_of(net: keras.Model, folder: Path) -> keras.Model:
    net.save(folder / "ours.keras")
    return load_keras(folder / "ours.keras")


@pytest.fixture(scope="module")
def ours(small: Mnist, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What the network answers that needs no adaptation."""
    return answers(load_keras_of(own_network(small), tmp_path_factory.mktemp("ours")), small)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.words)
@pytest.mark.parametrize("activation", ["softmax", None])
def test_adapt_any_encoding_answers_as_the_same_network_of_ours(
    small: Mnist, ours: Answers, tmp_path: Path, encoding: Encoding, activation: str | None, shape: tuple[int, ...]
) -> None:
    net, note = adapted(own_network(small, encoding, activation, shape), small, tmp_path)
    assert np.abs(answers(net, small) - ours).max() < 1e-3
    assert (encoding.words in note) == (encoding != ENCODINGS[0])
    assert ("softmax" in note) == (activation is None)


def test_adapt_network_of_ours_is_unchanged(small: Mnist, tmp_path: Path) -> None:
    net = load_keras_of(own_network(small), tmp_path)
    assert adapt(net, trial_digits(small), PATH) == (net, "")


def test_adapt_sigmoids_become_probabilities(small: Mnist, tmp_path: Path) -> None:
    probabilities = answers(adapted(own_network(small, activation="sigmoid"), small, tmp_path).net, small)
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_adapt_network_trained_on_wide_pixels_is_confident(small: Mnist, tmp_path: Path) -> None:
    """Without adaptation it reads right, since biases hardly matter, but with no confidence."""
    keras.utils.set_random_seed(3)
    layers = keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
    net = keras.Sequential([keras.Input((28, 28)), *layers])
    net.compile("adam", "sparse_categorical_crossentropy")
    net.fit(small.x_train.astype(np.float32), small.y_train, epochs=4, batch_size=32, verbose=0)
    before = predict(net, scale(small.x_test))[0]
    after = answers(adapted(net, small, tmp_path).net, small)
    assert (before.max(axis=1) >= 0.8).mean() < 0.1
    assert ((after.max(axis=1) >= 0.8) & (after.argmax(axis=1) == small.y_test)).mean() > 0.5


def test_adapt_untrained_network_raises_with_accuracy_and_what_is_expected(small: Mnist, tmp_path: Path) -> None:
    keras.utils.set_random_seed(0)
    layers = keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
    net = keras.Sequential([keras.Input((28, 28)), *layers])
    with pytest.raises(
        ModelBroken, match=r"own\.keras .* it reads \d+% of MNIST's test digits.* at least 50%"
    ) as caught:
        adapted(net, small, tmp_path)
    assert "28×28 pixels in [0, 1], light ink on dark" in str(caught.value)


def test_adapt_weights_that_are_not_numbers_raises(small: Mnist, tmp_path: Path) -> None:
    net = own_network(small)
    net.set_weights([np.full_like(weights, np.nan) for weights in net.get_weights()])
    with pytest.raises(ModelBroken, match="at best"):
        adapted(net, small, tmp_path)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([[1.0, *[0.0] * 9], [0.1] * 10], "probabilities"),
        ([[1.0, *[0.0] * 9], [0.9] * 10], "scores"),
        ([[0.0] * 10], "scores"),
        ([[3.0, *[0.0] * 9]], "logits"),
        ([[-0.1, *[0.1] * 9]], "logits"),
    ],
)
def test_output_kind_is_told_by_the_values(rows: list[list[float]], kind: str) -> None:
    assert output_kind([np.array([row], np.float32) for row in rows]) == kind
