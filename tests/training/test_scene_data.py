from itertools import islice

import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.training.datasets import Labelled, make_ink
from digitcam.training.scene_data import held_out_scenes, scene_batches


def test_scene_batches_replay_earlier_pictures(few: Mnist) -> None:
    ink = make_ink(Labelled(few.x_train[:400], few.y_train[:400]), seed=0, variants_each=5)
    first, second = islice(scene_batches(ink, 10, 30, np.random.default_rng(0)), 2)
    for batch in (first, second):
        assert batch.pictures.shape == (10, 96, 96)
        assert [target.shape for target in batch.targets] == [(10, 24, 24, 7), (10, 12), (10, 13)]
    assert not np.array_equal(first.pictures[:4], second.pictures[:4])
    replayed = [picture.astype(np.float16).tobytes() for picture in second.pictures[4:]]
    assert set(replayed) <= {picture.astype(np.float16).tobytes() for picture in first.pictures}
    assert not set(replayed) & {picture.astype(np.float16).tobytes() for picture in second.pictures[:4]}


def test_held_out_scenes_twice_are_the_same(few: Mnist) -> None:
    first, second = held_out_scenes(few, 3), held_out_scenes(few, 3)
    assert np.array_equal(first.pictures, second.pictures)
    assert all(np.array_equal(a, b) for a, b in zip(first.targets, second.targets, strict=True))
