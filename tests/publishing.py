"""Leaves the networks that the tests read with: ``python -m tests.publishing FOLDER``.

In a process of its own, since it loads TensorFlow.
"""

import sys
from pathlib import Path
from typing import Final

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks import shipped
from digitcam.networks.store import ModelStore
from digitcam.training import architectures as paper_network
from digitcam.training import jobs as training
from digitcam.training import patch_network as network
from digitcam.training.recipes import Recipe

FEW: Final = 15_000
"""Images that the dense network learns from: a quarter of the time, and it reads 95 % all the same."""

QUICK: Final = Recipe(epochs=5, rate=1e-3)


def publish_paper(path: Path) -> None:
    """Put the shipped paper network in place as if it had been trained here."""
    facts = shipped.shipped_facts()
    assert facts is not None
    net = paper_network.build()
    paper_network.load_weights(net, shipped.WEIGHTS)
    store = ModelStore(path)
    with store.lock():
        store.publish(facts, shipped.LITERT.read_bytes(), lambda to: network.save(net, to))


def publish_dense(path: Path) -> None:
    """Train the dense network."""
    whole = mnist.load()
    few = Mnist(whole.x_train[:FEW], whole.y_train[:FEW], whole.x_test, whole.y_test, whole.sha256)
    training.train(ModelStore(path), "dense", data=lambda: few, recipe=QUICK)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    publish_dense(folder / "trained" / "model.keras")
    publish_paper(folder / "taught" / "model.keras")
