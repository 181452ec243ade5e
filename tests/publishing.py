"""Publish the networks that the tests read with: ``python -m tests.publishing FOLDER``.

It runs in its own process, since it loads TensorFlow.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks.shipped import PAPER
from digitcam.networks.store import ModelStore
from digitcam.training import jobs
from digitcam.training.architectures import build_paper
from digitcam.training.recipes import PatchRecipe, Recipes

IMAGES: Final = 15_000
"""Number of images that the dense network learns from: a quarter, for speed. It still reads 95 %."""

QUICK: Final = Recipes(dense=PatchRecipe(epochs=5, learning_rate=1e-3))


def publish_paper(path: Path) -> None:
    """Publish the shipped paper network as if it had been trained here."""
    metadata = PAPER.read_metadata()
    assert metadata is not None
    net = build_paper()
    net.load_weights(PAPER.weights)
    store = ModelStore(path)
    with store.lock():
        store.publish(metadata, PAPER.litert.read_bytes(), net.save)


def publish_dense(path: Path) -> None:
    """Train the dense network and publish it."""
    images = mnist.load()
    few = Mnist(images.x_train[:IMAGES], images.y_train[:IMAGES], images.x_test, images.y_test, images.sha256)
    jobs.train(ModelStore(path), "dense", data=lambda: few, recipes=QUICK)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    publish_dense(folder / "trained" / "model.keras")
    publish_paper(folder / "taught" / "model.keras")
    for path in (folder / "trained").glob("model.*"):
        if path.suffix != ".lock":
            shutil.copy(path, folder / "taught" / f"classic{path.suffix}")
