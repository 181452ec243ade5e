"""Whether a picture still shows the same, in ink and in pencil on noisy paper."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.video.alignment import Kept, Motion, keep, motion
from tests.paper import mnist_digit, page

Grey: TypeAlias = NDArray[np.uint8]

CELL_PX = 4
DIGIT: Box = (245, 165, 395, 315)
NUMBER: Box = (95, 165, 545, 315)


def ink(*labels: int, seed: int = 0) -> Grey:
    return np.ascontiguousarray(page(*map(mnist_digit, labels), seed=seed)[:, :, 1])


def pencil(*labels: int, seed: int = 0) -> Grey:
    """A fifth of the ink's contrast, and three times the noise."""
    noise = np.random.default_rng([seed, 1]).normal(0, 6, (480, 640))
    return np.clip(205 + 0.2 * (ink(*labels).astype(np.float32) - 205) + noise, 0, 255).astype(np.uint8)


def in_hand(sheet: Grey, x: float = 0, y: float = 0, zoom: float = 1, turn: float = 0) -> Grey:
    """The sheet moved about its middle."""
    matrix = np.array([[zoom, -turn, 0], [turn, zoom, 0]], np.float64)
    matrix[:, 2] = (320, 240) - matrix[:, :2] @ (320, 240) + (x, y)
    return np.asarray(cv2.warpAffine(sheet, matrix, (640, 480), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def cut(sheet: Grey, box: Box = DIGIT) -> Grey:
    x0, y0, x1, y1 = box
    return sheet[y0:y1, x0:x1]


def kept(sheet: Grey, box: Box = DIGIT) -> Kept:
    found = keep(cut(sheet, box), [(0, 0, box[2] - box[0], box[3] - box[1])], CELL_PX)
    assert found is not None
    return found


pens = pytest.mark.parametrize("pen", [ink, pencil])


@pens
@pytest.mark.parametrize("label", range(10))
def test_a_digit_in_a_hand_stays_the_same(pen: Callable[..., Grey], label: int) -> None:
    moved = motion(kept(pen(label)), cut(in_hand(pen(label, seed=1), 5, -3, 1.03, 0.03)))
    assert moved is not None
    assert moved == pytest.approx((5, -3, 1.03, 0.03), abs=1.5)
    assert (moved.zoom, moved.turn) == pytest.approx((1.03, 0.03), abs=0.02)


@pens
@pytest.mark.parametrize(
    ("before", "after"), [(1, 7), (7, 1), (3, 8), (8, 3), (5, 6), (0, 6), (4, 9), (9, 4), (7, 9), (2, 3)]
)
def test_another_digit_of_similar_shape_is_not_the_same(pen: Callable[..., Grey], before: int, after: int) -> None:
    assert motion(kept(pen(before)), cut(in_hand(pen(after, seed=1), 2, 2))) is None


@pens
@pytest.mark.parametrize("label", range(10))
def test_a_digit_that_has_gone_is_missed(pen: Callable[..., Grey], label: int) -> None:
    assert motion(kept(pen(label)), cut(pen(seed=1))) is None


@pens
@pytest.mark.parametrize("label", range(10))
def test_one_of_two_that_comes_or_goes_is_noticed(pen: Callable[..., Grey], label: int) -> None:
    both, one = pen(4, label), pen(4, label, seed=1)
    one[:, 320:] = pen(seed=2)[:, 320:]
    assert motion(kept(both, NUMBER), cut(one, NUMBER)) is None
    assert motion(kept(one, NUMBER), cut(both, NUMBER)) is None


def test_a_digit_that_only_fills_a_fiftieth_of_the_box_is_noticed() -> None:
    small = cv2.resize(ink(3)[180:300, 260:380], (36, 36), interpolation=cv2.INTER_AREA)
    joined = ink(4)
    joined[220:256, 480:516] = small
    assert motion(kept(ink(4, seed=1), NUMBER), cut(joined, NUMBER)) is None


def test_another_light_is_not_another_picture() -> None:
    darker = np.asarray(ink(5, seed=1) - np.uint8(12))
    assert motion(kept(ink(5)), cut(darker)) is not None


def test_a_row_of_strokes_that_moved_by_one_is_not_taken_for_unmoved() -> None:
    sheet = np.full((480, 640), 205, np.uint8)
    sheet[190:290, 120:540:40] = sheet[190:290, 124:540:40] = 60
    moved = motion(kept(sheet, NUMBER), cut(np.roll(sheet, 36, axis=1), NUMBER))
    assert moved is None or abs(moved.x) < 150 / 8


@pytest.mark.parametrize("boxes", [[], [(10, 10, 60, 60)]])
def test_where_nothing_stands_out_nothing_is_kept(boxes: list[Box]) -> None:
    assert keep(cut(ink()), boxes, CELL_PX) is None


def test_too_small_a_picture_is_not_kept() -> None:
    assert keep(ink(7)[200:240, 280:360], [(0, 0, 80, 40)], CELL_PX) is None


def test_the_faintest_digit_sets_what_is_a_change() -> None:
    bold, both = ink(4), ink(4, 7)
    both[:, 320:] = pencil(4, 7)[:, 320:]
    left, right = (110, 0, 210, 150), (240, 0, 340, 150)
    one, two = keep(cut(bold, NUMBER), [(170, 0, 280, 150)], CELL_PX), keep(cut(both, NUMBER), [left, right], CELL_PX)
    assert one is not None
    assert two is not None
    assert two.most < one.most / 3


def test_points_move_about_the_middle() -> None:
    assert Motion(3, 4, 2, 0).of(10, 0) == (23, 4)
    assert Motion(0, 0, 0, 1).of(10, 0) == (0, 10)
