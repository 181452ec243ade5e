"""The paper network: where digits are in a grey picture, and which."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.networks.batches import run_in_batches
from digitcam.networks.interpreter import InterpreterPool, Signature
from digitcam.recognition.contract import (
    DETECTION,
    DETECTION_CHANNELS,
    DIGIT,
    DIGIT_CLASSES,
    SCENE,
    SCENE_CLASSES,
    PaperOutputs,
)

BATCH_SIZES: Final = (1, 2, 3, 4, 6, 8)
"""Batch sizes; crops are padded up to one of them. Fewer sizes mean more padding, which costs 0.3 ms a crop."""

SIGNATURE: Final = Signature(
    (-1, -1, -1),
    {
        DETECTION: (-1, -1, -1, DETECTION_CHANNELS),
        DIGIT: (-1, -1, -1, DIGIT_CLASSES),
        SCENE: (-1, -1, -1, SCENE_CLASSES),
    },
)


class PaperNetwork:
    """Find and classify digits; a `PaperModel`. Any number of threads may share one."""

    def __init__(self, pool: InterpreterPool) -> None:
        """Take the network.

        Raises:
            ModelBroken: If the pool's network has another signature.
        """
        pool.require(SIGNATURE)
        self._pool = pool

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        """Run the network.

        Args:
            pictures: (N, H, W) float32, standardised; H and W multiples of 16, at least 96; N at least 1.

        Returns:
            New arrays, as `PaperOutputs` describes.
        """
        outputs = run_in_batches(self._pool, pictures, BATCH_SIZES)
        return PaperOutputs(outputs[DETECTION], outputs[DIGIT], outputs[SCENE])
