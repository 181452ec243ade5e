from itertools import islice

import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.training.crop_data import crop_batches, distort, held_out_crops
from digitcam.training.datasets import Labelled, make_ink
from digitcam.training.render.ink import Ink


@pytest.fixture(scope="module")
def ink(few: Mnist) -> Ink:
    return make_ink(Labelled(few.x_train[:400], few.y_train[:400]), seed=0, variants_each=5)


def test_distort_keeps_place_and_size_roughly() -> None:
    rng = np.random.default_rng(0)
    crop = np.zeros((96, 96), np.uint8)
    crop[20:76, 44:52] = 255
    distorted = [distort(crop, rng) for _ in range(50)]
    assert len({one.tobytes() for one in distorted}) == 50
    for one in distorted:
        rows, columns = np.nonzero(one > 127)
        assert abs(rows.mean() - 47.5) < 8
        assert abs(columns.mean() - 47.5) < 8
        assert 0.6 < len(rows) / (56 * 8) < 1.6


def test_crop_batches_replayed_crops_are_distorted_anew(ink: Ink) -> None:
    batches = list(islice(crop_batches(ink, 20, 30, np.random.default_rng(0)), 4))
    for pictures, (targets,) in batches:
        assert pictures.shape == (20, 96, 96)
        assert pictures.dtype == np.float32
        assert targets.shape == (20, 12)
        assert (targets[:, -1] == 1).all()
    assert len({picture.tobytes() for pictures, _ in batches for picture in pictures}) == 80


def test_held_out_crops_twice_are_the_same(few: Mnist) -> None:
    first, second = held_out_crops(few, 5), held_out_crops(few, 5)
    assert np.array_equal(first.pictures, second.pictures)
    assert np.array_equal(first.targets[0], second.targets[0])
