import numpy as np
import pytest

from digitcam.readings import Box, Digit, Reading
from digitcam.video.overlay import NO_MARKS, WHITE, Layout, Planes, draw_live, draw_seen, marks

REGION: Box = (20, 30, 60, 70)


def planes(height: int, width: int, padding: int) -> Planes:
    """A picture whose every byte, the padding included, has some value of its own."""
    strides = width + padding, (width + 1) // 2 + padding
    rows = height, (height + 1) // 2
    y, u = (np.arange(r * s, dtype=np.uint32).astype(np.uint8) for r, s in zip(rows, strides, strict=True))
    return Planes(y, u, u[::-1].copy(), Layout(height, width, *strides))


def changed(before: Planes, after: Planes) -> list[np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Which bytes of each plane have changed, row by row."""
    _, _, luma, chroma = before.layout
    strides = (luma, chroma, chroma)
    return [(a != b).reshape(-1, s) for a, b, s in zip(before[:3], after[:3], strides, strict=True)]


def copied(picture: Planes) -> Planes:
    return Planes(picture.y.copy(), picture.u.copy(), picture.v.copy(), picture.layout)


@pytest.mark.parametrize("padding", [0, 32])
@pytest.mark.parametrize(("height", "width"), [(100, 80), (101, 81)])
def test_the_box_is_white_and_all_else_untouched(height: int, width: int, padding: int) -> None:
    before = planes(height, width, padding)
    after = copied(before)
    draw_live(after, REGION, NO_MARKS, mirror_first=False)
    x0, y0, x1, y1 = REGION
    edges = np.zeros((height, width), np.bool_)
    edges[y0:y1, x0:x1] = True
    edges[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1] = False
    assert (after.luma[edges] == WHITE.y).all()
    np.testing.assert_array_equal(after.luma[~edges], before.luma[~edges])
    for is_changed in changed(before, after)[1:]:
        rows, columns = np.nonzero(is_changed)
        assert set(rows) <= set(range(y0 // 2, (y1 + 1) // 2))
        assert set(columns) <= set(range(x0 // 2, (x1 + 1) // 2))
        assert not is_changed[y0 // 2 + 1 : y1 // 2 - 1, x0 // 2 + 1 : x1 // 2 - 1].any()
    for plane in after.chroma:
        assert (plane[y0 // 2, x0 // 2 : x1 // 2] == WHITE.u).all()
        assert (plane[y0 // 2 : y1 // 2, (x1 - 1) // 2] == WHITE.u).all()


def digit(x0: int, y0: int, x1: int, y1: int) -> Digit:
    return Digit(1, 0.9, (x0, y0, x1, y1), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


@pytest.mark.parametrize(
    ("digits", "framed"),
    [
        pytest.param([digit(100, 100, 200, 339)], 1, id="one, small"),
        pytest.param([digit(100, 100, 340, 200)], 0, id="one, large"),
        pytest.param([digit(100, 100, 340, 200), digit(400, 100, 640, 200)], 2, id="two"),
        pytest.param([], 0, id="none"),
    ],
)
def test_what_is_not_plain_to_see_is_framed(digits: list[Digit], framed: int) -> None:
    shown = marks(Reading((tuple(digits),) if digits else (), (0, 0, 640, 480), np.zeros((0, 0), np.uint8)))
    assert shown.boxes == tuple(d.box for d in digits)[:framed]


def test_the_padding_is_never_written_to() -> None:
    before = planes(101, 81, 15)
    after = copied(before)
    digits = digit(22, 35, 37, 65), digit(42, 35, 57, 65)
    reading = Reading((digits,), (0, 0, 81, 101), np.full((20, 20), 255, np.uint8))
    draw_seen(after, reading)
    draw_live(after, reading.region, marks(reading), mirror_first=True)
    for is_changed, width in zip(changed(before, after), (81, 41, 41), strict=True):
        assert is_changed[:, :width].any()
        assert not is_changed[:, width:].any()
