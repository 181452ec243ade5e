import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.vision.segment import segment


def drawn(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (150, 300)) -> NDArray[np.uint8]:
    """Return a mask with these boxes filled with ink."""
    mask = np.zeros(size, np.uint8)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = 255
    return mask


def sorted_boxes(mask: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    return sorted(tuple(box) for box in segment(mask).tolist())


DIGIT = (40, 30, 90, 110)
OTHER = (140, 35, 190, 105)


@pytest.mark.parametrize(
    ("drawing", "digits"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([DIGIT], [DIGIT], id="one"),
        pytest.param([DIGIT, OTHER], [DIGIT, OTHER], id="two"),
        pytest.param([DIGIT, (120, 100, 124, 104)], [DIGIT], id="a speck beside one"),
        pytest.param([(5, 70, 295, 74)], [], id="a rule"),
        pytest.param([DIGIT, (0, 20, 20, 120)], [DIGIT], id="a neighbour cut off by the edge"),
        pytest.param([(0, 20, 40, 120)], [(0, 20, 40, 120)], id="a single digit that touches one edge"),
        pytest.param([(0, 0, 300, 140)], [], id="a shadow that touches three edges"),
        pytest.param([(50, 20, 92, 26), (48, 34, 90, 110)], [(48, 20, 92, 110)], id="the detached top of a 5"),
        pytest.param(
            [(40, 10, 70, 60), (40, 70, 70, 120)], [(40, 10, 70, 60), (40, 70, 70, 120)], id="one above the other"
        ),
    ],
)
def test_segment_digits_are_found(drawing: list[tuple[int, int, int, int]], digits: list[tuple[int, ...]]) -> None:
    assert sorted_boxes(drawn(*drawing)) == digits


def test_segment_strokes_touching_at_a_corner_are_one_digit() -> None:
    mask = np.zeros((100, 100), np.uint8)
    cv2.line(mask, (20, 20), (60, 80), 255, 1, cv2.LINE_8)
    assert len(segment(mask)) == 1


@settings(deadline=None, max_examples=60)
@given(mask=hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=60)))
def test_segment_any_mask_gives_boxes_inside_it(mask: NDArray[np.uint8]) -> None:
    boxes = segment(mask)
    assert boxes.shape == (len(boxes), 4)
    assert boxes.dtype == np.int32
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, :2] < boxes[:, 2:]).all()
    assert (boxes[:, 2:] <= [mask.shape[1], mask.shape[0]]).all()
