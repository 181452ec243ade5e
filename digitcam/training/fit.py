"""Training the paper network: a minute from the shipped start, or from nothing. Brings in Keras."""

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.networks.events import Event
from digitcam.networks.paper import Paper, alone
from digitcam.training import architectures as paper_network
from digitcam.training.course import Course
from digitcam.training.datasets import Batch, as_windows, batches, held_out, ink_from, learnt
from digitcam.training.recipes import PaperRecipe
from digitcam.training.render.ink import Ink

Report = Callable[[Event], None]

_CHUNK: Final = 40

_WATCHED: Final = 250
"""So many of the held-out pictures show the accuracy so far: all of them would take as long as fifteen steps."""

FINISH_S: Final = 25.0
"""What comparing, converting and testing take after the last batch on two slow cores."""


def tuned(images: Mnist, start: Path, recipe: PaperRecipe, report: Report, started: float) -> Any | None:
    """Train on from the shipped weights: what reads alone, since a minute of the whole network always raised the loss.

    The mean of the weights before and after is tried, too: it is often better than both (Wortsman et al., "Robust
    fine-tuning of zero-shot models", CVPR 2022).

    Args:
        images: The dataset.
        start: The weights to begin with.
        recipe: How.
        report: Told of each step.
        started: When the job began, by ``time.monotonic``.

    Returns:
        The network; None if it has become worse on held-out rendered pictures, either way.
    """
    net = paper_network.build()
    paper_network.load_weights(net, start)
    paper_network.keep_finding(net)
    unseen = held_out(images, recipe.held_out)
    before, first = paper_network.loss(net, *unseen), net.get_weights()
    fit(net, batches, images, _watched(unseen), recipe, report, started)
    last, after = net.get_weights(), paper_network.loss(net, *unseen)
    net.set_weights([(a + b) / 2 for a, b in zip(first, last, strict=True)])
    between = paper_network.loss(net, *unseen)
    # So asked that no number, which a spoilt network has for a loss, is not better either.
    if not min(after, between) <= before:
        return None
    if not between <= after:
        net.set_weights(last)
    return net


def from_nothing(images: Mnist, recipe: PaperRecipe, report: Report, started: float, backup: Path | None) -> Any:
    """Train anew; begun before and broken off, it goes on from ``backup``, a folder, unless that is None."""
    net = paper_network.build()
    unseen = held_out(images, recipe.held_out)
    fit(net, batches, images, _watched(unseen), recipe, report, started, backup)
    return net


def _watched(unseen: Batch) -> Batch:
    return unseen[0][:_WATCHED], tuple(answers[:_WATCHED] for answers in unseen[1])


def fit(
    net: Any,
    stream: Callable[[Ink, int, int, np.random.Generator], Iterator[Any]],
    images: Mnist,
    watched: Any,
    recipe: PaperRecipe,
    report: Report,
    started: float,
    backup: Path | None = None,
) -> None:
    """Fit a network to rendered pictures.

    Args:
        net: The paper network or the referee; changed.
        stream: Makes the pictures: of ink, pictures a batch, how many are kept, and a source of chance.
        images: The dataset.
        watched: Held-out pictures that show the accuracy so far.
        recipe: How.
        report: Told of each step.
        started: When the job began, by ``time.monotonic``.
        backup: A folder to go on from if it was begun before and broken off; None to begin anew.
    """
    count = min(recipe.images, learnt(images))
    # A seed of its own for each start, so that what goes on after a break does not see the same pictures again.
    rng = np.random.default_rng(recipe.seed if backup is None else time.time_ns())
    ink = ink_from(images.x_train[:count], images.y_train[:count], seed=1)
    epochs = math.ceil(recipe.steps / recipe.report_every)
    course = Course(report, epochs, recipe.report_every, started, finish_s=FINISH_S)
    paper_network.fit(
        net,
        stream(ink, recipe.batch, recipe.store, rng),
        recipe,
        epochs,
        course.on_batch,
        course.on_epoch,
        watched,
        backup,
    )


def accuracy(network: Paper, images: Mnist) -> float:
    """Share of MNIST's test images that a network reads right, each alone in a window; on two cores at once."""
    starts = range(0, len(images.x_test), _CHUNK)

    def right(start: int) -> int:
        chunk = slice(start, start + _CHUNK)
        read = alone(network, as_windows(images.x_test[chunk]))
        return int((read.argmax(axis=1) == images.y_test[chunk]).sum())

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(right, starts)) / len(images.x_test)
