"""A network that trains in a second, for the tests of everything that is made from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks.store import ModelStore
from digitcam.training import jobs
from digitcam.training.recipes import PatchRecipe, Recipes
from tests.sharing import made_once

QUICK = PatchRecipe(epochs=2, batch_size=64, learning_rate=5e-3)
QUICK_RECIPES = Recipes(cnn=QUICK, dense=QUICK)


@pytest.fixture(scope="session")
def small() -> Mnist:
    """MNIST's first 2,400 training and 1,000 test images."""
    images = mnist.load()
    return Mnist(
        images.x_train[:2400], images.y_train[:2400], images.x_test[:1000], images.y_test[:1000], images.sha256
    )


@pytest.fixture(scope="session")
def trained(small: Mnist, tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    """A store with a quickly trained cnn; tests must not change it."""

    def train(folder: Path) -> None:
        jobs.train(ModelStore(folder / "model.keras"), "cnn", data=lambda: small, recipes=QUICK_RECIPES)

    return ModelStore(made_once(tmp_path_factory, "quick-cnn", train) / "model.keras")


@pytest.fixture
def copied(trained: ModelStore, tmp_path: Path) -> ModelStore:
    """A copy of that store; tests may change it."""
    for path in (trained.path, trained.litert_path, trained.metadata_path):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return ModelStore(tmp_path / "model.keras")


@pytest.fixture
def no_data() -> Callable[[], Mnist]:
    """A dataset that must not be loaded."""

    def refuse() -> Mnist:
        raise AssertionError("the images were loaded")

    return refuse
