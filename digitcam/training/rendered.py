"""Train the networks that learn from rendered pictures: the paper network, the verifier and the separator network."""

import dataclasses
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import keras
import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.networks.stages import OnDone
from digitcam.training.architectures import build_paper, build_separators, build_verifier
from digitcam.training.crop_data import crop_batches, held_out_crops
from digitcam.training.datasets import RENDERED_HELD_OUT, Batch, make_ink, split
from digitcam.training.export import Export, export_rounded
from digitcam.training.fit import compile_for_rendered, fit
from digitcam.training.gap_data import gap_batches, held_out_gaps
from digitcam.training.photographs import Photographs
from digitcam.training.recipes import RenderedRecipe
from digitcam.training.render.ink import Ink
from digitcam.training.reporter import JobContext, ProgressReporter
from digitcam.training.scene_data import held_out_scenes, scene_batches

FINISH_S: Final = 25.0
"""Time that comparing, converting and testing take after the last batch, seconds, on two slow cores."""


@dataclass(frozen=True, slots=True)
class RenderedNetwork:
    """A network that learns from rendered pictures.

    Attributes:
        name: Its name, also that of the shipped files.
        build: Builds it, untrained.
        batches: Yields training data: from ink, batch size, replay size and a source of randomness.
        held_out: Renders pictures that no training has seen: from the dataset, their number, and what takes the share
            that is finished.
        rounding_pictures: Number of held-out pictures that decide whether its weights are rounded. Fewer might not
            show that rounding costs accuracy; more take longer.
    """

    name: str
    build: Callable[[], keras.Model]
    batches: Callable[[Ink, int, int, np.random.Generator], Iterator[Batch]]
    held_out: Callable[[Mnist, int, OnDone], Batch]
    rounding_pictures: int

    def export(self, net: keras.Model, job: JobContext) -> Export:
        """Convert the network, its weights rounded if that costs no accuracy."""
        held_out = self.render_held_out(job, self.rounding_pictures)
        job.stages.begin("converting")
        return export_rounded(net, held_out)

    def render_held_out(self, job: JobContext, count: int) -> Batch:
        """Render pictures that no training has seen, as a stage of a job."""
        return self.held_out(job.images, count, job.stages.begin("rendering"))


PAPER: Final = RenderedNetwork("paper", build_paper, scene_batches, held_out_scenes, rounding_pictures=400)
VERIFIER: Final = RenderedNetwork("verifier", build_verifier, crop_batches, held_out_crops, rounding_pictures=1000)
SEPARATORS: Final = RenderedNetwork("separators", build_separators, gap_batches, held_out_gaps, rounding_pictures=2000)


def train_from_scratch(
    network: RenderedNetwork,
    recipe: RenderedRecipe,
    job: JobContext,
    backup: Path | None = None,
    photographs: Photographs = (),
) -> keras.Model:
    """Train a network from nothing.

    Args:
        network: Which one.
        recipe: How.
        job: The dataset, and where to report to.
        backup: Folder from which an interrupted training continues; None to start anew each time.
        photographs: Photographs without digits to learn from.
    """
    net = network.build()
    fit_rendered(net, network, network.render_held_out(job, recipe.held_out), recipe, job, backup, photographs)
    return net


def fit_rendered(
    net: keras.Model,
    network: RenderedNetwork,
    validation: Batch,
    recipe: RenderedRecipe,
    job: JobContext,
    backup: Path | None = None,
    photographs: Photographs = (),
) -> None:
    """Train a network on rendered pictures.

    Args:
        net: The Keras network; changed.
        network: Which one it is.
        validation: Held-out pictures that show the accuracy after each epoch.
        recipe: How.
        job: The dataset, and where to report to.
        backup: Folder from which an interrupted training continues; None to start anew each time.
        photographs: Photographs without digits to learn from.
    """
    # A training that continues must not see the pictures of its beginning again, so each start has a seed of its own.
    rng = np.random.default_rng(recipe.seed if backup is None else time.time_ns())
    job.stages.begin("rendering")
    ink = make_ink(split(job.images, RENDERED_HELD_OUT).training.first(recipe.mnist_images), seed=1)
    ink = dataclasses.replace(ink, photographs=photographs)
    epochs = math.ceil(recipe.steps / recipe.steps_per_epoch)
    reporter = ProgressReporter(job.report, epochs, recipe.steps_per_epoch, job.started, FINISH_S, job.stages)
    job.stages.begin("preparing")
    compile_for_rendered(net, recipe)
    fit(net, network.batches(ink, recipe.batch_size, recipe.replay_size, rng), validation, reporter, backup)
