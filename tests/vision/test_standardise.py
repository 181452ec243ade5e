import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitcam.vision.standardise import as_picture, standardise
from tests.drawing import paper, stroke


def written(ink: int = 40) -> NDArray[np.uint8]:
    sheet = paper(96, 96)
    stroke(sheet, (48, 48), 60, ink=ink)
    return sheet


def test_standardise_paper_is_near_zero_and_ink_is_negative() -> None:
    picture = standardise(written())
    assert picture.shape == (96, 96)
    assert picture.dtype == np.float32
    assert abs(picture[5, 5]) < 0.2
    assert picture[48, 48] < -1.5


@given(offset=st.integers(-60, 30), slope=st.floats(-0.4, 0.4))
def test_standardise_uneven_light_hardly_changes_the_result(offset: int, slope: float) -> None:
    plain = written().astype(np.float32)
    light = 1 + slope * (np.arange(96, dtype=np.float32) - 48) / 96
    lit = np.clip((plain + offset) * light, 0, 255).astype(np.uint8)
    assert np.corrcoef(standardise(written()).ravel(), standardise(lit).ravel())[0, 1] > 0.93


@pytest.mark.parametrize("size", [(8, 8), (17, 300), (96, 97)])
def test_standardise_any_size_keeps_it(size: tuple[int, int]) -> None:
    assert standardise(np.full(size, 130, np.uint8)) == pytest.approx(np.zeros(size), abs=1e-3)


def test_as_picture_ink_is_light() -> None:
    picture = as_picture(standardise(written()))
    assert 0 <= picture.min() <= picture.max() <= 1
    assert picture[48, 48] > picture[5, 5] + 0.3
