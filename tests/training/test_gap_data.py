from itertools import islice

import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.recognition.contract import SEPARATORS
from digitcam.training.datasets import Labelled, make_ink
from digitcam.training.gap_data import gap_batches, held_out_gaps, labelled_gaps
from digitcam.training.render.scenes import Scene
from digitcam.training.render.separators import Separator

BOXES = np.array([[40, 30, 55, 60], [70, 30, 85, 60]], np.float32)


def scene(*separators: tuple[str, float, float]) -> Scene:
    """Return a scene of two digits with separators: sign, x and y."""
    marks = tuple(Separator(SEPARATORS.index(sign), np.array([x, y]), 30.0) for sign, x, y in separators)
    return Scene(np.full((96, 96), 200, np.uint8), np.array([1, 2]), BOXES, marks)


@pytest.mark.parametrize(
    ("separators", "expected"),
    [
        pytest.param((), ["", ""], id="nothing"),
        pytest.param(((".", 62, 59),), ["", "."], id="between"),
        pytest.param((("-", 30, 45),), ["-", ""], id="before the first"),
        pytest.param((("/", 30, 45),), ["", ""], id="a slash before the first belongs to no number"),
        pytest.param(((".", 94, 59),), ["", ""], id="after the last"),
        pytest.param(((",", 62, 90),), ["", ""], id="below the line"),
        pytest.param(((".", 54, 59),), ["", "."], id="below the bar of a 7"),
    ],
)
def test_labelled_gaps_separator_belongs_to_the_gap_it_stands_in(
    separators: tuple[tuple[str, float, float], ...], expected: list[str]
) -> None:
    found = labelled_gaps(scene(*separators), np.random.default_rng(0))
    assert [sign for _, sign in found] == expected


def test_labelled_gaps_small_digits_are_left_out() -> None:
    small = Scene(np.zeros((96, 96), np.uint8), np.array([1]), np.asarray(BOXES[:1] / 4, np.float32), ())
    assert labelled_gaps(small, np.random.default_rng(0)) == []


def test_gap_batches_show_all_classes(few: Mnist) -> None:
    ink = make_ink(Labelled(few.x_train[:200], few.y_train[:200]), seed=0, variants_each=20)
    first, second = islice(gap_batches(ink, 800, 1000, np.random.default_rng(0)), 2)
    assert first.pictures.shape == second.pictures.shape == (800, 48, 48)
    targets = first.targets[0]
    assert targets.shape == (800, 7)
    assert (targets[:, :6].sum(axis=0) > 0).all()
    assert (targets[:, :6].sum(axis=1) == 1).all()


def test_held_out_gaps_are_the_same_each_time(few: Mnist) -> None:
    first, second = (held_out_gaps(few, 20) for _ in range(2))
    assert np.array_equal(first.pictures, second.pictures)
    assert np.array_equal(first.targets[0], second.targets[0])
