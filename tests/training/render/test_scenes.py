from dataclasses import replace

import numpy as np
import pytest

from digitcam.recognition.contract import NONE
from digitcam.training.render import scenes
from digitcam.training.render.compositions import nothing, object_alone
from digitcam.training.render.ink import Ink
from digitcam.training.render.scenes import crop_scene, scene
from digitcam.training.render.targets import digit_target


def test_scene_same_seed_gives_the_same_picture(ink: Ink) -> None:
    first, second, third = (scene(ink, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first.grey, second.grey)
    assert np.array_equal(first.boxes, second.boxes)
    assert not np.array_equal(first.grey, third.grey)


def test_scene_repeated_calls_vary_the_number_of_digits(ink: Ink) -> None:
    rng = np.random.default_rng(0)
    rendered = [scene(ink, rng) for _ in range(200)]
    counts = {min(len(s.labels), 4) for s in rendered}
    assert counts == {0, 1, 2, 3, 4}
    assert all(s.grey.shape == (96, 96) and s.grey.dtype == np.uint8 for s in rendered)
    assert all(s.boxes.shape == (len(s.labels), 4) and (s.boxes[:, 2:] > s.boxes[:, :2]).all() for s in rendered)


def test_crop_scene_most_crops_show_a_digit_in_the_centre(ink: Ink) -> None:
    rng = np.random.default_rng(0)
    targets = np.stack([digit_target(crop_scene(ink, rng)) for _ in range(300)])
    digits, nones = targets[:, :10].sum(), targets[:, 10].sum()
    assert 150 < digits < 270
    assert 5 < nones < 90
    assert (targets[:, :10].sum(axis=0) > 0).all()


def test_crop_scene_marker_widens_the_strokes(ink: Ink, monkeypatch: pytest.MonkeyPatch) -> None:
    def ink_shares(marker_share: float) -> list[float]:
        monkeypatch.setattr(scenes, "_MARKER_SHARE", marker_share)
        greys = [crop_scene(ink, np.random.default_rng(seed)).grey for seed in range(20)]
        return [float((abs(grey.astype(int) - np.median(grey)) > 100).mean()) for grey in greys]

    monkeypatch.setattr(scenes, "_MNIST_CROP_SHARE", 1.0)
    for usual, wide in zip(ink_shares(0.0), ink_shares(1.0), strict=True):
        assert wide > 1.05 * usual > 0


def test_crop_scene_object_has_the_label_none(ink: Ink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "_MNIST_CROP_SHARE", 0)
    monkeypatch.setattr(scenes, "_CROP_SHARES", {object_alone: 1.0})
    for seed in range(10):
        crop = crop_scene(ink, np.random.default_rng(seed))
        assert digit_target(crop)[NONE] == 1
        assert digit_target(crop)[-1] == 1
        assert np.ptp(crop.grey) > 0


def test_scene_room_shows_photographs(ink: Ink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the ink a photograph of stripes, which clutter never looks like, and show rooms only."""
    monkeypatch.setattr(scenes, "_MNIST_SHARE", 0)
    monkeypatch.setattr(scenes, "_SCENE_SHARES", {nothing: 1.0})
    monkeypatch.setattr(scenes, "_PHOTOGRAPH_SHARE", 1.0)
    stripes = np.tile(np.repeat(np.array([0, 255], np.uint8), 8), (400, 25))
    photographed = replace(ink, photographs=(stripes,))

    def edges(ink: Ink) -> float:
        rng = np.random.default_rng(0)
        return float(np.mean([abs(np.diff(scene(ink, rng).grey.astype(int))).mean() for _ in range(40)]))

    assert edges(photographed) > 1.5 * edges(ink)


def test_crop_scene_photographed_object_has_the_label_none(ink: Ink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "_MNIST_CROP_SHARE", 0)
    monkeypatch.setattr(scenes, "_CROP_SHARES", {object_alone: 1.0})
    monkeypatch.setattr(scenes, "_PHOTOGRAPHED_OBJECT_SHARE", 1.0)
    grey = np.random.default_rng(0).integers(0, 256, (300, 200), np.uint8)
    for seed in range(10):
        crop = crop_scene(replace(ink, photographs=(grey,)), np.random.default_rng(seed))
        assert digit_target(crop)[NONE] == 1
        assert digit_target(crop)[-1] == 1
