import itertools

import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.training.augment import affine_matrices, augmented, batches, scaled, with_pen


@pytest.fixture(scope="module")
def images() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return mnist.load().x_train[:200]


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize("count", [0, 1, 200])
def test_shape_and_dtype_stay(images: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", count: int) -> None:
    before = images[:count].copy()
    varied = augmented(images[:count], rng())
    assert varied.shape == (count, 28, 28)
    assert varied.dtype == np.uint8
    assert np.array_equal(images[:count], before)


def test_same_chance_same_result(images: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> None:
    assert np.array_equal(augmented(images, rng()), augmented(images, rng()))


def test_digits_change_but_stay_themselves(images: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> None:
    """The ink moves, but about as much of it stays in the picture."""
    varied = augmented(images, rng())
    assert (varied != images).any(axis=(1, 2)).all()
    ratio = varied.sum(axis=(1, 2), dtype=float) / images.sum(axis=(1, 2), dtype=float)
    assert 0.9 < ratio.mean() < 1.1
    assert ratio.min() > 0.4


def test_the_middle_moves_less_than_two_pixels() -> None:
    middle = np.array([13.5, 13.5, 1.0])
    moved = affine_matrices(1000, rng()) @ middle - middle[:2]
    assert np.abs(moved).max() < 2
    assert np.abs(moved.mean(axis=0)).max() < 0.2


def test_pens() -> None:
    image = np.zeros((28, 28), np.uint8)
    image[5:23, 12:16] = 255
    ink = [int(with_pen(image, pen).sum()) for pen in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert ink == sorted(set(ink))


def test_scaled_is_what_the_network_takes() -> None:
    patch = scaled(np.array([0, 51, 255], np.uint8))
    assert patch.dtype == np.float32
    assert patch == pytest.approx([0, 0.2, 1])
    assert patch.max() <= 1


def test_an_epoch_has_every_image_once(images: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> None:
    labels = np.arange(200, dtype=np.uint8)
    stream = batches(images, labels, 64, 2, rng())
    epochs = [list(itertools.islice(stream, 4)) for _ in range(2)]
    assert [len(y) for _, y in epochs[0]] == [64, 64, 64, 8]
    orders = [np.concatenate([y for _, y in epoch]).tolist() for epoch in epochs]
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1]) == labels.tolist()
