"""Networks as users bring them, made by hand: each digit's mean image is a template."""

from typing import Final

import keras
import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.training.trials import ENCODINGS, Encoding

SHARPNESS: Final = 0.5
"""Factor of the logits, at which the confidence suits the accuracy of 80 %."""


def own_network(
    images: Mnist,
    encoding: Encoding = ENCODINGS[0],
    activation: str | None = "softmax",
    shape: tuple[int, ...] = (28, 28, 1),
) -> keras.Model:
    """Return a network that reads four of five digits.

    Args:
        images: Where the templates are from.
        encoding: Which pixels it expects.
        activation: Of its last layer.
        shape: Of one patch.
    """
    patches = images.x_train.reshape(-1, 784) / 255
    templates = np.stack([patches[images.y_train == digit].mean(axis=0) for digit in range(10)])
    kernel = SHARPNESS * templates.T / encoding.scale
    bias = -SHARPNESS * (templates**2).sum(axis=1) / 2 - encoding.offset * kernel.sum(axis=0)
    dense = keras.layers.Dense(10, activation=activation)
    net = keras.Sequential([keras.Input(shape), keras.layers.Flatten(), dense])
    dense.set_weights([kernel, bias])
    return net
