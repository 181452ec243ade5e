import numpy as np
import pytest

from digitcam.recognition.layout import reading_order

Boxes = list[tuple[int, int, int, int]]


@pytest.mark.parametrize(
    ("boxes", "lines"),
    [
        pytest.param([], (), id="nothing"),
        pytest.param([(0, 0, 5, 9)], ((0,),), id="one"),
        pytest.param([(50, 0, 60, 20), (0, 0, 10, 20)], ((1, 0),), id="left to right"),
        pytest.param([(0, 40, 10, 60), (0, 0, 10, 20)], ((1,), (0,)), id="top to bottom"),
        pytest.param(
            [(60, 42, 70, 60), (0, 40, 10, 60), (30, 0, 40, 20), (0, 5, 10, 22)], ((3, 2), (1, 0)), id="two lines"
        ),
        pytest.param([(20 * i, 6 * i, 20 * i + 15, 6 * i + 20) for i in range(6)], (tuple(range(6)),), id="sloping"),
        pytest.param([(0, 0, 10, 40), (20, 15, 30, 30)], ((0, 1),), id="unequal heights"),
    ],
)
def test_reading_order_is_lines_from_the_top_each_from_the_left(
    boxes: Boxes, lines: tuple[tuple[int, ...], ...]
) -> None:
    assert reading_order(np.array(boxes, np.int32).reshape(-1, 4)) == lines
