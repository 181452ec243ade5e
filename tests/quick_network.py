"""A network that trains in a second, shared by the tests of everything made from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks.store import ModelStore
from digitcam.training import jobs as training
from digitcam.training.recipes import Recipe

QUICK = Recipe(epochs=2, batch=64, rate=5e-3)


@pytest.fixture(scope="session")
def small() -> Mnist:
    """The first 2,400 training and 1,000 test images of the real thing."""
    whole = mnist.load()
    return Mnist(whole.x_train[:2400], whole.y_train[:2400], whole.x_test[:1000], whole.y_test[:1000], whole.sha256)


@pytest.fixture(scope="session")
def trained(small: Mnist, tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    """A store with a quickly trained cnn; not to be changed."""
    store = ModelStore(tmp_path_factory.mktemp("trained") / "model.keras")
    training.train(store, "cnn", data=lambda: small, recipe=QUICK)
    return store


@pytest.fixture
def copied(trained: ModelStore, tmp_path: Path) -> ModelStore:
    """The same, to be changed at will."""
    for path in (trained.path, trained.litert_path, trained.metadata_path):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return ModelStore(tmp_path / "model.keras")


@pytest.fixture
def no_data() -> Callable[[], Mnist]:
    """For jobs that must not get as far as loading the images."""

    def refuse() -> Mnist:
        raise AssertionError("the images were loaded")

    return refuse
