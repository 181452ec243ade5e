"""The separator network: which point, comma, dash, slash or colon stands between two digits."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.networks.batches import run_in_batches
from digitcam.networks.interpreter import InterpreterPool, Signature
from digitcam.recognition.contract import GAP_CLASSES, GAP_PX, SEPARATOR

BATCH_SIZES: Final = (1, 4, 16)
"""Batch sizes; a picture's gaps are padded up to one of them."""

SIGNATURE: Final = Signature((-1, GAP_PX, GAP_PX), {SEPARATOR: (-1, GAP_CLASSES)})


class SeparatorNetwork:
    """Classify gaps; a `GapModel`. Any number of threads may share one."""

    def __init__(self, pool: InterpreterPool) -> None:
        """Take the network.

        Raises:
            ModelBroken: If the pool's network has another signature.
        """
        pool.require(SIGNATURE)
        self._pool = pool

    def __call__(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run the network.

        Args:
            crops: (N, 48, 48) float32, standardised; N at least 1.

        Returns:
            (N, 6) float32: probabilities of `SEPARATORS` and of none.
        """
        return run_in_batches(self._pool, crops, BATCH_SIZES)[SEPARATOR]
