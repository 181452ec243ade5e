import cv2
import pytest

from digitcam.data import mnist
from digitcam.training.render.skeletons import GLYPH_PX, Skeletons, skeletonise


@pytest.fixture(scope="module")
def skeletons() -> Skeletons:
    images = mnist.load()
    return skeletonise(images.x_train[:300], images.y_train[:300])


def test_skeletonise_digits_keep_their_loops(skeletons: Skeletons) -> None:
    assert skeletons.lines.shape[1:] == (GLYPH_PX, GLYPH_PX)
    loops = [cv2.connectedComponents(1 - lines, connectivity=4)[0] - 2 for lines in skeletons.lines]
    assert {count for count, label in zip(loops, skeletons.labels, strict=True) if label == 8} == {2}
    assert {count for count, label in zip(loops, skeletons.labels, strict=True) if label == 1} == {0}


def test_skeletonise_keeps_most_digits(skeletons: Skeletons) -> None:
    assert len(skeletons.labels) > 0.8 * 300
    assert set(skeletons.labels.tolist()) == set(range(10))
