"""Load ``.keras`` files, also those made elsewhere, and check that they hold networks that read digits."""

import json
import zipfile
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from digitcam.errors import ModelBroken
from digitcam.recognition.contract import DIGITS, PATCH_PX, PICTURE
from digitcam.training.architectures import is_paper
from digitcam.training.fit import predict

INPUT: Final = (PATCH_PX, PATCH_PX)

PATCH_SHAPES: Final = (INPUT, (*INPUT, 1), (PATCH_PX**2,))
"""Shapes of one patch that a network may take."""

_MAX_REASON: Final = 200
"""Most characters of an exception's text that a message quotes."""


def load_keras(path: Path) -> keras.Model:
    """Load a network that reads digits.

    Args:
        path: A ``.keras`` file with a paper network, or with a network from a patch in one of `PATCH_SHAPES` to ten
            probabilities.

    Returns:
        The network; one for patches takes (N, 28, 28).

    Raises:
        ModelBroken: If it is not such a network, or if this Keras cannot read the file.
    """
    try:
        net = keras.saving.load_model(path, compile=False)
    except MemoryError:
        raise
    # A file from elsewhere can make Keras, h5py or zipfile raise anything.
    except Exception as exc:
        reason = unreadable_because(path, exc, keras.__version__)
        raise ModelBroken(f"{path} is not a network that Keras {keras.__version__} can load: {reason}.") from exc
    if is_paper(net):
        return net
    problem = wrong_shapes(getattr(net, "input_shape", None), getattr(net, "output_shape", None))
    if problem is None:
        net = _taking_patches(net)
        problem = wrong_outputs(predict(net, np.random.default_rng(0).random((8, *INPUT), np.float32))[0])
    if problem is not None:
        raise ModelBroken(f"{path} is not a network that reads digits: {problem}.")
    return net


def _taking_patches(net: keras.Model) -> keras.Model:
    """Return the same network with our input: its name, and no channel axis."""
    picture = keras.Input(INPUT, name=PICTURE)
    return keras.Model(picture, net(keras.layers.Reshape(net.input_shape[1:])(picture)))


def keras_version(path: Path) -> str | None:
    """Return the version of Keras that wrote a file; None if the file does not tell."""
    try:
        with zipfile.ZipFile(path) as archive:
            return str(json.loads(archive.read("metadata.json"))["keras_version"])
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def unreadable_because(path: Path, exc: Exception, version: str) -> str:
    """Say why Keras could not load a file.

    Args:
        path: The file.
        exc: The exception that Keras raised; quoted if nothing better is known.
        version: The version of Keras that tried.

    Returns:
        A clause without a full stop.
    """
    if isinstance(exc, PermissionError):
        return "permission to read it is denied"
    if not zipfile.is_zipfile(path):
        return "it is truncated, or not a .keras file at all"
    saved_with = keras_version(path)
    if saved_with not in (None, version):
        return f"it was saved with Keras {saved_with}"
    first = next(iter(str(exc).strip().splitlines()), type(exc).__name__)
    return first[:_MAX_REASON].rstrip(".")


def wrong_shapes(given: Any, returned: Any) -> str | None:
    """Say why a network of these shapes cannot read patches; None if it can.

    Args:
        given: The input shape as Keras has it: a tuple, or something else for several inputs.
        returned: The output shape.

    Examples:
        >>> wrong_shapes((None, 28, 28, 1), (None, 10)) is None
        True
        >>> wrong_shapes((None, 224, 224, 3), (None, 1000))
        'it maps (None, 224, 224, 3) to (None, 1000), a digit reader maps (None, 28, 28) to (None, 10)'
    """
    if given in [(None, *shape) for shape in PATCH_SHAPES] and returned == (None, DIGITS):
        return None
    return f"it maps {given} to {returned}, a digit reader maps (None, 28, 28) to (None, 10)"


def wrong_outputs(outputs: NDArray[np.float32]) -> str | None:
    """Say why outputs (N, 10) are not probabilities; None if they are."""
    if np.all(outputs >= 0) and np.allclose(outputs.sum(axis=1), 1, atol=1e-3):
        return None
    return "its outputs are not probabilities; the last layer must be a softmax"
