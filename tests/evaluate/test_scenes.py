from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.evaluate.scenes import draw_sheet, photograph, scenes
from digitcam.evaluate.styles import STYLES
from digitcam.vision.normalise import normalise


@pytest.fixture(scope="module")
def images() -> Mnist:
    return mnist.load()


@pytest.mark.parametrize("kind", STYLES)
def test_scenes_same_number_is_the_same_picture(images: Mnist, kind: str) -> None:
    (first,) = scenes(kind, images, 1)
    again, second = scenes(kind, images, 2)
    picture = first.picture()
    assert (picture.shape, str(picture.dtype)) == ((480, 640), "uint8")
    assert len(first.truth) == STYLES[kind].digits
    assert (first.name, first.truth, first.kind) == (again.name, again.truth, kind)
    assert np.array_equal(picture, first.picture())
    assert np.array_equal(picture, again.picture())
    assert not np.array_equal(picture, second.picture())


def test_scenes_use_each_image_once(images: Mnist) -> None:
    few = replace(images, x_test=images.x_test[:7], y_test=np.arange(7, dtype=np.uint8))
    assert sorted(scene.truth for scene in scenes("scene_clean", few, 100)) == list("0123456")
    numbers = [scene.truth for scene in scenes("scene_number", few, 100)]
    assert [len(number) for number in numbers] == [3, 3]
    assert len(set("".join(numbers))) == 6


def test_scenes_each_number_has_another_sheet(images: Mnist) -> None:
    alike = replace(images, x_test=images.x_test[[0, 0]], y_test=images.y_test[[0, 0]])
    first, second = (scene.picture().astype(int) for scene in scenes("scene_clean", alike, 2))
    assert np.abs(first - second).max() > 50


def test_scenes_use_the_test_split(images: Mnist) -> None:
    single = replace(images, x_train=np.zeros_like(images.x_train), x_test=images.x_test[:1], y_test=images.y_test[:1])
    (scene,) = scenes("scene_clean", single, 1)
    assert np.ptp(scene.picture()) > 80


@pytest.mark.parametrize("nth", range(20))
def test_draw_sheet_ink_is_the_image(images: Mnist, nth: int) -> None:
    """The normalised ink of a scene is the test image, so that the ground truth is what is visible."""
    style = replace(STYLES["scene_clean"], turn_deg=0, light=(0, 0))
    sheet = draw_sheet(style, images.x_test[nth : nth + 1], np.random.default_rng(nth))
    ink = np.asarray(255 * (sheet.max() - sheet) / np.ptp(sheet), np.uint8)
    x, y, w, h = cv2.boundingRect(ink)
    (patch,) = normalise(ink, np.array([[x, y, x + w, y + h]], np.int32))
    assert likeness(patch, images.x_test[nth]) > 0.9


@pytest.mark.parametrize("kind", STYLES)
def test_draw_sheet_all_ink_is_inside(images: Mnist, kind: str) -> None:
    style = replace(STYLES[kind], ruled=0, light=(0, 0), shadow=(0, 0))
    for nth in range(30):
        rng = np.random.default_rng(nth)
        digits = images.x_test[nth : nth + style.digits]
        sheet = draw_sheet(style, digits, rng)
        border = np.concatenate([sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1]])
        assert np.ptp(border) == 0
        assert np.ptp(sheet) >= min(style.contrast[0], style.paper[0] - 15) * 0.9


def test_draw_sheet_wide_writing_is_reduced() -> None:
    wide = np.zeros((5, 28, 28), np.uint8)
    wide[:, 12:16, 4:24] = 255
    style = replace(STYLES["scene_number"], height=(0.4, 0.4), light=(0, 0), tilt=0)
    sheet = draw_sheet(style, wide, np.random.default_rng(0))
    inked = np.flatnonzero((sheet < sheet.max() - 10).any(axis=0))
    assert inked[0] >= 0.07 * 640
    assert inked[-1] <= 0.93 * 640
    assert np.count_nonzero(np.diff(inked) > 1) == 4


def test_draw_sheet_dark_style_has_light_ink(images: Mnist) -> None:
    for scene in scenes("scene_dark", images, 10):
        picture = scene.picture().astype(int)
        assert picture.max() - np.median(picture) > np.median(picture) - picture.min() + 30


def test_scenes_only_held_sheets_have_a_room(images: Mnist) -> None:
    def variation_along_the_sides(kind: str) -> float:
        pictures = [scene.picture().astype(float) for scene in scenes(kind, images, 10)]
        sides = [np.concatenate([p[2], p[-3], p[:, 2], p[:, -3]]) for p in pictures]
        return float(np.median([np.abs(np.diff(side[::8])).max() for side in sides]))

    assert variation_along_the_sides("scene_sheet") > 2 * variation_along_the_sides("scene_room")


def test_draw_sheet_without_digits_is_blank(images: Mnist) -> None:
    sheet = draw_sheet(STYLES["scene_clean"], images.x_test[:0], np.random.default_rng(0))
    assert sheet.shape == (480, 640)
    assert sheet.min() > 0.85 * sheet.max()


@pytest.mark.parametrize(("field", "value"), [("ruled", 1.0), ("shadow", (0.4, 0.4)), ("tilt", 0.1), ("noise", (9, 9))])
def test_scenes_each_style_parameter_shows(images: Mnist, field: str, value: object) -> None:
    def rendered(changes: dict[str, object]) -> NDArray[np.uint8]:
        style = replace(STYLES["scene_clean"], **changes)  # type: ignore[arg-type]
        rng = np.random.default_rng(3)
        return photograph(draw_sheet(style, images.x_test[:1], rng), style, rng)

    difference = np.abs(rendered({field: value}).astype(int) - rendered({}).astype(int))
    assert difference.max() > 25


def likeness(one: NDArray[np.float32], other: NDArray[np.uint8]) -> float:
    """Return the correlation of two patches at the best shift; a bolder pen may move the centre of mass by a pixel."""
    moved = [np.roll(one, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return max(float(np.corrcoef(patch.ravel(), other.ravel())[0, 1]) for patch in moved)
