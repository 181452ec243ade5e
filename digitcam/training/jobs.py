"""The training job itself, as it runs in its own process: this file brings in Keras, so the page must not import it."""

import dataclasses
import math
import platform
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, Final, TypeAlias

import numpy as np

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken, ModelMissing
from digitcam.networks import shipped
from digitcam.networks.events import Converting, Done, Event, Waiting
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.metadata import Metadata
from digitcam.networks.paper import Paper
from digitcam.networks.store import OWN, ModelStore
from digitcam.training import architectures as paper_network
from digitcam.training import fit as paper_training
from digitcam.training import patch_network as network
from digitcam.training.augment import batches, scaled
from digitcam.training.course import Course
from digitcam.training.export import Compact, compacted
from digitcam.training.recipes import RECIPES, TUNING, Architecture, PaperRecipe, PatchArchitecture, Recipe

Report: TypeAlias = Callable[[Event], None]

HELD_OUT: Final = 1 / 12
"""Share of the training split, its end, that is never learnt from and shows the accuracy so far: 5,000 of 60,000. The
test split is looked at once, at the very end, and nothing is chosen by it."""

SETTLED_S: Final = 0.5
"""A file whose size and date stay the same for so long is not being copied any more."""


def bundled() -> Mnist:
    """The dataset of the project, fetched by Keras if it is not there."""
    return mnist.load(fetch=network.fetch_mnist)


