import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.training.datasets import Labelled
from digitcam.training.patch_data import affine_matrices, augment, change_stroke, patch_batches, scale


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    return mnist.load().x_train[:200]


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize("count", [0, 1, 200])
def test_augment_any_number_keeps_shape_and_input(images: NDArray[np.uint8], count: int) -> None:
    before = images[:count].copy()
    augmented = augment(images[:count], rng())
    assert augmented.shape == (count, 28, 28)
    assert augmented.dtype == np.uint8
    assert np.array_equal(images[:count], before)


def test_augment_same_seed_gives_same_result(images: NDArray[np.uint8]) -> None:
    assert np.array_equal(augment(images, rng()), augment(images, rng()))


def test_augment_moves_ink_but_keeps_its_amount(images: NDArray[np.uint8]) -> None:
    augmented = augment(images, rng())
    assert (augmented != images).any(axis=(1, 2)).all()
    ratio = augmented.sum(axis=(1, 2), dtype=float) / images.sum(axis=(1, 2), dtype=float)
    assert 0.9 < ratio.mean() < 1.1
    assert ratio.min() > 0.4


def test_affine_matrices_move_centre_less_than_two_pixels() -> None:
    centre = np.array([13.5, 13.5, 1.0])
    moved = affine_matrices(1000, rng()) @ centre - centre[:2]
    assert np.abs(moved).max() < 2
    assert np.abs(moved.mean(axis=0)).max() < 0.2


def test_change_stroke_wider_has_more_ink() -> None:
    image = np.zeros((28, 28), np.uint8)
    image[5:23, 12:16] = 255
    ink = [int(change_stroke(image, width).sum()) for width in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert ink == sorted(set(ink))


def test_scale_maps_to_unit_range() -> None:
    patch = scale(np.array([0, 51, 255], np.uint8))
    assert patch.dtype == np.float32
    assert patch == pytest.approx([0, 0.2, 1])
    assert patch.max() <= 1


def test_patch_batches_epoch_has_each_image_once(images: NDArray[np.uint8]) -> None:
    labels = np.arange(200, dtype=np.uint8)
    stream = patch_batches(Labelled(images, labels), 64, 2, rng())
    epochs = [[batch.targets[0] for batch in itertools.islice(stream, 4)] for _ in range(2)]
    assert [len(targets) for targets in epochs[0]] == [64, 64, 64, 8]
    orders = [np.concatenate(epoch).tolist() for epoch in epochs]
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1]) == labels.tolist()
