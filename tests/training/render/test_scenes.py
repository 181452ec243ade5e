import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.recognition.contract import NONE
from digitcam.recognition.heatmap import find_peaks
from digitcam.training.datasets import Labelled, make_ink
from digitcam.training.render import objects, scenes
from digitcam.training.render.compositions import object_alone
from digitcam.training.render.ink import Ink
from digitcam.training.render.objects import draw_object
from digitcam.training.render.paper import clutter
from digitcam.training.render.pen import line_shape, placement, scanned_shape, write
from digitcam.training.render.scenes import Scene, crop_scene, scene
from digitcam.training.render.sheet import Sheet
from digitcam.training.render.targets import detection_target, digit_target, scene_target


@pytest.fixture(scope="module")
def supply() -> Ink:
    images = mnist.load()
    return make_ink(Labelled(images.x_train[:400], images.y_train[:400]), seed=0, variants_each=5)


def with_digit(label: int, box: tuple[float, float, float, float]) -> Scene:
    return Scene(np.zeros((96, 96), np.uint8), np.array([label]), np.array([box], np.float32))


def test_scene_same_seed_gives_the_same_picture(supply: Ink) -> None:
    first, second, third = (scene(supply, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first.grey, second.grey)
    assert np.array_equal(first.boxes, second.boxes)
    assert not np.array_equal(first.grey, third.grey)


def test_scene_pictures_are_of_many_kinds(supply: Ink) -> None:
    rng = np.random.default_rng(0)
    scenes = [scene(supply, rng) for _ in range(200)]
    counts = {min(len(s.labels), 4) for s in scenes}
    assert counts == {0, 1, 2, 3, 4}
    assert all(s.grey.shape == (96, 96) and s.grey.dtype == np.uint8 for s in scenes)
    assert all(s.boxes.shape == (len(s.labels), 4) and (s.boxes[:, 2:] > s.boxes[:, :2]).all() for s in scenes)


@pytest.mark.parametrize("radius", [1.0, 6.0])
def test_write_ink_lies_in_the_returned_box(supply: Ink, radius: float) -> None:
    rng = np.random.default_rng(3)
    for shape in (line_shape(supply.skeletons.lines[0], rng), scanned_shape(supply.images[0])):
        canvas = np.zeros((192, 192), np.float32)
        x0, y0, x1, y1 = write(canvas, shape, placement(shape, (100, 90), 80, rng), radius, rng)
        rows, columns = np.nonzero(canvas > 0.5)
        assert rows.size > 50
        assert x0 - 2 <= columns.min() <= x0 + 3
        assert x1 - 3 <= columns.max() <= x1 + 2
        assert y0 - 2 <= rows.min()
        assert rows.max() <= y1 + 2


def test_write_beyond_the_canvas_draws_nothing(supply: Ink) -> None:
    rng = np.random.default_rng(3)
    shape = line_shape(supply.skeletons.lines[0], rng)
    canvas = np.zeros((50, 50), np.float32)
    write(canvas, shape, placement(shape, (500, 500), 40, rng), 2, rng)
    assert not canvas.any()


def test_detection_target_peaks_are_the_digits() -> None:
    target = detection_target(with_digit(3, (20, 30, 50, 78)))
    places = find_peaks(np.concatenate([target[..., :1], target[..., 2:6]], axis=-1), 0.9)
    assert places.boxes == pytest.approx(np.array([[20, 30, 50, 78]]), abs=0.01)


def test_detection_target_cut_off_digit_has_no_weight() -> None:
    target = detection_target(with_digit(3, (-30, 30, 10, 78)))
    assert target[..., 0].max() == 0
    assert (target[8:19, 0:2, 1] == 0).all()
    assert target[..., 1].mean() > 0.9


@pytest.mark.parametrize(
    ("box", "wanted", "weight"),
    [
        ((28, 18, 68, 78), 7, 1),
        ((2, 2, 20, 20), 10, 1),
        ((44, 44, 52, 52), 0, 0),
        ((-60, -60, 60, 60), 10, 1),
    ],
)
def test_digit_target_is_the_digit_in_the_centre(
    box: tuple[float, float, float, float], wanted: int, weight: int
) -> None:
    target = digit_target(with_digit(7, box))
    assert target[11] == weight
    assert weight == 0 or target[:11].argmax() == wanted


def test_targets_part_of_a_huge_digit_is_none() -> None:
    huge = with_digit(9, (-60, -80, 120, 200))
    assert detection_target(huge)[..., 0].max() == 0
    assert detection_target(huge)[..., 1].min() == 1
    assert digit_target(huge)[[10, 11]].tolist() == [1, 1]
    assert scene_target(huge)[-1] == 0


def test_targets_blank_paper_is_none() -> None:
    empty = Scene(np.zeros((96, 96), np.uint8), np.zeros(0, np.int64), np.zeros((0, 4), np.float32))
    assert detection_target(empty)[..., 0].max() == 0
    assert digit_target(empty)[10] == 1
    assert scene_target(empty)[[10, 12]].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("second", "wanted", "weight"),
    [((60, 20, 90, 70), 11, 1), ((85, 20, 125, 70), 7, 1), ((75, 20, 115, 70), 7, 0), ((60, 20, 64, 27), 7, 0)],
    ids=["whole", "a bit of it", "half of it", "too small to tell"],
)
def test_scene_target_tells_one_from_several(
    second: tuple[float, float, float, float], wanted: int, weight: int
) -> None:
    boxes = np.array([(10, 20, 50, 80), second], np.float32)
    target = scene_target(Scene(np.zeros((96, 96), np.uint8), np.array([7, 3]), boxes))
    assert (int(target[:12].argmax()), int(target[12])) == (wanted, weight)