def train(
    store: ModelStore,
    architecture: Architecture = "paper",
    report: Report = lambda event: None,
    *,
    data: Callable[[], Mnist] = bundled,
    recipe: Recipe | PaperRecipe | None = None,
    started: float | None = None,
) -> Metadata:
    """Train a network and put it in place.

    Args:
        store: Where to.
        architecture: Which. The paper network is trained on from the shipped weights.
        report: Told of all that happens, ``Done`` last. What it raises, ends the job and leaves nothing behind.
        data: Loads what to learn and test with.
        recipe: How; that of the architecture if None.
        started: When the job began, by ``time.monotonic``; now if None.

    Returns:
        What is known of the network. If another process trained the same architecture while this one waited for it,
        that network is taken and nothing is trained.

    Raises:
        DatasetError: If the images cannot be had.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    started = time.monotonic() if started is None else started
    before = store.metadata()
    with store.lock(lambda: report(Waiting())):
        known = store.metadata()
        reused = known is not None and known != before and known.architecture == architecture
        if known is None or not reused or store.state() != "ready":
            known, reused = _train(store, architecture, report, data(), recipe, started), False
    report(Done(known.test_accuracy, round(time.monotonic() - started, 1), str(store.path), reused))
    return known


def _train(
    store: ModelStore,
    architecture: Architecture,
    report: Report,
    images: Mnist,
    recipe: Recipe | PaperRecipe | None,
    started: float,
) -> Metadata:
    if architecture == "paper":
        how = recipe if isinstance(recipe, PaperRecipe) else TUNING
        model = paper_training.tuned(images, shipped.WEIGHTS, how, report, started)
        if model is None:
            return _as_shipped(store, images, started)
    else:
        patchwise = recipe if isinstance(recipe, Recipe) else RECIPES[architecture]
        model = _trained_on_patches(architecture, images, patchwise, report, started)
    litert = compacted(model, images)
    facts = _facts(model, architecture, images, started, litert)
    return store.publish(facts, litert.content, lambda path: network.save(model, path))


def _as_shipped(store: ModelStore, images: Mnist, started: float) -> Metadata:
    """Put the shipped network in place; converted and tested it has been already, if with these very images."""
    model = paper_network.build()
    paper_network.load_weights(model, shipped.WEIGHTS)
    known = shipped.shipped_facts()
    if known is None or known.data_sha256 != images.sha256:
        litert = compacted(model, images)
        facts = _facts(model, "paper", images, started, litert)
    else:
        litert = Compact(shipped.LITERT.read_bytes(), known.rounding)
        facts = _dated(known, started)
    return store.publish(facts, litert.content, lambda path: network.save(model, path))


def _trained_on_patches(
    architecture: PatchArchitecture, images: Mnist, recipe: Recipe, report: Report, started: float
) -> Any:
    split = len(images.x_train) - max(1, round(HELD_OUT * len(images.x_train)))
    steps = math.ceil(split / recipe.batch)
    course = Course(report, recipe.epochs, steps, started)
    model = network.build(architecture, recipe, recipe.epochs * steps)
    rng = np.random.default_rng(recipe.seed)
    network.fit(
        model,
        batches(images.x_train[:split], images.y_train[:split], recipe.batch, recipe.epochs, rng),
        epochs=recipe.epochs,
        steps=steps,
        validation=(scaled(images.x_train[split:]), images.y_train[split:]),
        on_batch=course.on_batch,
        on_epoch=course.on_epoch,
    )
    return model


def convert(
    store: ModelStore,
    report: Report = lambda event: None,
    *,
    data: Callable[[], Mnist] = bundled,
    started: float | None = None,
) -> Metadata:
    """Derive what the page needs from a ``model.keras`` that was put there; does nothing if all is there already.

    Args:
        store: Where it is.
        report: Told of all that happens, ``Done`` last.
        data: Loads what to test with.
        started: When the job began, by ``time.monotonic``; now if None.

    Returns:
        What is known of the network.

    Raises:
        ModelMissing: If there is no such file.
        ModelBroken: If it is not a network that reads digits; it has then been moved aside.
        DatasetError: If the images cannot be had.
        TrainingError: If the folder cannot be written to, or the disk is full.
    """
    started = time.monotonic() if started is None else started
    with store.lock(lambda: report(Waiting())):
        known, state = store.metadata(), store.state()
        if state == "missing":
            raise ModelMissing(f"There is no network at {store.path}. Train it: python -m digitcam train")
        if known is None or state != "ready":
            report(Converting())
            known = _convert(store, known, data, started)
    report(Done(known.test_accuracy, round(time.monotonic() - started, 1), str(store.path)))
    return known


def _convert(store: ModelStore, known: Metadata | None, data: Callable[[], Mnist], started: float) -> Metadata:
    # Hashed before it is loaded: a file that is exchanged meanwhile then counts as changed, and is converted again.
    keras_sha256 = store.settled_sha256(SETTLED_S)
    try:
        model = network.load(store.path)
    except ModelBroken as exc:
        aside = store.quarantine()
        raise ModelBroken(f"{exc} It was moved to {aside.name}. Train again, or put another file there.") from exc
    ours = known is not None and known.keras_sha256 == keras_sha256
    architecture, images = known.architecture if known is not None and ours else OWN, data()
    litert = compacted(model, images)
    facts = _facts(model, architecture, images, started, litert, keras_sha256)
    return store.publish(facts, litert.content)


def _facts(
    model: Any, architecture: str, images: Mnist, started: float, litert: Compact, keras_sha256: str = ""
) -> Metadata:
    facts = Metadata(
        architecture=architecture,
        parameters=int(model.count_params()),
        test_accuracy=_accuracy(model, litert, images),
        data_sha256=images.sha256,
        keras_sha256=keras_sha256,
        litert_sha256="",
        versions={},
        date="",
        seconds=0.0,
        rounding=litert.rounding,
    )
    return _dated(facts, started)


def _dated(facts: Metadata, started: float) -> Metadata:
    """With what is known of this very job."""
    return dataclasses.replace(
        facts,
        versions={"python": platform.python_version(), **network.versions()},
        date=datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - started, 1),
    )


def _accuracy(model: Any, litert: Compact, images: Mnist) -> float:
    if network.is_paper(model):
        return paper_training.accuracy(Paper(Interpreters(litert.content)), images)
    return network.accuracy(model, scaled(images.x_test), images.y_test)
