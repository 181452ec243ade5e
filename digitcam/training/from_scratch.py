"""Making the shipped files: each network from nothing, and what is derived from it. Brings in Keras."""

import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.networks.events import Done, Epoch, Event, to_json
from digitcam.networks.files import explained, sha256
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.metadata import Metadata, read_metadata
from digitcam.networks.paper import Paper
from digitcam.networks.referee import Referee
from digitcam.networks.shipped import FOLDER
from digitcam.training import architectures as paper_network
from digitcam.training import fit as paper_training
from digitcam.training import patch_network as network
from digitcam.training import referee_fit as referee_training
from digitcam.training.export import Compact, compacted
from digitcam.training.recipes import REFEREE, SCRATCH, PaperRecipe

BACKUP: Final = "unfinished"
"""Folder beside the weights where a training that was broken off goes on from."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """One of the networks that come with the project; its files have its name.

    Attributes:
        name: ``paper`` or ``referee``.
        build: Makes it, untrained.
        train: Makes it and trains it: with images and recipe, told of each step, begun at a time, and a folder to go
            on from.
        compacted: Converts it.
        accuracy: Of what was converted, on MNIST's test images.
    """

    name: str
    build: Callable[[], Any]
    train: Callable[[Mnist, PaperRecipe, paper_training.Report, float, Path], Any]
    compacted: Callable[[Any, Mnist], Compact]
    accuracy: Callable[[Interpreters, Mnist], float]


PAPER: Final = Shipment(
    "paper",
    paper_network.build,
    paper_training.from_nothing,
    compacted,
    lambda interpreters, images: paper_training.accuracy(Paper(interpreters), images),
)

JUDGING: Final = Shipment(
    "referee",
    paper_network.build_referee,
    referee_training.from_nothing,
    referee_training.compacted,
    lambda interpreters, images: referee_training.accuracy(Referee(interpreters), images),
)


def make_all(
    report: paper_training.Report,
    folder: Path = FOLDER,
    *,
    images: Mnist | None = None,
    recipes: tuple[PaperRecipe, PaperRecipe] = (SCRATCH, REFEREE),
    started: float | None = None,
) -> None:
    """Make the paper network and the referee, one after the other; see :func:`make`.

    Args:
        report: Told of each step, ``Done`` after each network.
        folder: Where to.
        images: The dataset; the project's if None.
        recipes: How each is trained.
        started: When the job began, by ``time.monotonic``; now if None.
    """
    # Where the referee was broken off, the paper network is there.
    if not (folder / BACKUP / JUDGING.name).exists():
        make(PAPER, report, folder, images=images, recipe=recipes[0], started=started)
    make(JUDGING, report, folder, images=images, recipe=recipes[1], started=started)


def make(
    shipment: Shipment,
    report: paper_training.Report,
    folder: Path = FOLDER,
    *,
    recipe: PaperRecipe,
    images: Mnist | None = None,
    started: float | None = None,
) -> Metadata:
    """Train a network from nothing and write its ``.weights.h5``, ``.tflite`` and ``.json``.

    Its ``.log`` grows by a line for each epoch. Broken off, it goes on from its last epoch when called again.

    Args:
        shipment: Which network.
        report: Told of each step, ``Done`` last.
        folder: Where to.
        recipe: How.
        images: The dataset; the project's if None.
        started: When the job began, by ``time.monotonic``; now if None.

    Raises:
        DatasetError: If the images cannot be had.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    started = time.monotonic() if started is None else started
    images = mnist.load(fetch=network.fetch_mnist) if images is None else images
    backup = folder / BACKUP / shipment.name
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    net = shipment.train(images, recipe, _logged(shipment, report, folder), started, backup)
    with explained(folder):
        paper_network.save_weights(net, folder / f"{shipment.name}.weights.h5")
        facts = _described(shipment, net, images, folder, time.monotonic() - started)
        shutil.rmtree(folder / BACKUP, ignore_errors=True)
    report(Done(facts.test_accuracy, facts.seconds, str(folder)))
    return facts


def _logged(shipment: Shipment, report: paper_training.Report, folder: Path) -> paper_training.Report:
    """Reports, and notes each epoch; a training that goes on after a break goes on in the same log."""
    path = folder / f"{shipment.name}.log"

    def told(event: Event) -> None:
        report(event)
        if isinstance(event, Epoch):
            with explained(folder), path.open("a", encoding="utf-8") as log:
                log.write(to_json(event) + "\n")

    if not (folder / BACKUP / shipment.name).exists():
        path.unlink(missing_ok=True)
    return told


def converted(shipment: Shipment, folder: Path = FOLDER, *, images: Mnist | None = None) -> Metadata:
    """Write a network's ``.tflite`` and ``.json`` anew, from its ``.weights.h5``.

    Args:
        shipment: Which network.
        folder: Where they are.
        images: The dataset; the project's if None.
    """
    before = read_metadata(folder / f"{shipment.name}.json")
    net = shipment.build()
    paper_network.load_weights(net, folder / f"{shipment.name}.weights.h5")
    images = mnist.load(fetch=network.fetch_mnist) if images is None else images
    return _described(shipment, net, images, folder, 0.0 if before is None else before.seconds)


def _described(shipment: Shipment, net: Any, images: Mnist, folder: Path, seconds: float) -> Metadata:
    weights, litert = folder / f"{shipment.name}.weights.h5", folder / f"{shipment.name}.tflite"
    content, rounding = shipment.compacted(net, images)
    litert.write_bytes(content)
    facts = Metadata(
        architecture=shipment.name,
        parameters=paper_network.parameters(net),
        test_accuracy=shipment.accuracy(Interpreters(content), images),
        data_sha256=images.sha256,
        keras_sha256=sha256(weights),
        litert_sha256=sha256(litert),
        versions={"python": platform.python_version(), **network.versions()},
        date=datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        rounding=rounding,
    )
    (folder / f"{shipment.name}.json").write_text(facts.to_json(), "utf-8")
    return facts
