"""Load ``.keras`` files, also those made elsewhere, and check that they hold networks that read digits."""

import contextlib
import json
import re
import textwrap
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import keras

from digitcam.errors import DigitcamError, ModelBroken
from digitcam.recognition.contract import DIGITS, PATCH_PX, PICTURE
from digitcam.training.architectures import is_paper
from digitcam.training.precision import in_float32

INPUT: Final = (PATCH_PX, PATCH_PX)

PATCH_SHAPES: Final = (INPUT, (*INPUT, 1), (PATCH_PX**2,))
"""Shapes of one patch that a network may take."""

_HDF5: Final = b"\x89HDF\r\n\x1a\n"
"""First bytes of the format in which Keras saved networks before ``.keras`` files."""

_OPERATION: Final = re.compile(r"'(tf\.\w+)' op")
"""An operation of TensorFlow in a message of LiteRT's converter."""

_MAX_REASON: Final = 200
"""Most characters of an exception's text that a message quotes."""


def load_keras(path: Path) -> keras.Model:
    """Load a network that reads digits.

    Args:
        path: A ``.keras`` file with a paper network, or with a network from a patch in one of `PATCH_SHAPES` to ten
            outputs.

    Returns:
        The network; one for patches takes (N, 28, 28). If it is from elsewhere, `adaptation` finds out which pixels it
        expects, and what its outputs are.

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
    if problem is not None:
        raise ModelBroken(f"{path} is not a network that reads digits: {problem}.")
    with explain_failures(path):
        return _taking_patches(net)


@contextlib.contextmanager
def explain_failures(path: Path) -> Iterator[None]:
    """Translate what Keras and TensorFlow raise where a network from elsewhere cannot be run or converted.

    Args:
        path: Its file.

    Raises:
        ModelBroken: With the first line of their message.
    """
    try:
        yield
    except (DigitcamError, MemoryError, OSError):
        raise
    # Its layers can make Keras, TensorFlow or the converter raise anything.
    except Exception as exc:
        lacking = sorted(set(_OPERATION.findall(str(exc))))
        reason = f"LiteRT lacks {', '.join(lacking)}" if lacking else _first_line(exc)
        raise ModelBroken(f"{path} cannot be converted for LiteRT, which runs networks here: {reason}.") from exc


def _taking_patches(net: keras.Model) -> keras.Model:
    """Return the same network with our input (its name, and no channel axis) and one unnamed output."""
    net = in_float32(net)
    picture = keras.Input(INPUT, name=PICTURE)
    # Not for training: layers that distort training pictures, which LiteRT lacks, would remain otherwise.
    outputs = net(keras.layers.Reshape(net.input_shape[1:])(picture), training=False)
    return keras.Model(picture, keras.tree.flatten(outputs)[0])


def keras_version(path: Path) -> str | None:
    """Return the version of Keras that wrote a file; None if the file does not tell."""
    try:
        with zipfile.ZipFile(path) as archive:
            return str(json.loads(archive.read("metadata.json"))["keras_version"])
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def is_damaged(path: Path) -> bool:
    """Return whether a file is there, but is no whole archive, as every ``.keras`` file is."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is not None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return True
    except OSError:
        # It may be a folder, or may not be read; what it holds is unknown.
        return False


def unreadable_because(path: Path, exc: Exception, version: str) -> str:
    """Say why Keras could not load a file, and what to do where something can be done.

    Args:
        path: The file.
        exc: The exception that Keras raised; quoted if nothing better is known.
        version: The version of Keras that tried.

    Returns:
        A clause without a full stop.
    """
    if isinstance(exc, PermissionError):
        return "permission to read it is denied"
    if path.is_dir():
        return "it is a folder; save the network as one .keras file"
    if _starts_with(path, _HDF5):
        return "it is an HDF5 file under another name; load it with Keras, and save it again as a .keras file"
    if not zipfile.is_zipfile(path):
        return "it is truncated, or not a .keras file at all"
    first = _first_line(exc)
    saved_with = keras_version(path)
    if saved_with not in (None, version):
        return (
            f"it was saved with Keras {saved_with}, and Keras {version} is installed. Install Keras {saved_with}, or "
            f"save the network again with Keras {version}. Keras reports: {first}"
        )
    return first


def _starts_with(path: Path, first: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(first)) == first
    except OSError:
        return False


def _first_line(exc: Exception) -> str:
    first = next(iter(str(exc).strip().splitlines()), type(exc).__name__)
    return textwrap.shorten(first, _MAX_REASON, placeholder=" …").rstrip(".")


def wrong_shapes(given: Any, returned: Any) -> str | None:
    """Say why a network of these shapes cannot read patches; None if it can.

    Args:
        given: The input shape as Keras has it: a tuple, or something else for several inputs.
        returned: The output shape.

    Examples:
        >>> wrong_shapes((None, 28, 28, 1), (None, 10)) is None
        True
        >>> wrong_shapes((None, 224, 224, 3), (None, 1000))
        'it maps (None, 224, 224, 3) to (None, 1000), a digit reader maps (None, 28, 28), (None, 28, 28, 1) or \
(None, 784) to (None, 10)'
    """
    expected = [(None, *shape) for shape in PATCH_SHAPES]
    if given in expected and returned == (None, DIGITS):
        return None
    first, second, third = expected
    if given is None:
        return "it does not state the shape of its input; build it, for example with keras.Input, before it is saved"
    return f"it maps {given} to {returned}, a digit reader maps {first}, {second} or {third} to {(None, DIGITS)}"
