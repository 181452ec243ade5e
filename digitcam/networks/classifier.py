"""Patches to probabilities, in the serving process."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.config import CLASSES, PATCH_PX
from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import Interpreters, Signature

BATCHES: Final = (1, 8, 32)
"""Sizes that are prepared on first need; a picture's patches are padded up to one of them."""

SIGNATURE: Final[Signature] = ((-1, PATCH_PX, PATCH_PX), (-1, CLASSES))


class Classifier:
    """A trained 28×28 network. Any number of threads may share one."""

    def __init__(self, interpreters: Interpreters) -> None:
        """Take the network.

        Args:
            interpreters: Of a network from (N, 28, 28) float32 to (N, 10) float32.

        Raises:
            ModelBroken: If it is no such network.
        """
        shapes = tuple(shape[1:] for shape in interpreters.signature)
        if shapes != tuple(shape[1:] for shape in SIGNATURE) or not interpreters.floats:
            raise ModelBroken(
                f"The network cannot be used: its shapes are {interpreters.signature}, not {SIGNATURE}. "
                "Train again: python -m digitcam train"
            )
        self._interpreters = interpreters

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Ask the network.

        Args:
            patches: (N, 28, 28) float32 in [0, 1], white ink on black; N may be 0.

        Returns:
            (N, 10) float32, rows sum to 1; a new array.

        Raises:
            ValueError: If shape or dtype differ.
        """
        if patches.ndim != 3 or patches.shape[1:] != (PATCH_PX, PATCH_PX) or patches.dtype != np.float32:
            raise ValueError(f"patches must be (N, 28, 28) float32, got {patches.shape} {patches.dtype}")
        chunks = [self._answer(patches[i : i + BATCHES[-1]]) for i in range(0, len(patches), BATCHES[-1])]
        return np.concatenate(chunks) if chunks else np.zeros((0, CLASSES), np.float32)

    def _answer(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        size = next(size for size in BATCHES if size >= len(patches))
        padded = np.zeros((size, PATCH_PX, PATCH_PX), np.float32)
        padded[: len(patches)] = patches
        return self._interpreters(padded)[0][: len(patches)]
