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
    return Scene(np.full((96, 96), 200, np.uint8), np.array([1, 2]), BOXES, tuple(mark(*each) for each in separators))


def mark(sign: str, x: float, y: float) -> Separator:
    return Separator(SEPARATORS.index(sign), np.array([x - 2, y - 2, x + 2, y + 2]), 30.0)


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


@pytest.mark.parametrize(("middle", "places"), [(4, [38.5, 51.5]), (1, [38.5, 51.5, 45])])
def test_labelled_gaps_one_between_two_digits_is_shown_as_no_slash(middle: int, places: list[float]) -> None:
    boxes = np.array([[20, 30, 35, 60], [42, 30, 48, 60], [55, 30, 70, 60]], np.float32)
    scene_of_three = Scene(np.full((96, 96), 200, np.uint8), np.array([2, middle, 5]), boxes)
    found = labelled_gaps(scene_of_three, np.random.default_rng(0))
    assert [sign for _, sign in found] == [""] * len(places)
    assert [gap.x for gap, _ in found] == pytest.approx(places, abs=4)


def test_labelled_gaps_slash_is_shown_as_a_gap_and_as_a_stroke() -> None:
    found = labelled_gaps(scene(("/", 62, 45)), np.random.default_rng(0))
    assert [sign for _, sign in found] == ["", "/", "/"]


def test_labelled_gaps_at_the_edge_of_the_picture_are_left_out() -> None:
    at_edge = Scene(np.full((96, 96), 200, np.uint8), np.array([1]), np.array([[5, 30, 20, 60]], np.float32))
    assert labelled_gaps(at_edge, np.random.default_rng(0)) == []


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
