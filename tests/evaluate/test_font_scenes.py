import numpy as np
import pytest

from digitcam.data.font_digits import font_digits
from digitcam.evaluate.font_scenes import draw_lines, font_scenes
from digitcam.evaluate.styles import FONT_STYLES


@pytest.mark.parametrize("kind", FONT_STYLES)
def test_font_scenes_same_number_is_the_same_picture(kind: str) -> None:
    (first,) = font_scenes(kind, 1)
    again, second = font_scenes(kind, 2)
    picture = first.picture()
    assert (picture.shape, str(picture.dtype)) == ((480, 640), "uint8")
    assert (first.name, first.truth, first.kind) == (again.name, again.truth, kind)
    assert np.array_equal(picture, again.picture())
    assert not np.array_equal(picture, second.picture())


def test_font_scenes_more_than_digits_are_written_again_with_another_pen() -> None:
    total = len(font_digits(held_out=True).labels)
    scenes = list(font_scenes("font_room", total + 1))
    assert scenes[0].truth == scenes[-1].truth
    assert not np.array_equal(scenes[0].picture(), scenes[-1].picture())


def test_draw_lines_width_is_the_pen() -> None:
    lines = np.zeros((84, 84), np.uint8)
    lines[42, 20:60] = 1
    for pen in (2.0, 5.0, 8.0):
        assert draw_lines(lines, pen)[:, 40].sum() / 255 == pytest.approx(pen, abs=0.1)
