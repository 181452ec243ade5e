"""Training the referee, and making it small. Brings in Keras."""

from pathlib import Path
from typing import Any, Final

from digitcam.data.mnist import Mnist
from digitcam.networks.referee import Referee
from digitcam.training import architectures as paper_network
from digitcam.training import fit as paper_training
from digitcam.training.datasets import as_windows
from digitcam.training.export import Compact, rounded
from digitcam.training.recipes import PaperRecipe
from digitcam.training.referee_datasets import batches, held_out_looks

PICTURES: Final = 1000
"""So many show whether rounding the weights costs accuracy."""

_CHUNK: Final = 400


def from_nothing(
    images: Mnist, recipe: PaperRecipe, report: paper_training.Report, started: float, backup: Path | None
) -> Any:
    """Train anew; begun before and broken off, it goes on from ``backup``, a folder, unless that is None."""
    net = paper_network.build_referee()
    watched = held_out_looks(images, recipe.held_out)
    paper_training.fit(net, batches, images, watched, recipe, report, started, backup)
    return net


def compacted(net: Any, images: Mnist) -> Compact:
    """Convert the referee, its weights rounded if it then still judges as well.

    Args:
        net: The referee.
        images: The dataset.
    """
    pictures, answers = held_out_looks(images, PICTURES)
    before = paper_network.referee_loss(paper_network.predict(net, pictures)[0], answers)
    return rounded(net, before, lambda small: paper_network.referee_loss(Referee(small)(pictures), answers))


def accuracy(referee: Referee, images: Mnist) -> float:
    """Share of MNIST's test images that the referee reads right, each alone in a window."""
    right = 0
    for start in range(0, len(images.x_test), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        answers = referee(as_windows(images.x_test[chunk]))[:, :10]
        right += int((answers.argmax(axis=1) == images.y_test[chunk]).sum())
    return right / len(images.x_test)
