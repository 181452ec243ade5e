import numpy as np
import pytest

from digitcam.training.render.ink import Ink
from digitcam.training.render.pen import AS_SCANNED, Fade, line_shape, placement, scanned_shape, write


@pytest.mark.parametrize("radius", [1.0, 6.0])
def test_write_ink_lies_in_the_returned_box(ink: Ink, radius: float) -> None:
    rng = np.random.default_rng(3)
    for shape in (line_shape(ink.skeletons.lines[0], rng), scanned_shape(ink.images[0])):
        canvas = np.zeros((192, 192), np.float32)
        x0, y0, x1, y1 = write(canvas, shape, placement(shape, (100, 90), 80, rng), radius, rng)
        rows, columns = np.nonzero(canvas > 0.5)
        assert rows.size > 50
        assert x0 - 2 <= columns.min() <= x0 + 3
        assert x1 - 3 <= columns.max() <= x1 + 2
        assert y0 - 2 <= rows.min()
        assert rows.max() <= y1 + 2


def test_write_beyond_the_canvas_draws_nothing(ink: Ink) -> None:
    rng = np.random.default_rng(3)
    shape = line_shape(ink.skeletons.lines[0], rng)
    canvas = np.zeros((50, 50), np.float32)
    write(canvas, shape, placement(shape, (500, 500), 40, rng), 2, rng)
    assert not canvas.any()


def test_scanned_shape_lower_fade_is_wider(ink: Ink) -> None:
    thin, scanned, wide = (
        float(scanned_shape(ink.images[0], fade).field.sum()) for fade in (Fade(0.5, 0.9), AS_SCANNED, Fade(0.05, 0.3))
    )
    assert thin < scanned < wide
