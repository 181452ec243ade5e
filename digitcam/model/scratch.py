"""Making the shipped files: the paper network from nothing, and what is derived from it. Brings in Keras."""

import platform
import shutil
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

from digitcam.model import mnist, network, paper_network, paper_training
from digitcam.model.compact import compacted
from digitcam.model.disk import explained, sha256
from digitcam.model.events import Done, Epoch, Event, to_json
from digitcam.model.interpreters import Interpreters
from digitcam.model.metadata import Metadata, read_metadata
from digitcam.model.mnist import Mnist
from digitcam.model.paper import Paper
from digitcam.model.recipe import SCRATCH, PaperRecipe
from digitcam.model.shipped import FACTS, FOLDER, LITERT, WEIGHTS

BACKUP: Final = "unfinished"
"""Folder beside the weights where a training that was broken off goes on from."""


def make(
    report: paper_training.Report,
    folder: Path = FOLDER,
    *,
    images: Mnist | None = None,
    recipe: PaperRecipe = SCRATCH,
    started: float | None = None,
) -> Metadata:
    """Train from nothing and write ``paper.weights.h5``, ``paper.tflite`` and ``paper.json``.

    ``paper.log`` grows by a line for each hundred steps. Broken off, it goes on from its last hundred steps when called
    again.

    Args:
        report: Told of each step, ``Done`` last.
        folder: Where to.
        images: The dataset; the project's if None.
        recipe: How.
        started: When the job began, by ``time.monotonic``; now if None.

    Raises:
        DatasetError: If the images cannot be had.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    started = time.monotonic() if started is None else started
    images = mnist.load(fetch=network.fetch_mnist) if images is None else images
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    net = paper_training.from_nothing(images, recipe, _logged(report, folder), started, folder / BACKUP)
    with explained(folder):
        facts = _written(net, images, folder, started)
        shutil.rmtree(folder / BACKUP, ignore_errors=True)
    report(Done(facts.test_accuracy, facts.seconds, str(folder)))
    return facts


def _logged(report: paper_training.Report, folder: Path) -> paper_training.Report:
    """Reports, and notes each epoch; a training that goes on after a break goes on in the same log."""

    def told(event: Event) -> None:
        report(event)
        if isinstance(event, Epoch):
            with explained(folder), (folder / "paper.log").open("a", encoding="utf-8") as log:
                log.write(to_json(event) + "\n")

    if not (folder / BACKUP).exists():
        (folder / "paper.log").unlink(missing_ok=True)
    return told


def converted(folder: Path = FOLDER, *, images: Mnist | None = None) -> Metadata:
    """Write ``paper.tflite`` and ``paper.json`` anew, from ``paper.weights.h5``.

    Args:
        folder: Where they are.
        images: The dataset; the project's if None.
    """
    before = read_metadata(folder / FACTS.name)
    net = paper_network.build()
    paper_network.load_weights(net, folder / WEIGHTS.name)
    images = mnist.load(fetch=network.fetch_mnist) if images is None else images
    return _described(net, images, folder, 0.0 if before is None else before.seconds)


def _written(net: object, images: Mnist, folder: Path, started: float) -> Metadata:
    paper_network.save_weights(net, folder / WEIGHTS.name)
    return _described(net, images, folder, time.monotonic() - started)


def _described(net: Any, images: Mnist, folder: Path, seconds: float) -> Metadata:
    weights, litert = folder / WEIGHTS.name, folder / LITERT.name
    content, rounding = compacted(net, images)
    litert.write_bytes(content)
    facts = Metadata(
        architecture="paper",
        parameters=paper_network.parameters(net),
        test_accuracy=paper_training.accuracy(Paper(Interpreters(content)), images),
        data_sha256=images.sha256,
        keras_sha256=sha256(weights),
        litert_sha256=sha256(litert),
        versions={"python": platform.python_version(), **network.versions()},
        date=datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        rounding=rounding,
    )
    (folder / FACTS.name).write_text(facts.to_json(), "utf-8")
    return facts
