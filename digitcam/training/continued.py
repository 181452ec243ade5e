"""Train a shipped network further on today's data: ``python -m digitcam.training.continued NETWORK``.

The result is the mean of the weights before and after. It keeps what the network could do on other pictures, which the
new weights alone partly forget (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
"""

import dataclasses
import sys
import time
from pathlib import Path
from typing import Final

from digitcam.networks.events import Event
from digitcam.networks.shipped import FOLDER, ShippedFiles
from digitcam.training.datasets import load_mnist
from digitcam.training.from_scratch import convert_shipped, logged
from digitcam.training.photographs import load as load_photographs
from digitcam.training.recipes import PAPER_FROM_SCRATCH, SEPARATORS_FROM_SCRATCH, RenderedRecipe
from digitcam.training.rendered import PAPER, SEPARATORS, RenderedNetwork, fit_rendered
from digitcam.training.reporter import JobContext


@dataclasses.dataclass(frozen=True, slots=True)
class Continuation:
    """How a network is trained further.

    Attributes:
        network: Which one.
        recipe: How.
        old_share: Share of the weights before in the mean.
        with_photographs: Whether it also learns from photographs without digits.
    """

    network: RenderedNetwork
    recipe: RenderedRecipe
    old_share: float
    with_photographs: bool


CONTINUATIONS: Final = {
    "paper": Continuation(
        PAPER,
        dataclasses.replace(PAPER_FROM_SCRATCH, steps=5600, learning_rate=3e-4, seed=31),
        old_share=0.5,
        with_photographs=True,
    ),
    "separators": Continuation(
        SEPARATORS,
        dataclasses.replace(
            SEPARATORS_FROM_SCRATCH,
            steps=700,
            learning_rate=1.5e-3,
            mnist_images=20000,
            steps_per_epoch=100,
            held_out=1000,
            seed=31,
        ),
        old_share=0.0,
        with_photographs=False,
    ),
}
"""By the name of the network. The paper network takes two hours on 2 cores, and forgets more at a rate of 1e-3. The
separator network takes eleven minutes; what it knew before slashes were among its gaps is not kept."""


def main(continuation: Continuation, folder: Path = FOLDER) -> None:
    """Train further and write the network's files; its ``.log`` grows by a line after each epoch.

    Args:
        continuation: Which network, and how.
        folder: Where the files are.
    """
    network, recipe, old_share = continuation.network, continuation.recipe, continuation.old_share
    files = ShippedFiles(network.name, folder)
    job = JobContext(load_mnist(), logged(_ignore, files), time.monotonic())
    net = network.build()
    net.load_weights(files.weights)
    before = net.get_weights()
    validation = network.render_held_out(job, recipe.held_out)
    photographs = load_photographs(held_out=False) if continuation.with_photographs else ()
    fit_rendered(net, network, validation, recipe, job, photographs=photographs)
    mean = [old_share * old + (1 - old_share) * new for old, new in zip(before, net.get_weights(), strict=True)]
    net.set_weights(mean)
    net.save_weights(files.weights)
    convert_shipped(network, folder, job)


def _ignore(_: Event) -> None:
    pass


if __name__ == "__main__":
    main(CONTINUATIONS[sys.argv[1]])
