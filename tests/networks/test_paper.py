import numpy as np
import pytest

from digitcam.networks.shipped import shipped_paper


@pytest.mark.parametrize(
    ("count", "height", "width"), [(1, 96, 96), (3, 96, 96), (9, 96, 96), (1, 96, 288), (1, 192, 256)]
)
def test_paper_network_any_number_and_size_of_pictures(count: int, height: int, width: int) -> None:
    outputs = shipped_paper()(np.zeros((count, height, width), np.float32))
    assert outputs.detection.shape == (count, height // 4, width // 4, 5)
    assert outputs.digit.shape == (count, height // 16 - 5, width // 16 - 5, 11)
    assert outputs.digit.sum(axis=-1) == pytest.approx(1, abs=1e-4)
    assert outputs.scene.shape == (*outputs.digit.shape[:3], 12)
