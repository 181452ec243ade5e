import pytest

from digitcam.config import BoxName
from digitcam.vision.region import region_of_interest


@pytest.mark.parametrize(
    ("width", "height", "box", "region"),
    [
        (640, 480, "digit", (245, 165, 395, 315)),
        (640, 480, "number", (95, 165, 545, 315)),
        (640, 480, "whole", (0, 0, 640, 480)),
        (1280, 720, "digit", (527, 247, 752, 472)),
        (320, 240, "digit", (122, 82, 197, 157)),
        (480, 640, "number", (0, 240, 480, 400)),
        (1, 1, "digit", (0, 0, 1, 1)),
    ],
)
def test_region_of_interest_is_centred_and_in_proportion(
    width: int, height: int, box: BoxName, region: tuple[int, ...]
) -> None:
    assert region_of_interest(width, height, box) == region


@pytest.mark.parametrize("box", ["digit", "number", "whole"])
@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (7680, 4320), (17, 3)])
def test_region_of_interest_lies_inside_any_picture(size: tuple[int, int], box: BoxName) -> None:
    x0, y0, x1, y1 = region_of_interest(*size, box)
    assert 0 <= x0 < x1 <= size[0]
    assert 0 <= y0 < y1 <= size[1]
