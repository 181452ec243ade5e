import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.vision.binarise import binarise, otsu_threshold
from tests.drawing import paper, stroke


def written(level: int = 210, ink: int = 40) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return a stroke on paper, and a mask of its ink."""
    sheet = paper(150, 150, level)
    stroke(sheet, (75, 75), 90, ink)
    return sheet, sheet != level


@pytest.mark.parametrize(("threshold", "ink"), [(0, 0), (1, 1), (100, 1), (101, 2), (255, 3)])
def test_binarise_threshold_darker_pixels_are_ink(threshold: int, ink: int) -> None:
    assert np.count_nonzero(binarise(np.array([[0, 100, 254, 255]], np.uint8), threshold)) == ink


def test_binarise_automatic_finds_the_stroke() -> None:
    sheet, ink = written()
    mask = binarise(sheet, None)
    assert set(np.unique(mask)) == {0, 255}
    agreement = np.count_nonzero((mask > 0) & ink) / np.count_nonzero((mask > 0) | ink)
    assert agreement > 0.85


def test_binarise_light_ink_on_dark_gives_the_same_mask() -> None:
    sheet, _ = written()
    np.testing.assert_array_equal(binarise(sheet, None), binarise(255 - sheet, None))


def test_binarise_shadow_is_not_ink() -> None:
    sheet, ink = written()
    shaded = (sheet * np.linspace(0.45, 1.0, 150)).astype(np.uint8)
    mask = binarise(shaded, None) > 0
    assert np.count_nonzero(mask & ink) > 0.8 * np.count_nonzero(ink)
    assert np.count_nonzero(mask & ~ink) < 0.3 * np.count_nonzero(ink)


@pytest.mark.parametrize("noise", [0, 2, 8, 20])
def test_binarise_blank_paper_has_no_ink(noise: int) -> None:
    rng = np.random.default_rng(noise)
    sheet = np.clip(paper(150, 150, 180) + rng.normal(0, noise, (150, 150)), 0, 255).astype(np.uint8)
    assert not binarise(sheet, None).any()


@settings(deadline=None, max_examples=60)
@given(
    grey=hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=70)),
    threshold=st.none() | st.integers(0, 255),
)
def test_binarise_any_picture_gives_a_mask_of_its_size(grey: NDArray[np.uint8], threshold: int | None) -> None:
    before = grey.copy()
    mask = binarise(grey, threshold)
    assert mask.shape == grey.shape
    assert mask.dtype == np.uint8
    assert set(np.unique(mask)) <= {0, 255}
    np.testing.assert_array_equal(grey, before)


@pytest.mark.parametrize(("level", "ink"), [(210, 40), (90, 30), (30, 200)])
def test_otsu_threshold_is_between_ink_and_paper(level: int, ink: int) -> None:
    sheet, strokes = written(level, ink)
    found = otsu_threshold(sheet)
    assert found is not None
    assert min(level, ink) < found <= max(level, ink)
    assert (sheet[strokes] < found).mean() in (0, 1)


@pytest.mark.parametrize("sheet", [np.zeros((0, 0), np.uint8), paper(150, 150), np.zeros((1, 1), np.uint8)])
def test_otsu_threshold_without_ink_is_none(sheet: NDArray[np.uint8]) -> None:
    assert otsu_threshold(sheet) is None


def test_otsu_threshold_noise_is_no_ink() -> None:
    noise = np.random.default_rng(0).normal(200, 4, (150, 150))
    assert otsu_threshold(noise.round().astype(np.uint8)) is None
