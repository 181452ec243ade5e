"""A pool of LiteRT interpreters. The only module that imports LiteRT."""

import threading
from collections.abc import Mapping
from math import prod
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from digitcam.errors import ModelBroken

MAX_IDLE_INPUT_VALUES: Final = 600_000
"""Input values of all idle interpreters together. Raising it saves planning memory anew for a shape that comes back,
and costs about 150 bytes a value with the paper network. A 640×480 frame, the largest that the video reads, has
270,000."""

Shape: TypeAlias = tuple[int, ...]

CONVERT_AGAIN: Final = "Convert it again: python -m digitcam convert"


class Signature(NamedTuple):
    """What a network takes and returns, all float32.

    Attributes:
        input: Shape of the input; -1 for an axis of any length.
        outputs: Shape of each output, by name.
    """

    input: Shape
    outputs: Mapping[str, Shape]


class _Idle(NamedTuple):
    """An interpreter that nobody uses at the moment, and the input shape it is prepared for."""

    shape: Shape
    interpreter: Interpreter


class InterpreterPool:
    """Run a LiteRT network from any number of threads.

    A LiteRT interpreter serves one thread and one input shape at a time; preparing it for another shape takes as long
    as several runs. The pool lends each caller an interpreter for its shape, and makes one if none is idle.

    Attributes:
        signature: Names and shapes of the network's input and outputs.
    """

    def __init__(self, content: bytes, name: str = "The network") -> None:
        """Load the network.

        Args:
            content: Content of a ``.tflite`` file with one signature of one input.
            name: How messages call the network; its path if it has one.

        Raises:
            ModelBroken: If the content is not such a network.
        """
        self._content, self._name = content, name
        self._lock = threading.Lock()
        self._idle: list[_Idle] = []
        try:
            runner = self._load().get_signature_runner()
            (source,) = runner.get_input_details().values()
            outputs: dict[str, dict[str, Any]] = runner.get_output_details()
        except (ValueError, RuntimeError) as exc:
            raise self._broken(f"({exc})") from exc
        if any(details["dtype"] != np.float32 for details in (source, *outputs.values())):
            raise self._broken("because it does not map float32 to float32")
        self._input_index = int(source["index"])
        self._output_indices = {output: int(details["index"]) for output, details in outputs.items()}
        self.signature = Signature(_shape(source), {output: _shape(details) for output, details in outputs.items()})

    def __reduce__(self) -> tuple[type["InterpreterPool"], tuple[bytes, str]]:
        """Let pickle make a pool of the same network, with interpreters of its own, in another process."""
        return InterpreterPool, (self._content, self._name)

    def require(self, signature: Signature) -> None:
        """Check that the network has this signature; the number of pictures may differ.

        Raises:
            ModelBroken: If it has not. A file that was converted by an older version has no output names.
        """
        given, expected = self.signature, signature
        if set(given.outputs) != set(expected.outputs):
            names = (", ".join(sorted(s.outputs)) for s in (given, expected))
            raise self._broken("because its outputs are named {}, not {}".format(*names))
        if _without_batch(given) != _without_batch(expected):
            shapes = (f"{s.input} to {dict(s.outputs)}" for s in (given, expected))
            raise self._broken("because it maps {}, not {}".format(*shapes))

    def __call__(self, values: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Run the network.

        Args:
            values: float32, of a shape that the network takes.

        Returns:
            New arrays, by the names of the outputs.

        Raises:
            ModelBroken: If the network cannot be run on this shape.
        """
        interpreter = self._borrow(values.shape)
        interpreter.set_tensor(self._input_index, values)
        interpreter.invoke()
        outputs = {name: interpreter.get_tensor(index) for name, index in self._output_indices.items()}
        self._give_back(values.shape, interpreter)
        return outputs

    def _borrow(self, shape: Shape) -> Interpreter:
        with self._lock:
            for index in range(len(self._idle) - 1, -1, -1):
                if self._idle[index].shape == shape:
                    return self._idle.pop(index).interpreter
        return self._prepare(shape)

    def _give_back(self, shape: Shape, interpreter: Interpreter) -> None:
        """Keep the interpreter, and drop the least recently used ones if there are too many values."""
        with self._lock:
            self._idle.append(_Idle(shape, interpreter))
            values = sum(prod(idle.shape) for idle in self._idle)
            while values > MAX_IDLE_INPUT_VALUES and len(self._idle) > 1:
                values -= prod(self._idle.pop(0).shape)

    def _prepare(self, shape: Shape) -> Interpreter:
        try:
            interpreter = self._load()
            interpreter.resize_tensor_input(self._input_index, shape)
            interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as exc:
            raise self._broken(f"({exc})") from exc
        return interpreter

    def _load(self) -> Interpreter:
        # One thread: a run takes about a millisecond, less than waking a second thread.
        return Interpreter(model_content=self._content, num_threads=1)

    def _broken(self, reason: str) -> ModelBroken:
        return ModelBroken(f"{self._name} cannot be used {reason}. {CONVERT_AGAIN}")


def _shape(details: Mapping[str, Any]) -> Shape:
    return tuple(int(length) for length in details["shape_signature"])


def _without_batch(signature: Signature) -> Signature:
    return Signature(signature.input[1:], {name: shape[1:] for name, shape in signature.outputs.items()})
