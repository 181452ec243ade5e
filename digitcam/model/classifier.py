"""Patches to probabilities, fast, in the serving process. The only file that says LiteRT."""

import threading
from pathlib import Path
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from digitcam.config import CLASSES, PATCH_PX
from digitcam.errors import ModelBroken

BATCHES: Final = (1, 8, 32)
"""Sizes that are prepared on first need; a picture's patches are padded up to one of them. An interpreter is fixed to
one size: changing it means planning its memory anew."""


class Classifier:
    """A trained network. Any number of threads may share one: each gets its own interpreters over the same bytes."""

    def __init__(self, model: Path | bytes) -> None:
        """Take the network.

        Args:
            model: A ``.tflite`` file or its content, from (N, 28, 28) float32 to (N, 10) float32.

        Raises:
            ModelBroken: If it is no such network.
        """
        self._name = "The network" if isinstance(model, bytes) else str(model)
        self._content = model if isinstance(model, bytes) else _read(model)
        self._local = threading.local()
        self._interpreter(BATCHES[0])

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

    def warm(self) -> None:
        """Prepare every batch size for the calling thread, so that no call from it is slower than the rest."""
        for size in BATCHES:
            self(np.zeros((size, PATCH_PX, PATCH_PX), np.float32))

    def _answer(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        size = next(size for size in BATCHES if size >= len(patches))
        padded = np.zeros((size, PATCH_PX, PATCH_PX), np.float32)
        padded[: len(patches)] = patches
        interpreter = self._interpreter(size)
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], padded)
        interpreter.invoke()
        answer: NDArray[np.float32] = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
        return answer[: len(patches)]

    def _interpreter(self, size: int) -> Interpreter:
        """The calling thread's interpreter for this batch size."""
        interpreters: dict[int, Interpreter] = self._local.__dict__.setdefault("interpreters", {})
        if size not in interpreters:
            interpreters[size] = self._prepared(size)
        return interpreters[size]

    def _prepared(self, size: int) -> Interpreter:
        try:
            # One thread: the network takes 0.1 ms, less than waking another costs.
            interpreter = Interpreter(model_content=self._content, num_threads=1)
            entry, exit_ = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
            if tuple(entry["shape_signature"][1:]) != (PATCH_PX, PATCH_PX) or entry["dtype"] != np.float32:
                raise ValueError(f"it takes {entry['shape_signature'].tolist()}, not (N, 28, 28)")
            if tuple(exit_["shape_signature"][1:]) != (CLASSES,) or exit_["dtype"] != np.float32:
                raise ValueError(f"it answers {exit_['shape_signature'].tolist()}, not (N, 10)")
            interpreter.resize_tensor_input(entry["index"], (size, PATCH_PX, PATCH_PX))
            interpreter.allocate_tensors()
        except (ValueError, RuntimeError, IndexError) as exc:
            raise ModelBroken(f"{self._name} cannot be used ({exc}). Train again: python -m digitcam train") from exc
        return interpreter


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ModelBroken(f"{path} cannot be read ({exc.strerror}). Train again: python -m digitcam train") from exc
