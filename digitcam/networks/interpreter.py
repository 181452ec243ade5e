"""LiteRT's interpreters, kept ready for each shape. The only file that says LiteRT."""

import threading
from math import prod
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from digitcam.errors import ModelBroken

KEPT_VALUES: Final = 600_000
"""So many input values the interpreters that are kept may have together: the paper network takes about 150 bytes for
each, and a whole 640×480 frame, the most that a video asks for, has 270,000."""

Signature = tuple[tuple[int, ...], ...]
"""Shapes of the input and of each output, -1 where any number goes."""

Shape = tuple[int, ...]


class Interpreters:
    """A LiteRT network that any number of threads may share: an interpreter is lent to one of them at a time.

    An interpreter is fixed to one shape: changing it means planning its memory anew, which takes as long as several
    answers. There are as many for a shape as were ever asked at the same moment, however many sessions there are.
    """

    def __init__(self, content: bytes, name: str = "The network") -> None:
        """Take the network.

        Args:
            content: Of a ``.tflite`` file with one input.
            name: For messages.

        Raises:
            ModelBroken: If it is no network.
        """
        self._content, self._name = content, name
        self._lock = threading.Lock()
        self._kept: list[tuple[Shape, Interpreter]] = []
        interpreter = self._load()
        outputs = sorted(interpreter.get_output_details(), key=lambda output: int(output["shape"][-1]))
        self._outputs = [int(output["index"]) for output in outputs]
        self._input = int(interpreter.get_input_details()[0]["index"])
        details = [interpreter.get_input_details()[0], *outputs]
        self.floats = all(detail["dtype"] == np.float32 for detail in details)
        self.signature: Signature = tuple(tuple(int(n) for n in detail["shape_signature"]) for detail in details)

    def __call__(self, values: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Ask the network.

        Args:
            values: float32, of a shape that the network takes.

        Returns:
            Copies of its outputs, the one with the shortest last axis first.

        Raises:
            ModelBroken: If the network cannot answer.
        """
        interpreter = self._borrowed(values.shape)
        interpreter.set_tensor(self._input, values)
        interpreter.invoke()
        answers = tuple(interpreter.get_tensor(index) for index in self._outputs)
        self._returned(values.shape, interpreter)
        return answers

    def _borrowed(self, shape: Shape) -> Interpreter:
        with self._lock:
            for index in range(len(self._kept) - 1, -1, -1):
                if self._kept[index][0] == shape:
                    return self._kept.pop(index)[1]
        return self._resized(shape)

    def _returned(self, shape: Shape, interpreter: Interpreter) -> None:
        """Keep it, and of the others those that were used last as far as there is room."""
        with self._lock:
            self._kept.append((shape, interpreter))
            values = sum(prod(kept) for kept, _ in self._kept)
            while values > KEPT_VALUES and len(self._kept) > 1:
                values -= prod(self._kept.pop(0)[0])

    def _resized(self, shape: Shape) -> Interpreter:
        interpreter = self._load()
        try:
            interpreter.resize_tensor_input(self._input, shape)
            interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as exc:
            raise self._broken(exc) from exc
        return interpreter

    def _load(self) -> Interpreter:
        try:
            # One thread: a network takes about a millisecond, less than waking another costs.
            return Interpreter(model_content=self._content, num_threads=1)
        except (ValueError, RuntimeError) as exc:
            raise self._broken(exc) from exc

    def _broken(self, exc: Exception) -> ModelBroken:
        return ModelBroken(f"{self._name} cannot be used ({exc}). Train again: python -m digitcam train")
