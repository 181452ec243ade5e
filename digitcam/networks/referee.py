"""The referee, a second network that is asked about doubtful digits and those alone, in the serving process."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.paper import WINDOW_PX

BATCHES: Final = (1, 4)
"""How many closer looks are judged at once; more are padded up to fours. There seldom are two."""

ANSWERS: Final = 11


class Referee:
    """Says which digit stands in the middle of a closer look. Any number of threads may share one."""

    def __init__(self, interpreters: Interpreters) -> None:
        """Take the network.

        Args:
            interpreters: Of a network from (N, 96, 96) float32 to (N, 11).

        Raises:
            ModelBroken: If it is no such network.
        """
        if interpreters.signature != ((-1, WINDOW_PX, WINDOW_PX), (-1, ANSWERS)) or not interpreters.floats:
            raise ModelBroken(
                f"The referee cannot be used: its shapes are {interpreters.signature}. Get the project anew."
            )
        self._interpreters = interpreters

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Judge closer looks.

        Args:
            windows: (N, 96, 96) float32, standardised; N at least 1.

        Returns:
            (N, 11) float32: probabilities of ten digits and of none.
        """
        count = len(windows)
        size = BATCHES[0] if count == BATCHES[0] else BATCHES[1]
        padded = np.zeros((-(-count // size) * size, WINDOW_PX, WINDOW_PX), np.float32)
        padded[:count] = windows
        answers = [self._interpreters(padded[i : i + size])[0] for i in range(0, len(padded), size)]
        return np.concatenate(answers)[:count]
