import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.vision.standardise import standardise
from digitcam.vision.stray import stray_edges
from tests.drawing import paper, place
from tests.paper import mnist_digit


def written(label: int, ink: int = 40) -> NDArray[np.uint8]:
    sheet = paper(96, 96)
    place(sheet, mnist_digit(label), (48, 48), 70, ink)
    return sheet


def things(seed: int) -> NDArray[np.uint8]:
    """Surfaces of any grey one before the other."""
    rng = np.random.default_rng(seed)
    picture = np.full((96, 96), 120, np.uint8)
    for _ in range(25):
        x, y, width, height = rng.integers(0, 96, 4).tolist()
        cv2.rectangle(picture, (x, y), (x + width // 2, y + height // 2), int(rng.integers(0, 255)), -1)
    return picture


@pytest.mark.parametrize("label", range(10))
def test_the_edges_of_writing_are_its_inks(label: int) -> None:
    assert stray_edges(standardise(written(label))) < 0.2


@pytest.mark.parametrize("seed", range(10))
def test_things_have_others(seed: int) -> None:
    assert stray_edges(standardise(things(seed))) > 0.2


@pytest.mark.parametrize("ink", [40, 150, 255])
def test_neither_contrast_nor_which_is_darker_counts(ink: int) -> None:
    patch = standardise(written(5, ink))
    assert stray_edges(patch) == pytest.approx(stray_edges(standardise(written(5))), abs=0.02)
    assert stray_edges(-3 * patch) == pytest.approx(stray_edges(patch), abs=0.01)


def test_nothing_has_only_such() -> None:
    assert stray_edges(np.zeros((96, 96), np.float32)) == 1


def test_what_lies_near_the_sides_does_not_count() -> None:
    patch = standardise(written(5))
    beside = patch.copy()
    beside[:, :19] = 3
    assert stray_edges(beside) == stray_edges(patch)
