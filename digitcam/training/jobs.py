"""The jobs of the commands ``train`` and ``convert``, as they run in their own process."""

import dataclasses
import math
import time
from collections.abc import Callable
from typing import Final, NamedTuple

import keras
import msgspec
import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken, ModelMissing
from digitcam.networks import shipped
from digitcam.networks.events import Converting, Done, Waiting
from digitcam.networks.metadata import Architecture, Metadata, PatchArchitecture
from digitcam.networks.stages import Stages, ignore
from digitcam.networks.store import OWN, ModelStore
from digitcam.training.adaptation import Adapted, adapt, trial_digits
from digitcam.training.architectures import build_paper, build_patch_network, is_paper
from digitcam.training.datasets import load_mnist, split
from digitcam.training.description import describe, now, versions
from digitcam.training.export import Export, export
from digitcam.training.fine_tuning import fine_tune
from digitcam.training.fit import compile_for_patches, fit
from digitcam.training.keras_files import explain_failures, is_damaged, load_keras
from digitcam.training.patch_data import patch_batch, patch_batches
from digitcam.training.recipes import RECIPES, PatchRecipe, Recipes
from digitcam.training.rendered import PAPER
from digitcam.training.reporter import JobContext, ProgressReporter, Report

PATCHES_HELD_OUT: Final = 1 / 12
"""Share of the training images, at their end, that networks for patches never learn from: 5,000 of 60,000. They show
the accuracy after each epoch. The test images are used once, for the accuracy of the finished network."""

SETTLED_S: Final = 0.5
"""A file that has not changed for this long is completely copied, seconds."""


class _Trained(NamedTuple):
    """A network that is ready to be published."""

    net: keras.Model
    export: Export
    metadata: Metadata


