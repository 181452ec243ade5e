"""Standardised pictures to where and which digits are, in the serving process."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import Interpreters

BATCHES: Final = (1, 2, 3, 4, 6, 8)
"""How many closer looks are asked at once; a picture's are padded up to one of them. Time grows with the number, so
padding is waste: 0.3 ms each."""

WINDOW_PX: Final = 96
"""Side of a closer look."""

Ask: TypeAlias = Callable[[NDArray[np.float32]], tuple[NDArray[np.float32], ...]]

_LAST_AXES: Final = (5, 11, 12)


class Paper:
    """The paper network. Any number of threads may share one."""

    def __init__(self, interpreters: Interpreters) -> None:
        """Take the network.

        Args:
            interpreters: Of a network from (N, H, W) float32 to ``find``, ``read`` and ``glance``.

        Raises:
            ModelBroken: If it is no such network.
        """
        entry, *exits = interpreters.signature
        if len(entry) != 3 or tuple(shape[-1] for shape in exits) != _LAST_AXES or not interpreters.floats:
            raise ModelBroken(
                f"The network cannot be used: its shapes are {interpreters.signature}. "
                "Train again: python -m digitcam train"
            )
        self._interpreters = interpreters

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Ask the network.

        Args:
            pictures: (N, H, W) float32, standardised; H and W multiples of 16, at least 96; N at least 1.

        Returns:
            ``find`` (N, H/4, W/4, 5), ``read`` (N, H/16 - 5, W/16 - 5, 11) and ``glance`` (N, H/16 - 5, W/16 - 5, 12)
            as its builder says; new arrays.
        """
        if len(pictures) <= BATCHES[-1]:
            return self._answer(pictures)
        chunks = [self._answer(pictures[i : i + BATCHES[-1]]) for i in range(0, len(pictures), BATCHES[-1])]
        return tuple(np.concatenate(parts) for parts in zip(*chunks, strict=True))

    def _answer(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        count = len(pictures)
        size = next(size for size in BATCHES if size >= count)
        if size != count:
            padded = np.zeros((size, *pictures.shape[1:]), np.float32)
            padded[:count] = pictures
            pictures = padded
        return tuple(part[:count] for part in self._interpreters(pictures))


def alone(network: Ask, windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read the digit that stands alone in each window, as both the closer look and the glance see it.

    Of 3,000 held-out training images the mean of the two read 12 wrong, the closer look 13, the glance 14.

    Args:
        network: The paper network.
        windows: (N, 96, 96) float32, standardised.

    Returns:
        (N, 10) float32: what is missing of each row's sum of one is for no digit, and for several.
    """
    _, read, glance = network(windows)
    return np.asarray((read[:, 0, 0, :10] + glance[:, 0, 0, :10]) / 2, np.float32)
