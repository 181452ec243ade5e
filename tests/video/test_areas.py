import numpy as np
import pytest

from digitcam.readings import Box, Digit, Reading
from digitcam.video.areas import FrameArea, scale_reading

VGA = FrameArea(640, 480, "whole")


@pytest.mark.parametrize(
    ("area", "is_same"),
    [
        (FrameArea(640, 480, "whole"), True),
        (FrameArea(320, 240, "whole"), True),
        (FrameArea(426, 320, "whole"), True),
        (FrameArea(480, 640, "whole"), False),
        (FrameArea(640, 360, "whole"), False),
        (FrameArea(320, 240, "digit"), False),
    ],
)
def test_shows_same_as_only_for_the_same_box_and_aspect(area: FrameArea, is_same: bool) -> None:
    assert area.shows_same_as(VGA) is is_same
    assert VGA.shows_same_as(area) is is_same


def test_scale_reading_moves_boxes_and_keeps_them_in_the_frame() -> None:
    nothing = np.zeros(10, np.float32)
    boxes = Box(100, 200, 301, 480), Box(639, 0, 640, 480)
    reading = Reading((tuple(Digit(1, 0.9, box, nothing, nothing) for box in boxes),), VGA.region)
    scaled = scale_reading(reading, VGA, FrameArea(320, 240, "whole"))
    assert scaled.region == Box(0, 0, 320, 240)
    assert [digit.box for digit in scaled.digits] == [Box(50, 100, 150, 240), Box(320, 0, 320, 240)]
    assert scale_reading(Reading(), VGA, VGA).digits == ()
