"""Run a network on any number of pictures, in batches of a few fixed sizes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitcam.networks.interpreter import InterpreterPool


def run_in_batches(
    pool: InterpreterPool, pictures: NDArray[np.float32], sizes: Sequence[int]
) -> dict[str, NDArray[np.float32]]:
    """Run a network on all pictures.

    An interpreter is prepared for one shape, so there are only a few batch sizes, and batches are padded to them.

    Args:
        pool: The network.
        pictures: (N, h, w) float32, N at least 1.
        sizes: Batch sizes, ascending.

    Returns:
        The outputs by name, each with N as its first axis.
    """
    largest = sizes[-1]
    parts = [_run_padded(pool, pictures[i : i + largest], sizes) for i in range(0, len(pictures), largest)]
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _run_padded(
    pool: InterpreterPool, pictures: NDArray[np.float32], sizes: Sequence[int]
) -> dict[str, NDArray[np.float32]]:
    count = len(pictures)
    size = next(size for size in sizes if size >= count)
    if size == count:
        return pool(pictures)
    padded = np.zeros((size, *pictures.shape[1:]), np.float32)
    padded[:count] = pictures
    return {name: output[:count] for name, output in pool(padded).items()}
