"""The MNIST dataset: 70,000 handwritten digits, bundled with the project."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.config import PATCH_PX
from digitcam.errors import DatasetError

BUNDLED: Final = Path(__file__).parent / "mnist.npz"

SHA256: Final = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
"""Of the bundled file; see data/NOTICE.md."""

Arrays: TypeAlias = tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], tuple[NDArray[np.uint8], NDArray[np.uint8]]]
"""(x_train, y_train), (x_test, y_test), as ``keras.datasets.mnist.load_data`` returns them."""

Fetch: TypeAlias = Callable[[], Arrays]
"""Gets the data from elsewhere; handed in, so that this file needs no Keras."""


@dataclass(frozen=True, slots=True, eq=False)
class Mnist:
    """Images and labels.

    Attributes:
        x_train: (N, 28, 28) uint8, 0 paper to 255 ink.
        y_train: (N,) uint8, the digits 0 to 9.
        x_test: (M, 28, 28) uint8.
        y_test: (M,) uint8.
        sha256: Of the file the data came from; of the arrays if they were fetched.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.uint8]
    sha256: str

    def __post_init__(self) -> None:
        for images, labels in ((self.x_train, self.y_train), (self.x_test, self.y_test)):
            if images.shape != (len(labels), PATCH_PX, PATCH_PX) or labels.ndim != 1:
                raise ValueError(f"expected (N, 28, 28) images and (N,) labels, got {images.shape} and {labels.shape}")


def load(path: Path = BUNDLED, fetch: Fetch | None = None, sha256: str = SHA256) -> Mnist:
    """Load the dataset.

    Args:
        path: An ``.npz`` file with x_train, y_train, x_test and y_test.
        fetch: Gets the data when there is no such file.
        sha256: What the file must hash to.

    Returns:
        All images and labels, unscaled.

    Raises:
        DatasetError: If the file is damaged, or is absent and cannot be fetched.
    """
    if not path.exists():
        return _fetched(path, fetch)
    try:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != sha256:
            raise DatasetError(f"The training images in {path} are damaged (SHA-256 {digest[:12]}…). {_cure(path)}")
        with np.load(io.BytesIO(content)) as arrays:
            return Mnist(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"], digest)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as exc:
        raise DatasetError(f"The training images in {path} cannot be read ({exc}). {_cure(path)}") from exc


def _fetched(path: Path, fetch: Fetch | None) -> Mnist:
    if fetch is None:
        raise DatasetError(f"There are no training images at {path}. Restore them: git checkout -- {path}")
    try:
        (x_train, y_train), (x_test, y_test) = fetch()
        return Mnist(x_train, y_train, x_test, y_test, _arrays_sha256(x_train, y_train, x_test, y_test))
    # Keras reports every failed download as a bare Exception, so nothing narrower would catch it.
    except Exception as exc:
        raise DatasetError(
            f"There are no training images at {path}, and they could not be downloaded ({exc}). "
            f"Check the connection, or restore the file: git checkout -- {path}"
        ) from exc


def _cure(path: Path) -> str:
    return f"Restore them with: git checkout -- {path} (or delete the file, and they are downloaded)."


def _arrays_sha256(*arrays: NDArray[np.uint8]) -> str:
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