def test_word_has_no_labels(supply: Ink) -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        sheet = Sheet(supply, rng)
        end = sheet.word(20, 100, 40)
        assert end > 30
        assert sheet.opacity.max() > 0.9
        assert sheet.labels == []


def test_signs_row_has_no_labels(supply: Ink) -> None:
    sheet = Sheet(supply, np.random.default_rng(0))
    sheet.signs(-10, 100, 40)
    assert (sheet.opacity[60:140].max(axis=0) > 0.5).sum() > 40
    assert sheet.opacity[:40].max() == 0
    assert sheet.labels == []


def test_scanned_shape_low_fade_is_wider(supply: Ink) -> None:
    fine, scanned, broad = (
        float(scanned_shape(supply.images[0], fade).field.sum()) for fade in ((0.5, 0.9), (0.0, 1.0), (0.05, 0.3))
    )
    assert fine < scanned < broad


def test_clutter_differs_each_time() -> None:
    rng = np.random.default_rng(0)
    rooms = [clutter(192, rng) for _ in range(20)]
    assert all(room.shape == (192, 192) and np.isfinite(room).all() for room in rooms)
    assert len({float(room.mean()) for room in rooms}) == 20
    assert np.median([room.std() for room in rooms]) > 10


def test_crop_scene_most_show_a_digit_in_the_centre(supply: Ink) -> None:
    rng = np.random.default_rng(0)
    answers = np.stack([digit_target(crop_scene(supply, rng)) for _ in range(300)])
    digits, nones = answers[:, :10].sum(), answers[:, 10].sum()
    assert 150 < digits < 270
    assert 5 < nones < 60
    assert (answers[:, :10].sum(axis=0) > 0).all()


def test_crop_scene_marker_share_is_wider(supply: Ink, monkeypatch: pytest.MonkeyPatch) -> None:
    def ink_shares(bold: float) -> list[float]:
        monkeypatch.setattr(scenes, "_MARKER_SHARE", bold)
        greys = [crop_scene(supply, np.random.default_rng(seed)).grey for seed in range(20)]
        return [float((abs(grey.astype(int) - np.median(grey)) > 100).mean()) for grey in greys]

    monkeypatch.setattr(scenes, "_MNIST_CROP_SHARE", 1.0)
    for usual, broad in zip(ink_shares(0.0), ink_shares(1.0), strict=True):
        assert broad > 1.05 * usual > 0


def test_draw_object_is_in_the_centre_and_differs() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_object(192, rng) for _ in range(40)]
    assert len({one.tobytes() for one in drawn}) == 40
    for one in drawn:
        assert one.shape == (192, 192)
        assert one.dtype == np.float32
        assert np.isfinite(one).all()
        assert np.ptp(one[48:144, 48:144]) > 15


@pytest.mark.parametrize("kind", sorted({kind.__name__ for kind in objects._KINDS}))
def test_draw_object_each_kind_is_visible(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def noting(dark: NDArray[np.float32], at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
        before = dark.copy()
        getattr(objects, kind)(dark, at, size, rng)
        drawn.append(float(np.abs(dark - before)[48:144, 48:144].max()))

    monkeypatch.setattr(objects, "_KINDS", (noting,))
    for seed in range(8):
        assert np.isfinite(draw_object(192, np.random.default_rng(seed))).all()
    assert min(drawn) > 10


def test_crop_scene_object_is_none(supply: Ink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "_MNIST_CROP_SHARE", 0)
    monkeypatch.setattr(scenes, "_CROP_SHARES", ((1.0, object_alone),))
    for seed in range(10):
        look = crop_scene(supply, np.random.default_rng(seed))
        assert digit_target(look)[NONE] == 1
        assert digit_target(look)[-1] == 1
        assert np.ptp(look.grey) > 0
