"""LiteRT's interpreters, one for each thread and shape. The only file that says LiteRT."""

import threading
from collections import OrderedDict
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from digitcam.errors import ModelBroken

KEPT: Final = 12
"""Shapes a thread keeps prepared; a video needs half of them, and pictures of every shape must not fill the memory."""

Signature = tuple[tuple[int, ...], ...]
"""Shapes of the input and of each output, -1 where any number goes."""


class Interpreters:
    """A LiteRT network that any number of threads may share: each gets interpreters of its own over the same bytes.

    An interpreter is fixed to one shape: changing it means planning its memory anew, which takes as long as several
    answers.
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
        self._local = threading.local()
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
        interpreter = self._prepared(values.shape)
        interpreter.set_tensor(self._input, values)
        interpreter.invoke()
        return tuple(interpreter.get_tensor(index) for index in self._outputs)

    def _prepared(self, shape: tuple[int, ...]) -> Interpreter:
        known: OrderedDict[tuple[int, ...], Interpreter] = self._local.__dict__.setdefault("known", OrderedDict())
        if shape not in known:
            known[shape] = self._resized(shape)
            if len(known) > KEPT:
                known.popitem(last=False)
        known.move_to_end(shape)
        return known[shape]

    def _resized(self, shape: tuple[int, ...]) -> Interpreter:
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
