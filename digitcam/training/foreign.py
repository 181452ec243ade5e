"""Whether a network from elsewhere can read digits, and why not. Without Keras: its files are zip archives."""

import json
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from digitcam.config import CLASSES, PATCH_PX

INPUTS: Final = ((PATCH_PX, PATCH_PX), (PATCH_PX, PATCH_PX, 1), (PATCH_PX**2,))
"""Shapes of one patch that can be made from ours."""


def keras_version(path: Path) -> str | None:
    """The version of Keras that wrote a file; None if it does not say, or is no such file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return str(json.loads(archive.read("metadata.json"))["keras_version"])
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def unreadable_because(path: Path, exc: Exception, version: str) -> str:
    """Why Keras could not load a file, in a few words.

    Args:
        path: The file.
        exc: What Keras raised; its first line is used when the file tells nothing better.
        version: Of the Keras that tried.

    Returns:
        A clause without its full stop.
    """
    if isinstance(exc, PermissionError):
        return "it may not be read"
    if not zipfile.is_zipfile(path):
        return "it is truncated, or not a .keras file at all"
    saved_with = keras_version(path)
    if saved_with not in (None, version):
        return f"it was saved with Keras {saved_with}"
    first = next(iter(str(exc).strip().splitlines()), type(exc).__name__)
    return first[:200].rstrip(".")


def wrong_shapes(taken: Any, given: Any) -> str | None:
    """Why a network of these shapes is no digit reader; None if it can be one.

    Args:
        taken: What Keras calls the input shape: a tuple, or something else for several inputs.
        given: The output shape.

    Examples:
        >>> wrong_shapes((None, 28, 28, 1), (None, 10)) is None
        True
        >>> wrong_shapes((None, 224, 224, 3), (None, 1000))
        'it maps (None, 224, 224, 3) to (None, 1000), a digit reader (None, 28, 28) to (None, 10)'
    """
    if taken in [(None, *shape) for shape in INPUTS] and given == (None, CLASSES):
        return None
    return f"it maps {taken} to {given}, a digit reader (None, 28, 28) to (None, 10)"


def wrong_answers(answers: NDArray[np.float32]) -> str | None:
    """Why these (N, 10) answers are no probabilities; None if they are."""
    if np.all(answers >= 0) and np.allclose(answers.sum(axis=1), 1, atol=1e-3):
        return None
    return "its answers are no probabilities; the last layer must be a softmax"
