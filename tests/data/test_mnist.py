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
    # What Keras raises when a download fails.
    raise Exception("URL fetch failure")


def test_bundled_file_is_whole() -> None:
    whole = mnist.load()
    assert whole.x_train.shape == (60000, 28, 28)
    assert whole.x_test.shape == (10000, 28, 28)
    assert whole.x_train.dtype == np.uint8
    assert whole.sha256 == mnist.SHA256


def test_damaged_file_is_named_with_its_cure(tmp_path: Path) -> None:
    damaged = bytearray(mnist.BUNDLED.read_bytes())
    damaged[5_000_000] ^= 1
    path = tmp_path / "mnist.npz"
    path.write_bytes(damaged)
    with pytest.raises(DatasetError, match=r"mnist\.npz are damaged .* git checkout .* delete"):
        mnist.load(path, fetch=tiny)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all"])
def test_unreadable_file_with_the_right_hash(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mnist.npz"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="cannot be read") as caught:
        mnist.load(path, sha256=hashlib.sha256(content).hexdigest())
    assert caught.value.__cause__ is not None


def test_absent_file_is_fetched(tmp_path: Path) -> None:
    fetched = mnist.load(tmp_path / "none.npz", fetch=tiny)
    assert fetched.y_train.tolist() == [0, 1, 2]
    assert len(fetched.sha256) == 64


def test_absent_file_without_a_connection(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"none\.npz, and they could not be downloaded \(URL fetch failure\)"):
        mnist.load(tmp_path / "none.npz", fetch=unreachable)


def test_absent_file_with_nobody_to_fetch_it(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="git checkout"):
        mnist.load(tmp_path / "none.npz")


def test_images_and_labels_must_match() -> None:
    (images, labels), _ = tiny()
    with pytest.raises(ValueError, match=r"got \(3, 28, 28\) and \(2,\)"):
        Mnist(images, labels[:2], images, labels, "")
