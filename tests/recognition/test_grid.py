import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.recognition.grid import dark_on_light, find_boxes

DIGIT = 40
"""Height of the digits that are written into the boxes, pixels."""


def ruled(rows: int, columns: int, width: float = 2.0, height: float = 1.8, darker: int = 60) -> NDArray[np.uint8]:
    """Return paper (800, 800) with a grid of boxes of this size, in heights of a digit."""
    paper = np.full((800, 800), 200, np.uint8)
    w, h = round(width * DIGIT), round(height * DIGIT)
    for row in range(rows + 1):
        cv2.line(paper, (50, 50 + row * h), (50 + columns * w, 50 + row * h), 200 - darker, 2)
    for column in range(columns + 1):
        cv2.line(paper, (50 + column * w, 50), (50 + column * w, 50 + rows * h), 200 - darker, 2)
    return paper


def turned(paper: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    matrix = cv2.getRotationMatrix2D((400, 400), degrees, 0.9)
    return np.asarray(cv2.warpAffine(paper, matrix, (800, 800), borderValue=200), np.uint8)


@pytest.mark.parametrize("degrees", [-3, 0, 3])
@pytest.mark.parametrize("darker", [12, 60])
def test_find_boxes_finds_each_box_of_a_grid(degrees: float, darker: int) -> None:
    boxes = find_boxes(turned(ruled(6, 5, darker=darker), degrees), DIGIT)
    assert len(boxes) == 30
    assert boxes[:, 2:] - boxes[:, :2] == pytest.approx(np.tile([2.0, 1.8], (30, 1)) * 0.9 * DIGIT, abs=14)


def test_find_boxes_finds_boxes_whose_lines_are_written_over() -> None:
    paper = ruled(6, 5)
    for x, y in ((130, 86), (210, 158), (290, 230)):
        cv2.putText(paper, "8", (x - 14, y + 16), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 40, 5)
    assert len(find_boxes(paper, DIGIT)) == 30


def test_find_boxes_in_noise_finds_the_same() -> None:
    noise = np.random.default_rng(0).normal(0, 4, (800, 800))
    noisy = np.clip(ruled(6, 5) + noise, 0, 255).astype(np.uint8)
    assert len(find_boxes(noisy, DIGIT)) == 30


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(np.full((300, 400), 200, np.uint8), id="blank"),
        pytest.param(ruled(14, 1, width=17), id="ruled"),
        pytest.param(ruled(16, 16, width=1.0, height=1.0), id="squared"),
        pytest.param(np.zeros((1, 1), np.uint8), id="one pixel"),
    ],
)
def test_find_boxes_without_a_grid_finds_none(paper: NDArray[np.uint8]) -> None:
    assert find_boxes(paper, DIGIT).shape == (0, 4)


@settings(deadline=None)
@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=60)), st.floats(1, 500))
def test_find_boxes_any_picture_gives_boxes_inside_it(grey: NDArray[np.uint8], digit_height: float) -> None:
    boxes = find_boxes(grey, digit_height)
    height, width = grey.shape
    assert np.all((boxes >= 0) & (boxes <= np.array([width, height] * 2) + 1))


@pytest.mark.parametrize("thickness", [2, 5, 9])
def test_dark_on_light_is_the_negative_of_a_blackboard(thickness: int) -> None:
    paper = np.full((100, 200), 200, np.uint8)
    cv2.putText(paper, "147", (20, 70), cv2.FONT_HERSHEY_SIMPLEX, 2, 40, thickness)
    digits = [Box(18 + 40 * i, 25, 60 + 40 * i, 75) for i in range(3)]
    for picture in (paper, 255 - paper):
        assert np.array_equal(dark_on_light(picture, digits), paper)


def test_dark_on_light_without_digits_is_the_picture() -> None:
    paper = ruled(3, 3)
    assert dark_on_light(paper, []) is paper
    assert dark_on_light(paper, [Box(5, 5, 5, 9), Box(-90, -50, -40, -10), Box(900, 0, 950, 40)]) is paper
