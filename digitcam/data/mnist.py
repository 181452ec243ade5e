"""The MNIST dataset: 70,000 images of handwritten digits."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.errors import DatasetError

BUNDLED: Final = Path(__file__).parent / "mnist.npz"

SHA256: Final = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
"""Hash of the bundled file; see data/NOTICE.md."""

SIDE_PX: Final = 28
"""Side of an image, pixels."""

ENLARGED_PX: Final = 3 * SIDE_PX
"""Side of an enlarged image, pixels: about the size of a digit in a crop."""

Arrays: TypeAlias = tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], tuple[NDArray[np.uint8], NDArray[np.uint8]]]
"""(x_train, y_train), (x_test, y_test), as ``keras.datasets.mnist.load_data`` returns them."""

Fetch: TypeAlias = Callable[[], Arrays]
"""Downloads the data. It is an argument, because Keras may only be imported in `digitcam.training`."""


@dataclass(frozen=True, slots=True, eq=False)
class Mnist:
    """Images and labels.

    Attributes:
        x_train: (N, 28, 28) uint8, 0 paper to 255 ink.
        y_train: (N,) uint8, the digits 0 to 9.
        x_test: (M, 28, 28) uint8.
        y_test: (M,) uint8.
        sha256: Hash of the file that the data was loaded from; of the arrays if they were downloaded.

    Raises:
        ValueError: If images and labels do not match.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.uint8]
    sha256: str

    def __post_init__(self) -> None:
        for images, labels in ((self.x_train, self.y_train), (self.x_test, self.y_test)):
            if images.shape != (len(labels), SIDE_PX, SIDE_PX) or labels.ndim != 1:
                raise ValueError(f"expected (N, 28, 28) images and (N,) labels, got {images.shape} and {labels.shape}")


def load(path: Path = BUNDLED, fetch: Fetch | None = None, sha256: str = SHA256) -> Mnist:
    """Load the dataset.

    Args:
        path: An ``.npz`` file with the arrays x_train, y_train, x_test and y_test.
        fetch: Downloads the data if there is no such file.
        sha256: Expected hash of the file.

    Returns:
        All images and labels, unscaled.

    Raises:
        DatasetError: If the file is damaged, or is absent and cannot be downloaded.
    """
    if not path.exists():
        return _download(path, fetch)
    try:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != sha256:
            raise DatasetError(f"The training images in {path} are damaged (SHA-256 {digest[:12]}…). {_remedy(path)}")
        with np.load(io.BytesIO(content)) as arrays:
            return Mnist(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"], digest)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as exc:
        raise DatasetError(f"The training images in {path} cannot be read ({exc}). {_remedy(path)}") from exc


def enlarge(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Enlarge an image (28, 28) three times, to (84, 84)."""
    return np.asarray(cv2.resize(image, (ENLARGED_PX, ENLARGED_PX), interpolation=cv2.INTER_CUBIC), np.uint8)


def _download(path: Path, fetch: Fetch | None) -> Mnist:
    if fetch is None:
        raise DatasetError(f"There are no training images at {path}. Restore them: git checkout -- {path}")
    try:
        (x_train, y_train), (x_test, y_test) = fetch()
        return Mnist(x_train, y_train, x_test, y_test, _arrays_sha256(x_train, y_train, x_test, y_test))
    # Keras raises a bare Exception when a download fails.
    except Exception as exc:
        raise DatasetError(
            f"There are no training images at {path}, and they could not be downloaded ({exc}). "
            f"Check the connection, or restore the file: git checkout -- {path}"
        ) from exc


def _remedy(path: Path) -> str:
    return f"Restore the file: git checkout -- {path} (or delete it, and it is downloaded)."


def _arrays_sha256(*arrays: NDArray[np.uint8]) -> str:
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
