from typing import Final

import numpy as np
import pytest

from digitcam.config import BoxName
from digitcam.readings import Box, Digit, Reading
from digitcam.video.hold_drawing import draw_hold
from digitcam.video.keeper import FLASH_S, Hold
from digitcam.video.outline import DARK_LUMA
from digitcam.video.overlay import (
    GREEN,
    NO_ANNOTATION,
    WHITE,
    Annotation,
    annotation_of,
    draw_live,
    draw_picture,
    mirror_planes,
)
from digitcam.video.planes import PlaneLayout, Planes
from digitcam.vision.region import region_of_interest

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
    near = np.zeros_like(edges)
    near[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2] = True
    near[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3] = False
    np.testing.assert_array_equal(after.luma[~near], before.luma[~near])
    assert set(after.luma[after.luma != before.luma]) <= {WHITE.y, DARK_LUMA}
    for is_changed in changed(before, after)[1:]:
        rows, columns = np.nonzero(is_changed)
        assert set(rows) <= set(range(y0 // 2 - 1, (y1 + 1) // 2 + 1))
        assert set(columns) <= set(range(x0 // 2 - 1, (x1 + 1) // 2 + 1))
        assert not is_changed[y0 // 2 + 2 : y1 // 2 - 2, x0 // 2 + 2 : x1 // 2 - 2].any()
    for plane in after.chroma:
        assert (plane[y0 // 2, x0 // 2 : x1 // 2] == WHITE.u).all()
        assert (plane[y0 // 2 : y1 // 2, (x1 - 1) // 2] == WHITE.u).all()


GROUNDS: Final = {"blackboard": 16, "dark": 60, "middle": 126, "paper": 200, "white": 235}
SIZES: Final = ((640, 480), (480, 640), (1280, 720), (1920, 1080), (320, 240), (641, 479), (96, 96))

MIN_CONTRAST: Final = 100
"""Luma that a line differs from what is beside it, at least, on any ground."""


def even(width: int, height: int, luma: int) -> Planes:
    """Return a picture of one colour."""
    size, half = width * height, (width + 1) // 2 * ((height + 1) // 2)
    chroma = np.full(half, 128, np.uint8)
    return Planes(
        np.full(size, luma, np.uint8), chroma, chroma.copy(), PlaneLayout(height, width, width, (width + 1) // 2)
    )


def contrast(picture: Planes, row: int, columns: slice, ground: int) -> int:
    """Return the largest difference from the ground in a part of a row."""
    return int(np.abs(picture.luma[row, columns].astype(int) - ground).max())


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("box", ["digit", "number", "whole"])
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=list(GROUNDS))
def test_draw_live_box_and_frames_show_on_every_ground(
    ground: int, width: int, height: int, box: BoxName, mirror: bool
) -> None:
    region = region_of_interest(width, height, box)
    middle, reach = (region.y0 + region.y1) // 2, max(8, height // 48)
    third = region.width // 3
    digits = [
        digit(
            region.x0 + third, middle - region.height // 5, region.x0 + third + third // 2, middle + region.height // 5
        )
    ]
    picture = even(width, height, ground)
    draw_live(picture, region, annotation_of(Reading((tuple(digits),), region)), mirror=mirror)
    edges = (region, digits[0].box)
    for left, right in ((each.x0, each.x1) for each in (each.mirrored(width) if mirror else each for each in edges)):
        for x in (left, right):
            assert contrast(picture, middle, slice(max(0, x - reach), x + reach), ground) >= MIN_CONTRAST


def test_draw_live_frame_of_a_single_digit_is_thin_and_leaves_its_ink() -> None:
    picture = even(640, 480, 200)
    one = digit(290, 200, 350, 280)
    draw_live(
        picture, Box(245, 165, 395, 315), annotation_of(Reading(((one,),), Box(245, 165, 395, 315))), mirror=False
    )
    across = picture.luma[240, 280:290].tolist()
    assert across == [200] * 7 + [DARK_LUMA, GREEN.y, DARK_LUMA]
    assert (picture.luma[one.box.rows, one.box.columns] == 200).all()
    u, v = picture.chroma
    assert (int(u[120, 144]), int(v[120, 144])) == (GREEN.u, GREEN.v)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_draw_live_corners_are_stronger_than_the_sides(width: int, height: int) -> None:
    picture, region = even(width, height, 126), region_of_interest(width, height, "digit")
    draw_live(picture, region, NO_ANNOTATION, mirror=False)
    across = slice(max(0, region.x0 - 30), region.x0 + region.width // 2)
    at_the_middle = (picture.luma[(region.y0 + region.y1) // 2, across] == WHITE.y).sum()
    near_the_corner = (picture.luma[region.y0 + region.height // 8, across] == WHITE.y).sum()
    assert near_the_corner == 3 * at_the_middle


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("box", ["digit", "number", "whole"])
@pytest.mark.parametrize(("width", "height"), [*SIZES, (1, 1), (2, 3), (17, 5)])
def test_draw_hold_bar_fills_and_the_box_flashes(width: int, height: int, box: BoxName, mirror: bool) -> None:
    region, green = region_of_interest(width, height, box), []
    for now_s in (10.0, 10.25, 10.5, 10.75, 11.0, 12.0):
        picture = even(width, height, 126)
        draw_hold(picture, region, Hold(since_s=10.0), now_s, mirror=mirror)
        green.append(int((picture.luma == GREEN.y).sum()))
    assert green[0] == 0
    assert green == sorted(green)
    assert green[4] == green[5]
    if width >= 96:
        assert green[2] == pytest.approx(green[4] / 2, rel=0.05)
        assert green[4] >= 0.8 * region.width
    flashing, calm = even(width, height, 126), even(width, height, 126)
    draw_hold(flashing, region, Hold(kept_s=10.0), 10.0 + FLASH_S / 2, mirror=mirror)
    assert (flashing.luma == GREEN.y).any()
    draw_hold(calm, region, Hold(kept_s=10.0), 10.0 + FLASH_S + 0.01, mirror=mirror)
    assert (calm.luma == 126).all()
    draw_hold(calm, region, Hold(kept_s=10.0), 10.0 + FLASH_S / 2, mirror=mirror, flash=False)
    assert (calm.luma == 126).all()


def digit(x0: int, y0: int, x1: int, y1: int) -> Digit:
    return Digit(1, 0.9, Box(x0, y0, x1, y1), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


@pytest.mark.parametrize(
    "digits",
    [
        pytest.param([digit(100, 100, 200, 339)], id="one, small"),
        pytest.param([digit(100, 100, 340, 200)], id="one, large"),
        pytest.param([digit(100, 100, 340, 200), digit(400, 100, 640, 200)], id="two"),
        pytest.param([], id="none"),
    ],
)
def test_annotation_of_every_digit_has_a_box(digits: list[Digit]) -> None:
    shown = annotation_of(Reading((tuple(digits),) if digits else (), Box(0, 0, 640, 480)))
    assert shown.boxes == tuple(d.box for d in digits)


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
