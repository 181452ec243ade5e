import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.training.render import objects
from digitcam.training.render.objects import draw_object


def test_draw_object_is_in_the_centre_and_varies() -> None:
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
    changes = []

    def measured(dark: NDArray[np.float32], at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
        before = dark.copy()
        getattr(objects, kind)(dark, at, size, rng)
        changes.append(float(np.abs(dark - before)[48:144, 48:144].max()))

    monkeypatch.setattr(objects, "_KINDS", (measured,))
    for seed in range(8):
        assert np.isfinite(draw_object(192, np.random.default_rng(seed))).all()
    assert min(changes) > 10
