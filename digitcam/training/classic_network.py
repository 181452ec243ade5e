"""Make the shipped files of the 28×28 network."""

import dataclasses
import tempfile
import time
from pathlib import Path
from typing import Final

import keras

from digitcam.data.mnist import Mnist
from digitcam.networks.events import Done, Epoch, Event, to_json
from digitcam.networks.files import explain_errors, sha256
from digitcam.networks.metadata import Metadata, PatchArchitecture
from digitcam.networks.shipped import CLASSIC, FOLDER, ShippedFiles
from digitcam.networks.store import ModelStore
from digitcam.training import jobs
from digitcam.training.architectures import build_patch_network
from digitcam.training.datasets import load_mnist
from digitcam.training.description import describe
from digitcam.training.export import Export, export
from digitcam.training.recipes import RECIPES, Recipes
from digitcam.training.reporter import JobContext, Report

ARCHITECTURE: Final[PatchArchitecture] = "cnn"
"""Of the shipped 28×28 network."""


def make_classic(
    report: Report,
    folder: Path = FOLDER,
    *,
    images: Mnist | None = None,
    recipes: Recipes = RECIPES,
    started: float | None = None,
) -> None:
    """Train the 28×28 network as ``train --architecture cnn`` does, and write its shipped files.

    Args:
        report: Receives all events, ``Done`` last.
        folder: Where to write the files.
        images: The dataset; the bundled one if None.
        recipes: How to train it.
        started: When the job began, by ``time.monotonic``; now if None.

    Raises:
        DatasetError: If the dataset cannot be loaded.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    files, log = ShippedFiles(CLASSIC.name, folder), []

    def report_progress(event: Event) -> None:
        # The store's path is not what the reader of the events looks for.
        if not isinstance(event, Done):
            report(event)
        if isinstance(event, Epoch):
            log.append(to_json(event) + "\n")

    with explain_errors(folder), tempfile.TemporaryDirectory() as name:
        store = ModelStore(Path(name) / f"{CLASSIC.name}.keras")
        metadata = jobs.train(
            store, ARCHITECTURE, report_progress, data=lambda: images or load_mnist(), recipes=recipes, started=started
        )
        folder.mkdir(parents=True, exist_ok=True)
        keras.saving.load_model(store.path, compile=False).save_weights(files.weights)
        files.log.write_text("".join(log), "utf-8")
        _write(files, metadata, store.litert_path.read_bytes())
    report(Done(metadata.test_accuracy, metadata.seconds, str(folder)))


def convert_classic(
    report: Report, folder: Path = FOLDER, *, images: Mnist | None = None, started: float | None = None
) -> None:
    """Convert the 28×28 network from its ``.weights.h5`` and test it; report ``Done``.

    Args:
        report: Receives the event.
        folder: Where the files are.
        images: The dataset; the bundled one if None.
        started: When the job began, by ``time.monotonic``; now if None.
    """
    job = JobContext(images or load_mnist(), report, time.monotonic() if started is None else started)
    files = ShippedFiles(CLASSIC.name, folder)
    before = files.read_metadata()
    net = build_patch_network(ARCHITECTURE, seed=0)
    net.load_weights(files.weights)
    converted = Export(export(net))
    metadata = describe(ARCHITECTURE, net, converted, job)
    seconds = 0.0 if before is None else before.seconds
    _write(files, dataclasses.replace(metadata, seconds=seconds), converted.content)
    report(Done(metadata.test_accuracy, job.elapsed_s(), str(folder)))


def _write(files: ShippedFiles, metadata: Metadata, litert: bytes) -> None:
    """Write the ``.tflite`` and the ``.json``; the ``.weights.h5`` exists."""
    files.litert.write_bytes(litert)
    files.metadata.write_text(dataclasses.replace(metadata, keras_sha256=sha256(files.weights)).to_json(), "utf-8")
