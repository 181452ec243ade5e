"""Make the shipped files: train the networks from scratch, and convert them."""

import dataclasses
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import keras

from digitcam.data.mnist import Mnist
from digitcam.networks.events import Done, Epoch, Event, to_json
from digitcam.networks.files import explain_errors, sha256
from digitcam.networks.metadata import Metadata
from digitcam.networks.shipped import FOLDER, ShippedFiles
from digitcam.training.datasets import load_mnist
from digitcam.training.description import describe
from digitcam.training.photographs import Photographs
from digitcam.training.photographs import load as load_photographs
from digitcam.training.recipes import FROM_SCRATCH, RenderedRecipe
from digitcam.training.rendered import PAPER, SEPARATORS, VERIFIER, RenderedNetwork, train_from_scratch
from digitcam.training.reporter import JobContext, Report

NETWORKS: Final = (PAPER, VERIFIER, SEPARATORS)
"""The networks in the order in which they are made. The paper network comes first: LiteRT runs layers in the order of
their names, which Keras numbers in a process, and with the higher numbers of a second network it is 3 % slower."""

BACKUP: Final = "unfinished"
"""Folder beside the weights with the state of an interrupted training."""


def make_all(
    report: Report,
    folder: Path = FOLDER,
    *,
    images: Mnist | None = None,
    photographs: Photographs | None = None,
    recipes: Sequence[RenderedRecipe] = FROM_SCRATCH,
    started: float | None = None,
) -> None:
    """Train the networks from scratch, one after the other, and convert them.

    Each network's ``.log`` grows by a line after each epoch. After an interruption, another call continues from the
    last epoch.

    Args:
        report: Receives all events, ``Done`` after each network.
        folder: Where to write the files.
        images: The dataset; the bundled one if None.
        photographs: Photographs without digits; those of the manifest if None, which are fetched at the first time.
        recipes: How to train each of `NETWORKS`.
        started: When the job began, by ``time.monotonic``; now if None.

    Raises:
        DatasetError: If the dataset or the photographs cannot be loaded.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    job = JobContext(images or load_mnist(), report, time.monotonic() if started is None else started)
    photographs = load_photographs(held_out=False) if photographs is None else photographs
    # If a network's training was interrupted, those before it are complete.
    first = next((index for index, network in enumerate(NETWORKS) if _backup(network, folder).exists()), 0)
    for network, recipe in list(zip(NETWORKS, recipes, strict=True))[first:]:
        _make(network, recipe, folder, job, photographs)


def convert_all(
    report: Report, folder: Path = FOLDER, *, images: Mnist | None = None, started: float | None = None
) -> None:
    """Convert the networks from their ``.weights.h5`` and test them; report ``Done`` last.

    Args:
        report: Receives the event.
        folder: Where the files are.
        images: The dataset; the bundled one if None.
        started: When the job began, by ``time.monotonic``; now if None.
    """
    job = JobContext(images or load_mnist(), report, time.monotonic() if started is None else started)
    accuracy = [convert_shipped(network, folder, job).test_accuracy for network in NETWORKS]
    report(Done(accuracy[0], job.elapsed_s(), str(folder)))


def convert_shipped(network: RenderedNetwork, folder: Path, job: JobContext) -> Metadata:
    """Convert a network from its ``.weights.h5``; write its ``.tflite`` and ``.json``."""
    files = ShippedFiles(network.name, folder)
    before = files.read_metadata()
    net = network.build()
    net.load_weights(files.weights)
    return _convert(network, net, folder, job, 0.0 if before is None else before.seconds)


def _make(
    network: RenderedNetwork, recipe: RenderedRecipe, folder: Path, job: JobContext, photographs: Photographs
) -> None:
    files, backup = ShippedFiles(network.name, folder), _backup(network, folder)
    with explain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not backup.exists():
            files.log.unlink(missing_ok=True)
    job = dataclasses.replace(job, report=logged(job.report, files))
    net = train_from_scratch(network, recipe, job, backup, photographs)
    with explain_errors(folder):
        net.save_weights(files.weights)
        metadata = _convert(network, net, folder, job, job.elapsed_s())
        shutil.rmtree(folder / BACKUP, ignore_errors=True)
    job.report(Done(metadata.test_accuracy, metadata.seconds, str(folder)))


def _convert(network: RenderedNetwork, net: keras.Model, folder: Path, job: JobContext, seconds: float) -> Metadata:
    files = ShippedFiles(network.name, folder)
    converted = network.export(net, job)
    files.litert.write_bytes(converted.content)
    metadata = describe(network.name, net, converted, job)
    metadata = dataclasses.replace(metadata, keras_sha256=sha256(files.weights), seconds=seconds)
    files.metadata.write_text(metadata.to_json(), "utf-8")
    return metadata


def _backup(network: RenderedNetwork, folder: Path) -> Path:
    return folder / BACKUP / network.name


def logged(report: Report, files: ShippedFiles) -> Report:
    """Report, and append each epoch to the log."""

    def write(event: Event) -> None:
        report(event)
        if isinstance(event, Epoch):
            with explain_errors(files.folder), files.log.open("a", encoding="utf-8") as log:
                log.write(to_json(event) + "\n")

    return write
