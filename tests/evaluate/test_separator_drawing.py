import numpy as np
import pytest

from digitcam.evaluate.separator_drawing import draw_separator
from digitcam.evaluate.written import SEPARATORS

HEIGHT = 50.0

RANGES = {
    ".": ((0.05, 0.35), (0.05, 0.35), (-0.2, 0.1)),
    ",": ((0.1, 0.5), (0.25, 0.6), (-0.5, -0.1)),
    "-": ((0.4, 0.85), (0.05, 0.35), (0.2, 0.55)),
    "/": ((0.35, 1.05), (0.8, 1.45), (-0.35, 0.05)),
    ":": ((0.05, 0.35), (0.4, 0.9), (-0.1, 0.25)),
}
"""Width, height and rise of the ink, each a minimum and a maximum in heights of a digit."""


@pytest.mark.parametrize("sign", SEPARATORS)
@pytest.mark.parametrize("seed", range(20))
def test_draw_separator_has_the_size_and_place_of_its_kind(sign: str, seed: int) -> None:
    ink, rise = draw_separator(sign, HEIGHT, np.random.default_rng(seed))
    assert (str(ink.dtype), float(ink.min()), float(ink.max())) == ("float32", 0.0, 1.0)
    rows, columns = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
    sizes = (int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1, rise)
    for size, (low, high) in zip(sizes, RANGES[sign], strict=True):
        assert low * HEIGHT <= size <= high * HEIGHT


def test_draw_separator_same_seed_gives_the_same_ink() -> None:
    one, again, other = (draw_separator("/", HEIGHT, np.random.default_rng(seed)).ink for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_draw_separator_colon_has_two_points() -> None:
    ink = draw_separator(":", HEIGHT, np.random.default_rng(0)).ink
    inked = (ink > 0.5).any(axis=1)
    assert np.count_nonzero(np.diff(inked.astype(int)) == 1) == 2
