"""The networks of the classic reader: which digit a 28×28 patch shows."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.networks.batches import run_in_batches
from digitcam.networks.interpreter import InterpreterPool, Signature
from digitcam.recognition.contract import DIGIT, DIGITS, PATCH_PX

BATCH_SIZES: Final = (1, 8, 32)
"""Batch sizes; a picture's patches are padded up to one of them."""

SIGNATURE: Final = Signature((-1, PATCH_PX, PATCH_PX), {DIGIT: (-1, DIGITS)})


class PatchNetwork:
    """Classify patches; a `PatchModel`. Any number of threads may share one."""

    def __init__(self, pool: InterpreterPool) -> None:
        """Take the network.

        Raises:
            ModelBroken: If the pool's network has another signature.
        """
        pool.require(SIGNATURE)
        self._pool = pool

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run the network.

        Args:
            patches: (N, 28, 28) float32 in [0, 1], light ink on dark; N may be 0.

        Returns:
            (N, 10) float32, rows sum to 1; a new array.

        Raises:
            ValueError: If type, shape or dtype differ.
        """
        _check(patches)
        if not len(patches):
            return np.zeros((0, DIGITS), np.float32)
        return run_in_batches(self._pool, patches, BATCH_SIZES)[DIGIT]


def _check(patches: object) -> None:
    if not isinstance(patches, np.ndarray):
        raise ValueError(f"patches must be (N, 28, 28) float32, got {type(patches).__name__}")
    if patches.ndim != 3 or patches.shape[1:] != (PATCH_PX, PATCH_PX) or patches.dtype != np.float32:
        raise ValueError(f"patches must be (N, 28, 28) float32, got {patches.shape} {patches.dtype}")
