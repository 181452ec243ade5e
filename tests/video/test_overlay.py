import numpy as np
import pytest

from digitcam.readings import Box, Digit, Reading
from digitcam.video.overlay import (
    NO_ANNOTATION,
    WHITE,
    Annotation,
    annotation_of,
    draw_live,
    draw_picture,
    mirror_planes,
)
from digitcam.video.planes import PlaneLayout, Planes

REGION = Box(20, 30, 60, 70)


def planes(height: int, width: int, padding: int) -> Planes:
    """Return a picture with varying bytes, padding included."""
    strides = width + padding, (width + 1) // 2 + padding
    rows = height, (height + 1) // 2
    y, u = (np.arange(r * s, dtype=np.uint32).astype(np.uint8) for r, s in zip(rows, strides, strict=True))
    return Planes(y, u, u[::-1].copy(), PlaneLayout(height, width, *strides))


def changed(before: Planes, after: Planes) -> list[np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Which bytes of each plane have changed, row by row."""
    _, _, luma, chroma = before.layout
    strides = (luma, chroma, chroma)
    return [(a != b).reshape(-1, s) for a, b, s in zip(before[:3], after[:3], strides, strict=True)]


def copied(picture: Planes) -> Planes:
    return Planes(picture.y.copy(), picture.u.copy(), picture.v.copy(), picture.layout)


@pytest.mark.parametrize("padding", [0, 32])
@pytest.mark.parametrize(("height", "width"), [(100, 80), (101, 81)])
def test_draw_live_without_reading_draws_only_the_box(height: int, width: int, padding: int) -> None:
    before = planes(height, width, padding)
    after = copied(before)
    draw_live(after, REGION, NO_ANNOTATION, mirror=False)
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
    return Digit(1, 0.9, Box(x0, y0, x1, y1), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


@pytest.mark.parametrize(
    ("digits", "framed"),
    [
        pytest.param([digit(100, 100, 200, 339)], 1, id="one, small"),
        pytest.param([digit(100, 100, 340, 200)], 0, id="one, large"),
        pytest.param([digit(100, 100, 340, 200), digit(400, 100, 640, 200)], 2, id="two"),
        pytest.param([], 0, id="none"),
    ],
)
def test_annotation_of_small_or_several_digits_have_boxes(digits: list[Digit], framed: int) -> None:
    shown = annotation_of(Reading((tuple(digits),) if digits else (), Box(0, 0, 640, 480)))
    assert shown.boxes == tuple(d.box for d in digits)[:framed]


def test_annotation_of_digit_without_pixels_has_no_box() -> None:
    shown = annotation_of(Reading(((digit(0, 0, 9, 9), digit(80, 0, 80, 9), digit(3, 9, 9, 9)),), Box(0, 0, 80, 101)))
    assert shown.text.startswith("111")
    assert shown.boxes == (Box(0, 0, 9, 9),)


def test_draw_live_padding_is_never_written() -> None:
    before = planes(101, 81, 15)
    after = copied(before)
    digits = digit(22, 35, 37, 65), digit(42, 35, 57, 65)
    reading = Reading((digits,), Box(0, 0, 81, 101))
    draw_picture(after, reading.region, np.full((20, 20), 255, np.uint8))
    draw_live(after, reading.region, annotation_of(reading), mirror=True)
    for is_changed, width in zip(changed(before, after), (81, 41, 41), strict=True):
        assert is_changed[:, :width].any()
        assert not is_changed[:, width:].any()


def test_mirror_planes_flips_odd_widths() -> None:
    y, u, v = (np.arange(n, dtype=np.uint8).reshape(1, n) for n in (5, 3, 3))
    mirror_planes(Planes(y[0], u[0], v[0], PlaneLayout(1, 5, 5, 3)))
    assert (y.tolist(), u.tolist(), v.tolist()) == ([[4, 3, 2, 1, 0]], [[2, 1, 0]], [[2, 1, 0]])


def test_annotation_mirrored_moves_region_and_boxes_and_keeps_the_text() -> None:
    boxes = (Box(0, 10, 10, 20), Box(50, 10, 60, 20))
    mirrored = Annotation("11  90%", Box(0, 5, 30, 10), boxes).mirrored(100)
    assert mirrored == ("11  90%", (70, 5, 100, 10), ((90, 10, 100, 20), (40, 10, 50, 20)))
    assert NO_ANNOTATION.mirrored(100).boxes == ()
