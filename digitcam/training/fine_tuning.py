"""Fine-tune the paper network from the shipped weights."""

from pathlib import Path
from typing import Final

import keras
import numpy as np
from numpy.typing import NDArray

from digitcam.training.datasets import Batch
from digitcam.training.fit import predict
from digitcam.training.losses import total_loss
from digitcam.training.recipes import RenderedRecipe
from digitcam.training.rendered import PAPER, fit_rendered
from digitcam.training.reporter import JobContext

VALIDATION_PICTURES: Final = 250
"""Number of the held-out pictures that show the accuracy after each epoch. All of them would take as long as fifteen
steps."""


def fine_tune(start: Path, recipe: RenderedRecipe, job: JobContext) -> keras.Model | None:
    """Train the digit and the scene output on from given weights.

    Detection stays as it is: a minute's training of the whole network always raised the loss. The mean of the weights
    before and after is tried too, since it is often better than both (Wortsman et al., "Robust fine-tuning of zero-shot
    models", CVPR 2022).

    Args:
        start: A ``.weights.h5`` file of the paper network.
        recipe: How to train.
        job: The dataset, and where to report to.

    Returns:
        The best of the three on held-out rendered pictures; None if that is the network at the start.
    """
    net = PAPER.build()
    net.load_weights(start)
    freeze_detection(net)
    held_out = PAPER.render_held_out(job, recipe.held_out)
    job.stages.begin("comparing")
    before, first = loss(net, held_out), net.get_weights()
    fit_rendered(net, PAPER, held_out.first(VALIDATION_PICTURES), recipe, job)
    job.stages.begin("comparing")
    last, after = net.get_weights(), loss(net, held_out)
    net.set_weights(_mean(first, last))
    between = loss(net, held_out)
    # A network that training has ruined has a loss of NaN, for which every comparison is false.
    if not min(after, between) <= before:
        return None
    if not between <= after:
        net.set_weights(last)
    return net


def freeze_detection(net: keras.Model) -> None:
    """Keep all layers that the detection output depends on as they are."""
    for layer in keras.Model(net.input, net.outputs[0]).layers:
        layer.trainable = False


def loss(net: keras.Model, batch: Batch) -> float:
    """Compute the loss of a Keras network on a batch."""
    return total_loss(predict(net, batch.pictures), batch)


def _mean(first: list[NDArray[np.float32]], last: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    return [np.asarray((a + b) / 2, np.float32) for a, b in zip(first, last, strict=True)]
