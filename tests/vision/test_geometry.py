import numpy as np
import pytest

from digitcam.vision.geometry import (
    box_centres,
    crop_margin,
    crop_square,
    longer_sides,
    non_maximum_suppression,
    overlap,
    resize_to_multiple,
    shrink,
)
from tests.drawing import paper, stroke

NO_BOXES = np.zeros((0, 4), np.float32)


@pytest.mark.parametrize("shape", [(300, 200), (300, 200, 3)])
def test_shrink_large_picture_has_the_longest_side(shape: tuple[int, ...]) -> None:
    small, scale = shrink(np.full(shape, 9, np.uint8), 150)
    assert small.shape == (150, 100, *shape[2:])
    assert scale == pytest.approx([0.5, 0.5])


def test_shrink_small_picture_is_returned_itself() -> None:
    picture = np.zeros((30, 20), np.uint8)
    small, scale = shrink(picture, 30)
    assert small is picture
    assert scale.tolist() == [1, 1]


def test_shrink_thin_picture_keeps_a_pixel() -> None:
    assert shrink(np.zeros((5000, 1), np.uint8), 100).picture.shape == (100, 1)


@pytest.mark.parametrize(
    ("shape", "resized"),
    [
        ((150, 150), (96, 96)),
        ((480, 640), (96, 128)),
        ((1, 1), (96, 96)),
        ((1, 5000), (96, 768)),
        ((4320, 7680), (96, 176)),
    ],
)
def test_resize_to_multiple_sides_are_multiples_of_16(shape: tuple[int, int], resized: tuple[int, int]) -> None:
    picture, scale = resize_to_multiple(np.full(shape, 9, np.uint8), 96, 16)
    assert picture.shape == resized
    assert (picture == 9).all()
    assert scale == pytest.approx([resized[1] / shape[1], resized[0] / shape[0]])


@pytest.mark.parametrize("scale", [0.5, 1, 4, 20])
def test_crop_square_centre_stays_in_the_centre(scale: float) -> None:
    side = 96 * scale
    sheet = paper(int(side * 2), int(side * 3))
    centre = np.array([side * 1.4, side * 0.9], np.float32)
    stroke(sheet, (int(centre[0]), int(centre[1])), int(side * 0.6), width=max(1, int(side * 0.1)))
    crop = crop_square(sheet, centre, side, 96)
    columns = np.nonzero(crop[48] < 128)[0]
    assert columns.mean() == pytest.approx(47.5, abs=2)
    rows = np.nonzero(crop[:, 48] < 128)[0]
    assert (rows.min(), rows.max()) == (pytest.approx(18, abs=6), pytest.approx(78, abs=6))


@pytest.mark.parametrize("side", [5.0, 300.0])
def test_crop_square_beyond_the_border_repeats_the_border(side: float) -> None:
    crop = crop_square(np.full((40, 40), 200, np.uint8), np.array([-30.0, 90.0], np.float32), side, 96)
    assert crop.shape == (96, 96)
    assert (crop == 200).all()


def test_crop_margin_removes_the_outermost_rows_and_columns() -> None:
    picture = np.arange(35).reshape(5, 7)
    assert crop_margin(picture, 2).tolist() == [[16, 17, 18]]


def test_box_centres_are_x_and_y() -> None:
    assert box_centres(np.array([[0, 0, 10, 4], [2, 2, 4, 8]], np.float32)).tolist() == [[5, 2], [3, 5]]
    assert box_centres(NO_BOXES).shape == (0, 2)


def test_longer_sides_are_widths_or_heights() -> None:
    assert longer_sides(np.array([[0, 0, 10, 4], [2, 2, 4, 8]], np.float32)).tolist() == [10, 6]
    assert longer_sides(NO_BOXES).shape == (0,)


def test_overlap_returns_iou_and_containment() -> None:
    box, others = np.array([[0, 0, 10, 10]], np.float32), np.array([[5, 0, 15, 10], [2, 2, 4, 4]], np.float32)
    shared = overlap(box, others)
    assert shared.iou == pytest.approx(np.array([[1 / 3, 0.04]]))
    assert shared.containment == pytest.approx(np.array([[0.5, 1.0]]))


def test_overlap_disjoint_boxes_is_zero() -> None:
    shared = overlap(np.array([[0, 0, 10, 10]], np.float32), np.array([[20, 0, 30, 10]], np.float32))
    assert (shared.iou.tolist(), shared.containment.tolist()) == ([[0]], [[0]])


def test_overlap_without_boxes_is_empty() -> None:
    shared = overlap(NO_BOXES, np.array([[0, 0, 10, 10]], np.float32))
    assert (shared.iou.shape, shared.containment.shape) == ((0, 1), (0, 1))


BOXES = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 0, 60, 10], [52, 2, 55, 5]], np.float32)


@pytest.mark.parametrize(("containment", "kept"), [(2.0, [0, 2, 3]), (0.7, [0, 2])])
def test_non_maximum_suppression_overlapping_boxes_keep_the_best(containment: float, kept: list[int]) -> None:
    assert non_maximum_suppression(BOXES, 0.5, containment).tolist() == kept


def test_non_maximum_suppression_without_boxes_keeps_none() -> None:
    assert non_maximum_suppression(NO_BOXES, 0.5, 0.5).tolist() == []