def train(
    store: ModelStore,
    architecture: Architecture = "paper",
    report: Report = ignore,
    *,
    data: Callable[[], Mnist] = load_mnist,
    recipes: Recipes = RECIPES,
    started: float | None = None,
    stages: Stages | None = None,
) -> Metadata:
    """Train a network and publish it.

    Args:
        store: Where to publish it.
        architecture: Which network. The paper network is fine-tuned from the shipped weights.
        report: Receives all events, ``Done`` last. An exception that it raises ends the job; nothing is published then.
        data: Loads the dataset.
        recipes: How to train.
        started: When the job began, by ``time.monotonic``; now if None.
        stages: Reports the stages; None to report only training steps.

    Returns:
        The metadata of the network. If another process trained the same architecture while this one waited for it, that
        network is taken and nothing is trained.

    Raises:
        DatasetError: If the dataset cannot be loaded.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    started = time.monotonic() if started is None else started
    before = store.metadata()
    with store.lock(lambda: report(Waiting())):
        known = store.metadata()
        reused = known is not None and known != before and known.architecture == architecture
        if known is None or not reused or store.state() != "ready":
            job = JobContext(data(), report, started, stages or Stages())
            trained, reused = _train(architecture, recipes, job), False
            known = store.publish(trained.metadata, trained.export.content, trained.net.save)
    report(Done(known.test_accuracy, round(time.monotonic() - started, 1), str(store.path), reused))
    return known


def _train(architecture: Architecture, recipes: Recipes, job: JobContext) -> _Trained:
    if architecture != "paper":
        net = _train_on_patches(architecture, recipes.for_patches(architecture), job)
    else:
        tuned = fine_tune(shipped.PAPER.weights, recipes.paper, job)
        if tuned is None:
            return _as_shipped(job)
        net = tuned
    return _finish(net, architecture, job)


def _finish(net: keras.Model, architecture: str, job: JobContext) -> _Trained:
    """Convert a network and test it."""
    # A network for patches takes a tenth of a millisecond as it is, so its weights are not rounded.
    converted = PAPER.export(net, job) if is_paper(net) else Export(export(net))
    return _Trained(net, converted, describe(architecture, net, converted, job))


def _as_shipped(job: JobContext) -> _Trained:
    """Take the shipped network; it need not be converted and tested again for the same dataset."""
    net = build_paper()
    net.load_weights(shipped.PAPER.weights)
    known = shipped.PAPER.read_metadata()
    if known is None or known.data_sha256 != job.images.sha256:
        return _finish(net, "paper", job)
    metadata = dataclasses.replace(known, versions=versions(), date=now(), seconds=job.elapsed_s())
    return _Trained(net, Export(shipped.PAPER.litert.read_bytes(), known.rounding), metadata)


def _train_on_patches(architecture: PatchArchitecture, recipe: PatchRecipe, job: JobContext) -> keras.Model:
    job.stages.begin("preparing")
    images = split(job.images, PATCHES_HELD_OUT)
    steps = math.ceil(len(images.training.images) / recipe.batch_size)
    net = build_patch_network(architecture, recipe.seed)
    compile_for_patches(net, recipe, recipe.epochs * steps)
    batches = patch_batches(images.training, recipe.batch_size, recipe.epochs, np.random.default_rng(recipe.seed))
    reporter = ProgressReporter(job.report, recipe.epochs, steps, job.started, stages=job.stages)
    fit(net, batches, patch_batch(images.held_out), reporter)
    job.stages.begin("converting")
    return net


def convert(
    store: ModelStore,
    report: Report = ignore,
    *,
    data: Callable[[], Mnist] = load_mnist,
    started: float | None = None,
    stages: Stages | None = None,
    quarantine: bool = True,
) -> Metadata:
    """Convert a ``model.keras`` that was put in the store by hand; do nothing if it is converted already.

    Args:
        store: Where it is.
        report: Receives all events, ``Done`` last.
        data: Loads the dataset, to test the network with.
        started: When the job began, by ``time.monotonic``; now if None.
        stages: Reports the stages; None to report none.
        quarantine: Whether a damaged file may be renamed, if the metadata beside it says that the network was trained
            here. No other file is renamed in any case.

    Returns:
        The metadata of the network.

    Raises:
        ModelMissing: If there is no such file.
        ModelBroken: If it is not a network that reads digits.
        DatasetError: If the dataset cannot be loaded.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    started = time.monotonic() if started is None else started
    with store.lock(lambda: report(Waiting())):
        known, state = store.metadata(), store.state()
        if state == "missing":
            raise ModelMissing(f"There is no network at {store.path}. Train it: python -m digitcam train")
        if known is None or state != "ready":
            report(Converting())
            try:
                known = _convert(store, known, lambda: JobContext(data(), report, started, stages or Stages()))
            except ModelBroken as exc:
                raise ModelBroken(f"{exc} {_what_to_do(store, quarantine)}") from exc
    seconds = round(time.monotonic() - started, 1)
    report(Done(known.test_accuracy, seconds, str(store.path), note=known.adaptation or msgspec.UNSET))
    return known


def _convert(store: ModelStore, known: Metadata | None, make_job: Callable[[], JobContext]) -> Metadata:
    # The hash is taken before the file is loaded: if the file is replaced meanwhile, it is converted again.
    keras_sha256 = store.settled_sha256(SETTLED_S)
    net = load_keras(store.path)
    trained_here = known is not None and known.keras_sha256 == keras_sha256
    architecture = known.architecture if known is not None and trained_here else OWN
    with explain_failures(store.path):
        job = make_job()
        job.stages.begin("comparing")
        is_known = is_paper(net) or architecture != OWN
        adapted = Adapted(net) if is_known else adapt(net, trial_digits(job.images), store.path)
        job.stages.begin("converting")
        converted = _finish(adapted.net, architecture, job)
    metadata = dataclasses.replace(converted.metadata, keras_sha256=keras_sha256, adaptation=adapted.note)
    return store.publish(metadata, converted.export.content)


def _what_to_do(store: ModelStore, quarantine: bool) -> str:
    """Move a damaged network aside if it was trained here; say where it is, and what to do."""
    known = store.metadata()
    if quarantine and known is not None and known.architecture != OWN and is_damaged(store.path):
        return f"It was moved to {store.quarantine().name}. Train again, or put another file there."
    return "The file was not changed. Put another one there, or move it away and train again."
