"""A trained network as LiteRT takes it: small and quick where that costs no accuracy. Brings in Keras."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from digitcam.data.mnist import Mnist
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.paper import Paper
from digitcam.training import architectures as paper_network
from digitcam.training import patch_network as network
from digitcam.training.datasets import Batch, held_out

ALLOWED: Final = 0.01
"""Share by which rounding may raise the loss on held-out pictures. The shipped network's rose by 0.001; two trainings
of the same network differ by far more."""

PICTURES: Final = 400
"""So many are looked at: enough to show a network that rounding spoils, and made in two seconds."""


class Compact(NamedTuple):
    """A network for LiteRT.

    Attributes:
        content: Of a ``.tflite`` file.
        rounding: By how much rounding the weights to 8 bits raised the loss, as a share; None if they were left alone.
    """

    content: bytes
    rounding: float | None = None


def compacted(model: Any, images: Mnist, unseen: Batch | None = None) -> Compact:
    """Convert a network: a paper network with its weights rounded, if it then still reads as well.

    Networks for 28×28 patches answer in a tenth of a millisecond as they are.

    Args:
        model: Any that is used here.
        images: The dataset.
        unseen: Held-out pictures; rendered if None.
    """
    if not network.is_paper(model):
        return Compact(network.converted(model))
    pictures, answers = held_out(images, PICTURES) if unseen is None else unseen
    before = paper_network.loss(model, pictures, answers)
    return rounded(model, before, lambda small: paper_network.loss_of(Paper(small)(pictures), answers))


def rounded(model: Any, loss: float, loss_of: Callable[[Interpreters], float]) -> Compact:
    """Convert a network with its weights rounded to 8 bits, or as they are if that costs accuracy.

    Args:
        model: Any.
        loss: Of the network as it is.
        loss_of: Of the converted one, on the same pictures.
    """
    small = network.converted(model, rounded=True)
    rounding = round(loss_of(Interpreters(small)) / loss - 1, 4)
    return Compact(small, rounding) if rounding <= ALLOWED else Compact(network.converted(model))
