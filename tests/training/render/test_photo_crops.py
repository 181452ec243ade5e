import numpy as np
import pytest

from digitcam.training.render import photo_crops
from digitcam.training.render.photo_crops import photo_crop


@pytest.mark.parametrize("side", [96, 192])
@pytest.mark.parametrize("shape", [(1024, 683), (30, 90), (1, 1)])
def test_photo_crop_any_photograph_gives_a_square(shape: tuple[int, int], side: int) -> None:
    rng = np.random.default_rng(0)
    photograph = rng.integers(0, 256, shape, np.uint8)
    for focused in (True, False, None):
        crop = photo_crop((photograph,), side, rng, focused=focused)
        assert crop.shape == (side, side)
        assert crop.dtype == np.uint8


def test_photo_crop_repeated_calls_vary() -> None:
    photographs = tuple(np.random.default_rng(seed).integers(0, 256, (200, 300), np.uint8) for seed in range(3))
    rng = np.random.default_rng(0)
    crops = [photo_crop(photographs, 96, rng) for _ in range(50)]
    assert len({crop.tobytes() for crop in crops}) == 50
    assert np.ptp([crop.mean() for crop in crops]) > 30
    assert np.array_equal(photo_crop(photographs, 96, np.random.default_rng(0)), crops[0])


def test_photo_crop_focused_chooses_the_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a black square of 40 pixels on a white photograph of 600."""
    monkeypatch.setattr(photo_crops, "_INVERTED_SHARE", 0)
    photograph = np.full((600, 600), 255, np.uint8)
    photograph[200:240, 300:340] = 0

    def blank_share(tries: int) -> float:
        monkeypatch.setattr(photo_crops, "_FOCUS_TRIES", tries)
        rng = np.random.default_rng(0)
        crops = [photo_crop((photograph,), 96, rng, focused=True) for _ in range(100)]
        return float(np.mean([np.ptp(crop[24:-24, 24:-24]) < 20 for crop in crops]))

    assert blank_share(tries=10) < 0.8 * blank_share(tries=1)
