"""Training the paper network: a minute from the shipped start, or from nothing. Brings in Keras."""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from digitcam.model import paper_network
from digitcam.model.course import Course
from digitcam.model.events import Event
from digitcam.model.mnist import Mnist
from digitcam.model.paper_pictures import Batch, as_windows, batches, held_out, ink_from, learnt
from digitcam.model.recipe import PaperRecipe

Report = Callable[[Event], None]

_CHUNK: Final = 250


def tuned(images: Mnist, start: Path, recipe: PaperRecipe, report: Report, started: float) -> Any:
    """Train on from the shipped weights.

    Args:
        images: The dataset.
        start: The weights to begin with.
        recipe: How.
        report: Told of each step.
        started: When the job began, by ``time.monotonic``.

    Returns:
        The network, with its first weights if the new ones are worse on held-out rendered pictures.
    """
    net = paper_network.build()
    paper_network.load_weights(net, start)
    unseen = held_out(images, recipe.held_out)
    before, first = paper_network.loss(net, *unseen), net.get_weights()
    _fit(net, images, unseen, recipe, report, started)
    if paper_network.loss(net, *unseen) > before:
        net.set_weights(first)
    return net


def from_nothing(images: Mnist, recipe: PaperRecipe, report: Report, started: float, backup: Path | None) -> Any:
    """Train anew; begun before and broken off, it goes on from ``backup``, a folder, unless that is None."""
    net = paper_network.build(half=True)
    _fit(net, images, held_out(images, recipe.held_out), recipe, report, started, backup)
    whole = paper_network.build()
    whole.set_weights(net.get_weights())
    return whole


def _fit(
    net: Any,
    images: Mnist,
    unseen: Batch,
    recipe: PaperRecipe,
    report: Report,
    started: float,
    backup: Path | None = None,
) -> None:
    count = min(recipe.images, learnt(images))
    # A seed of its own for each start, so that what goes on after a break does not see the same pictures again.
    rng = np.random.default_rng(recipe.seed if backup is None else time.time_ns())
    ink = ink_from(images.x_train[:count], images.y_train[:count], seed=1)
    epochs = math.ceil(recipe.steps / recipe.report_every)
    course = Course(report, epochs, recipe.report_every, started)
    paper_network.fit(
        net,
        batches(ink, recipe.batch, recipe.store, rng),
        recipe,
        epochs,
        course.on_batch,
        course.on_epoch,
        unseen,
        backup,
    )


def accuracy(net: Any, images: Mnist) -> float:
    """Share of MNIST's test images that the network reads right, as closer looks."""
    right = 0
    for i in range(0, len(images.x_test), _CHUNK):
        read = paper_network.predict(net, as_windows(images.x_test[i : i + _CHUNK]))[1][:, 0, 0, :10]
        right += int((read.argmax(axis=1) == images.y_test[i : i + _CHUNK]).sum())
    return right / len(images.x_test)
