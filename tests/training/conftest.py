"""Datasets and networks that the tests in this folder share."""

import keras
import pytest

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks import shipped
from digitcam.training import rendered
from digitcam.training.architectures import build_paper, build_verifier
from digitcam.training.fit import compile_for_rendered
from digitcam.training.recipes import RenderedRecipe
from tests.quick_network import copied, no_data, small, trained

__all__ = ["copied", "no_data", "small", "trained"]


@pytest.fixture(scope="session")
def few() -> Mnist:
    """MNIST's first 800 training and 200 test images."""
    images = mnist.load()
    return Mnist(images.x_train[:800], images.y_train[:800], images.x_test[:200], images.y_test[:200], images.sha256)


@pytest.fixture(scope="session")
def paper() -> keras.Model:
    """The shipped paper network; tests must not change it."""
    net = build_paper()
    net.load_weights(shipped.PAPER.weights)
    return net


@pytest.fixture(scope="session")
def verifier() -> keras.Model:
    """The shipped verifier; tests must not change it."""
    net = build_verifier()
    net.load_weights(shipped.VERIFIER.weights)
    return net


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training steps without a graph. Tracing one takes 20 seconds, and these tests take three steps."""

    def compile_eagerly(net: keras.Model, recipe: RenderedRecipe) -> None:
        compile_for_rendered(net, recipe)
        net.run_eagerly = True

    monkeypatch.setattr(rendered, "compile_for_rendered", compile_eagerly)
