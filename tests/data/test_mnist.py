import hashlib
from pathlib import Path

import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.data.mnist import Arrays, Mnist
from digitcam.errors import DatasetError


def tiny() -> Arrays:
    images, labels = np.zeros((3, 28, 28), np.uint8), np.arange(3, dtype=np.uint8)
    return (images, labels), (images[:1], labels[:1])


def unreachable() -> Arrays:
    # Keras raises this when a download fails.
    raise Exception("URL fetch failure")


def test_load_bundled_file_is_complete() -> None:
    images = mnist.load()
    assert images.x_train.shape == (60000, 28, 28)
    assert images.x_test.shape == (10000, 28, 28)
    assert images.x_train.dtype == np.uint8
    assert images.sha256 == mnist.SHA256


def test_load_damaged_file_names_file_and_remedy(tmp_path: Path) -> None:
    damaged = bytearray(mnist.BUNDLED.read_bytes())
    damaged[5_000_000] ^= 1
    path = tmp_path / "mnist.npz"
    path.write_bytes(damaged)
    with pytest.raises(DatasetError, match=r"mnist\.npz are damaged .* git checkout .* delete"):
        mnist.load(path, fetch=tiny)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an archive"])
def test_load_unreadable_file_with_expected_hash_raises(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mnist.npz"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="cannot be read") as caught:
        mnist.load(path, sha256=hashlib.sha256(content).hexdigest())
    assert caught.value.__cause__ is not None


def test_load_absent_file_is_downloaded(tmp_path: Path) -> None:
    images = mnist.load(tmp_path / "none.npz", fetch=tiny)
    assert images.y_train.tolist() == [0, 1, 2]
    assert len(images.sha256) == 64


def test_load_absent_file_without_connection_raises(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"none\.npz, and they could not be downloaded \(URL fetch failure\)"):
        mnist.load(tmp_path / "none.npz", fetch=unreachable)


def test_load_absent_file_without_fetch_raises(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="git checkout"):
        mnist.load(tmp_path / "none.npz")


def test_mnist_with_unequal_numbers_of_images_and_labels_raises() -> None:
    (images, labels), _ = tiny()
    with pytest.raises(ValueError, match=r"got \(3, 28, 28\) and \(2,\)"):
        Mnist(images, labels[:2], images, labels, "")
