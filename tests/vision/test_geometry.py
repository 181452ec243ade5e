import numpy as np
import pytest

from digitcam.vision.geometry import reduced, window
from tests.drawing import paper, stroke


@pytest.mark.parametrize(
    ("shape", "copy"),
    [
        ((150, 150), (96, 96)),
        ((480, 640), (96, 128)),
        ((1, 1), (96, 96)),
        ((1, 5000), (96, 768)),
        ((4320, 7680), (96, 176)),
    ],
)
def test_copies_are_of_multiples_of_16(shape: tuple[int, int], copy: tuple[int, int]) -> None:
    small, scale = reduced(np.full(shape, 9, np.uint8), 96)
    assert small.shape == copy
    assert (small == 9).all()
    assert scale == pytest.approx([copy[1] / shape[1], copy[0] / shape[0]])


@pytest.mark.parametrize("scale", [0.5, 1, 4, 20])
def test_what_is_in_the_middle_of_the_part_is_in_the_middle_of_the_window(scale: float) -> None:
    side = 96 * scale
    sheet = paper(int(side * 2), int(side * 3))
    at = np.array([side * 1.4, side * 0.9], np.float32)
    stroke(sheet, (int(at[0]), int(at[1])), int(side * 0.6), width=max(1, int(side * 0.1)))
    part = window(sheet, at, side, 96)
    columns = np.nonzero(part[48] < 128)[0]
    assert columns.mean() == pytest.approx(47.5, abs=2)
    rows = np.nonzero(part[:, 48] < 128)[0]
    assert (rows.min(), rows.max()) == (pytest.approx(18, abs=6), pytest.approx(78, abs=6))


@pytest.mark.parametrize("side", [5.0, 300.0])
def test_beyond_the_border_the_last_pixels_go_on(side: float) -> None:
    part = window(np.full((40, 40), 200, np.uint8), np.array([-30.0, 90.0], np.float32), side, 96)
    assert part.shape == (96, 96)
    assert (part == 200).all()
