import cv2
import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.recognition.contract import NONE
from digitcam.training.render.glyph_variants import glyph_variants
from digitcam.training.render.negatives import negatives, signs
from digitcam.training.render.skeletons import GLYPH_PX, Skeletons, indices_by_label, skeletonise
from digitcam.training.render.thinning import thin


@pytest.fixture(scope="module")
def some() -> tuple[Skeletons, "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"]:
    images = mnist.load()
    return skeletonise(images.x_train[:300], images.y_train[:300])


def test_thin_empty_mask_stays_empty() -> None:
    assert thin(np.zeros((0, 5, 5), np.uint8)).shape == (0, 5, 5)


def test_thin_bar_becomes_a_line_and_ring_stays_a_ring() -> None:
    bar, ring = np.zeros((2, 40, 40), np.uint8)
    bar[5:35, 17:24] = 1
    cv2.circle(ring, (20, 20), 12, 1, 6)
    lines = thin(np.stack([bar, ring]))
    assert lines[0].sum(axis=1).max() <= 2
    assert 20 <= lines[0].sum() <= 34
    assert cv2.connectedComponents(1 - lines[1], connectivity=4)[0] == 3
    assert lines[1].sum() < ring.sum() / 3


def test_skeletonise_digits_have_thin_lines_and_loops(some: tuple[Skeletons, object]) -> None:
    marks, _ = some
    assert marks.lines.shape[1:] == (GLYPH_PX, GLYPH_PX)
    loops = [cv2.connectedComponents(1 - lines, connectivity=4)[0] - 2 for lines in marks.lines]
    assert {count for count, label in zip(loops, marks.labels, strict=True) if label == 8} == {2}
    assert {count for count, label in zip(loops, marks.labels, strict=True) if label == 1} == {0}


def test_skeletonise_keeps_most_digits(some: tuple[Skeletons, object]) -> None:
    assert len(some[0].labels) > 0.8 * 300
    assert set(some[0].labels.tolist()) == set(range(10))


def test_glyph_variants_cover_every_digit() -> None:
    marks = glyph_variants(3, np.random.default_rng(0))
    assert [len(index) for index in indices_by_label(marks)] == [3] * 10 + [0]
    assert (marks.lines.sum(axis=(1, 2)) > 30).all()


def test_negatives_have_no_digit_label() -> None:
    marks = negatives(6, np.random.default_rng(0))
    assert set(marks.labels.tolist()) == {NONE}
    assert (marks.lines.sum(axis=(1, 2)) > 8).all()


def test_signs_differ_each_time() -> None:
    lines = signs(2, np.random.default_rng(0))
    assert len(lines) % 2 == 0
    assert (lines.sum(axis=(1, 2)) > 15).all()
    assert all(not np.array_equal(one, other) for one, other in zip(lines[::2], lines[1::2], strict=True))
