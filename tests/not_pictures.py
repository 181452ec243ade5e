"""Arguments that are no pictures, and views that are, for the tests of everything that takes a picture."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

NOT_GREY: Final[dict[str, Any]] = {
    "None": None,
    "list": [[255] * 40] * 40,
    "empty list": [],
    "tuple": ((0, 1), (1, 0)),
    "str": "photo.png",
    "bytes": bytes(1600),
    "int": 7,
    "memoryview": memoryview(bytes(1600)).cast("B", (40, 40)),
    "scalar": np.uint8(7),
    "no axis": np.array(7, np.uint8),
    "one axis": np.zeros(1600, np.uint8),
    "four axes": np.zeros((1, 40, 40, 3), np.uint8),
    "no rows": np.zeros((0, 40), np.uint8),
    "no columns": np.zeros((40, 0), np.uint8),
    "no pixels": np.zeros((0, 0), np.uint8),
    "float32": np.zeros((40, 40), np.float32),
    "float64": np.zeros((40, 40)),
    "bool": np.zeros((40, 40), np.bool_),
    "int8": np.zeros((40, 40), np.int8),
    "uint16": np.zeros((40, 40), np.uint16),
    "big-endian": np.zeros((40, 40), ">u2"),
    "int64": np.zeros((40, 40), np.int64),
    "complex": np.zeros((40, 40), np.complex64),
    "object": np.zeros((40, 40), object),
    "text": np.full((40, 40), "7"),
    "records": np.zeros((40, 40), [("grey", "u1")]),
}
"""What no function takes for a grey picture."""

NOT_PICTURES: Final[dict[str, Any]] = NOT_GREY | {
    "no channel": np.zeros((40, 40, 0), np.uint8),
    "one channel": np.zeros((40, 40, 1), np.uint8),
    "two channels": np.zeros((40, 40, 2), np.uint8),
    "four channels": np.zeros((40, 40, 4), np.uint8),
    "channels first": np.zeros((3, 40, 40), np.uint8),
    "no rows in colour": np.zeros((0, 40, 3), np.uint8),
    "float in colour": np.zeros((40, 40, 3)),
}
"""What no function takes for a grey or BGR picture."""


def _read_only(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    copy = image.copy()
    copy.flags.writeable = False
    return copy


def _strided(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    spread = np.zeros([2 * side for side in image.shape], np.uint8)
    spread[tuple(slice(None, None, 2) for _ in image.shape)] = image
    return spread[tuple(slice(None, None, 2) for _ in image.shape)]


def _reversed(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.flip(np.flip(image).copy())


VIEWS: Final[dict[str, Callable[[NDArray[np.uint8]], NDArray[np.uint8]]]] = {
    "contiguous": lambda image: image,
    "Fortran order": lambda image: np.asfortranarray(image),
    "transposed": lambda image: image.T.copy().T,
    "strided": _strided,
    "negative strides": _reversed,
    "read-only": _read_only,
    "big-endian": lambda image: image.astype(">u1"),
    "masked": lambda image: np.ma.masked_array(image),
}
"""Ways to hold the same pixels."""
