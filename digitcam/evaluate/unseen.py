"""Digits to choose and fit with: of MNIST's training split, but in no training of the project's networks."""

from dataclasses import replace
from typing import Final

from digitcam.data.mnist import Mnist

UNSEEN: Final = 3000
"""Number of images at the end of MNIST's training split that no network was trained on."""


def unseen_digits(images: Mnist) -> Mnist:
    """Return a dataset whose test split is these images, since all that renders for measuring takes the test split."""
    return replace(images, x_test=images.x_train[-UNSEEN:], y_test=images.y_train[-UNSEEN:])
