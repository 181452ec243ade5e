import numpy as np
import pytest

from digitcam.recognition.contract import NONE, SEVERAL
from digitcam.recognition.heatmap import find_peaks
from digitcam.training.render.scenes import Scene
from digitcam.training.render.targets import BOX, PEAK, PEAK_WEIGHT, detection_target, digit_target, scene_target

BLANK = Scene(np.zeros((96, 96), np.uint8), np.zeros(0, np.int64), np.zeros((0, 4), np.float32))
HUGE = (-60.0, -80.0, 120.0, 200.0)
"""Box of a digit of which only a part is visible."""


def with_digits(*digits: tuple[int, tuple[float, float, float, float]]) -> Scene:
    labels, boxes = [label for label, _ in digits], [box for _, box in digits]
    return Scene(BLANK.grey, np.array(labels), np.array(boxes, np.float32))


def test_detection_target_peak_is_the_digit() -> None:
    target = detection_target(with_digits((3, (20, 30, 50, 78))))
    peaks = find_peaks(np.concatenate([target[..., PEAK, None], target[..., BOX]], axis=-1), 0.9)
    assert peaks.boxes == pytest.approx(np.array([[20, 30, 50, 78]]), abs=0.01)


def test_detection_target_cut_off_digit_has_no_weight() -> None:
    target = detection_target(with_digits((3, (-30, 30, 10, 78))))
    assert target[..., PEAK].max() == 0
    assert (target[8:19, 0:2, PEAK_WEIGHT] == 0).all()
    assert target[..., PEAK_WEIGHT].mean() > 0.9


def test_detection_target_part_of_a_huge_digit_has_no_peak() -> None:
    target = detection_target(with_digits((9, HUGE)))
    assert target[..., PEAK].max() == 0
    assert target[..., PEAK_WEIGHT].min() == 1


def test_detection_target_blank_paper_has_no_peak() -> None:
    assert detection_target(BLANK)[..., PEAK].max() == 0


@pytest.mark.parametrize(
    ("box", "label", "weight"),
    [
        pytest.param((28, 18, 68, 78), 7, 1, id="central"),
        pytest.param((2, 2, 20, 20), NONE, 1, id="in a corner"),
        pytest.param((44, 44, 52, 52), 0, 0, id="central but small"),
        pytest.param((-60, -60, 60, 60), NONE, 1, id="cut-off neighbour"),
        pytest.param(HUGE, NONE, 1, id="part of a huge digit"),
    ],
)
def test_digit_target_is_the_digit_in_the_centre(
    box: tuple[float, float, float, float], label: int, weight: int
) -> None:
    target = digit_target(with_digits((7, box)))
    assert target[-1] == weight
    assert weight == 0 or (int(target[:-1].argmax()), target[label]) == (label, 1)


def test_digit_target_blank_paper_is_none() -> None:
    assert digit_target(BLANK)[NONE] == 1


@pytest.mark.parametrize(
    ("second", "label", "weight"),
    [((60, 20, 90, 70), SEVERAL, 1), ((85, 20, 125, 70), 7, 1), ((75, 20, 115, 70), 7, 0), ((60, 20, 64, 27), 7, 0)],
    ids=["whole", "hardly visible", "half visible", "too small"],
)
def test_scene_target_second_digit_decides_the_class(
    second: tuple[float, float, float, float], label: int, weight: int
) -> None:
    target = scene_target(with_digits((7, (10, 20, 50, 80)), (3, second)))
    assert (int(target[:-1].argmax()), int(target[-1])) == (label, weight)


def test_scene_target_part_of_a_huge_digit_has_no_weight() -> None:
    assert scene_target(with_digits((9, HUGE)))[-1] == 0


def test_scene_target_blank_paper_is_none() -> None:
    assert scene_target(BLANK)[[NONE, -1]].tolist() == [1, 1]
