"""The verifier: a second network that gives a second opinion on doubtful digits."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.networks.batches import run_in_batches
from digitcam.networks.interpreter import InterpreterPool, Signature
from digitcam.recognition.contract import CROP_PX, DIGIT, DIGIT_CLASSES

BATCH_SIZES: Final = (1, 4)
"""Batch sizes. Most pictures have at most one doubtful digit."""

SIGNATURE: Final = Signature((-1, CROP_PX, CROP_PX), {DIGIT: (-1, DIGIT_CLASSES)})


class VerifierNetwork:
    """Classify the digit in the centre of a crop; a `CropModel`. Any number of threads may share one."""

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
            crops: (N, 96, 96) float32, standardised; N at least 1.

        Returns:
            (N, 11) float32: probabilities of the ten digits and of none.
        """
        return run_in_batches(self._pool, crops, BATCH_SIZES)[DIGIT]
