from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.readings import Box
from digitcam.video.alignment import Similarity, Template, align, make_template
from tests.paper import mnist_digit, page

Grey: TypeAlias = NDArray[np.uint8]

CELL_PX = 4
DIGIT = Box(245, 165, 395, 315)
NUMBER = Box(95, 165, 545, 315)


def ink(*labels: int, seed: int = 0) -> Grey:
    return np.ascontiguousarray(page(*map(mnist_digit, labels), seed=seed)[:, :, 1])


def pencil(*labels: int, seed: int = 0) -> Grey:
    """Return the sheet with a fifth of the ink's contrast and three times the noise."""
    noise = np.random.default_rng([seed, 1]).normal(0, 6, (480, 640))
    return np.clip(205 + 0.2 * (ink(*labels).astype(np.float32) - 205) + noise, 0, 255).astype(np.uint8)


def in_hand(sheet: Grey, x: float = 0, y: float = 0, zoom: float = 1, turn: float = 0) -> Grey:
    """Return the sheet moved about its centre."""
    matrix = np.array([[zoom, -turn, 0], [turn, zoom, 0]], np.float64)
    matrix[:, 2] = (320, 240) - matrix[:, :2] @ (320, 240) + (x, y)
    return np.asarray(cv2.warpAffine(sheet, matrix, (640, 480), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def cut(sheet: Grey, box: Box = DIGIT) -> Grey:
    return sheet[box.rows, box.columns]


def template_of(sheet: Grey, box: Box = DIGIT) -> Template:
    template = make_template(cut(sheet, box), [Box(0, 0, box.width, box.height)], CELL_PX)
    assert template is not None
    return template


pens = pytest.mark.parametrize("pen", [ink, pencil])


@pens
@pytest.mark.parametrize("label", range(10))
def test_align_digit_in_a_hand_returns_its_motion(pen: Callable[..., Grey], label: int) -> None:
    moved = align(template_of(pen(label)), cut(in_hand(pen(label, seed=1), 5, -3, 1.03, 0.03)))
    assert moved is not None
    assert moved == pytest.approx((5, -3, 1.03, 0.03), abs=1.5)
    assert (moved.zoom, moved.turn) == pytest.approx((1.03, 0.03), abs=0.02)


@pens
@pytest.mark.parametrize(
    ("before", "after"), [(1, 7), (7, 1), (3, 8), (8, 3), (5, 6), (0, 6), (4, 9), (9, 4), (7, 9), (2, 3)]
)
def test_align_similar_digit_returns_none(pen: Callable[..., Grey], before: int, after: int) -> None:
    assert align(template_of(pen(before)), cut(in_hand(pen(after, seed=1), 2, 2))) is None


@pens
@pytest.mark.parametrize("label", range(10))
def test_align_digit_gone_returns_none(pen: Callable[..., Grey], label: int) -> None:
    assert align(template_of(pen(label)), cut(pen(seed=1))) is None


@pens
@pytest.mark.parametrize("label", range(10))
def test_align_one_of_two_digits_comes_or_goes_returns_none(pen: Callable[..., Grey], label: int) -> None:
    both, one = pen(4, label), pen(4, label, seed=1)
    one[:, 320:] = pen(seed=2)[:, 320:]
    assert align(template_of(both, NUMBER), cut(one, NUMBER)) is None
    assert align(template_of(one, NUMBER), cut(both, NUMBER)) is None


def test_align_small_digit_joins_returns_none() -> None:
    small = cv2.resize(ink(3)[180:300, 260:380], (36, 36), interpolation=cv2.INTER_AREA)
    joined = ink(4)
    joined[220:256, 480:516] = small
    assert align(template_of(ink(4, seed=1), NUMBER), cut(joined, NUMBER)) is None


def test_align_other_brightness_is_no_change() -> None:
    darker = np.asarray(ink(5, seed=1) - np.uint8(12))
    assert align(template_of(ink(5)), cut(darker)) is not None


def test_align_row_of_strokes_shifted_by_one_is_not_unmoved() -> None:
    sheet = np.full((480, 640), 205, np.uint8)
    sheet[190:290, 120:540:40] = sheet[190:290, 124:540:40] = 60
    moved = align(template_of(sheet, NUMBER), cut(np.roll(sheet, 36, axis=1), NUMBER))
    assert moved is None or abs(moved.x) < 150 / 8


@pytest.mark.parametrize("boxes", [[], [Box(10, 10, 60, 60)]])
def test_make_template_without_contrast_returns_none(boxes: list[Box]) -> None:
    assert make_template(cut(ink()), boxes, CELL_PX) is None


def test_make_template_small_picture_returns_none() -> None:
    assert make_template(ink(7)[200:240, 280:360], [Box(0, 0, 80, 40)], CELL_PX) is None


def test_make_template_faintest_digit_sets_the_threshold() -> None:
    bold, both = ink(4), ink(4, 7)
    both[:, 320:] = pencil(4, 7)[:, 320:]
    left, right = Box(110, 0, 210, 150), Box(240, 0, 340, 150)
    one, two = (
        make_template(cut(bold, NUMBER), [Box(170, 0, 280, 150)], CELL_PX),
        make_template(cut(both, NUMBER), [left, right], CELL_PX),
    )
    assert one is not None
    assert two is not None
    assert two.max_difference < one.max_difference / 3


def test_similarity_apply_moves_points_about_the_centre() -> None:
    assert Similarity(3, 4, 2, 0).apply(10, 0) == (23, 4)
    assert Similarity(0, 0, 0, 1).apply(10, 0) == (0, 10)
