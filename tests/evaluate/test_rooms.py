import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.evaluate.rooms import draw_room, place_before_room

INK = -1000.0
"""A grey level below every one in a room."""


def sheet() -> NDArray[np.float32]:
    """Return a sheet with ink along its four edges."""
    picture = np.full((480, 640), INK, np.float32)
    picture[6:-6, 6:-6] = 200
    return picture


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("width", [0.3, 0.6])
def test_place_before_room_sheet_has_the_given_width(width: float, seed: int) -> None:
    seen = place_before_room(sheet(), width, np.random.default_rng(seed))
    rows, columns = np.nonzero(seen < -100)
    assert seen.shape == (480, 640)
    assert np.ptp(columns) == pytest.approx(width * 640, rel=0.25)
    for along, length in ((rows, 480), (columns, 640)):
        assert along.min() > 0
        assert along.max() < length - 1


def test_place_before_room_sheet_hides_only_what_is_behind_it() -> None:
    blank = np.full((480, 640), 500, np.float32)
    seen = place_before_room(blank, 0.5, np.random.default_rng(3))
    bright = seen > 490
    assert bright.mean() == pytest.approx(0.25, rel=0.1)
    assert seen[~bright].std() > 10


def test_place_before_room_sheet_is_anywhere() -> None:
    blank = np.full((480, 640), 500, np.float32)
    seen = [place_before_room(blank, 0.3, np.random.default_rng(seed)) > 400 for seed in range(20)]
    left = [np.flatnonzero(picture.any(axis=0))[0] for picture in seen]
    assert min(left) < 100
    assert max(left) > 300


@pytest.mark.parametrize("seed", range(5))
def test_draw_room_is_full_of_objects(seed: int) -> None:
    picture = draw_room(480, 640, np.random.default_rng(seed))
    edges = np.abs(np.diff(picture, axis=1)) > 10
    assert (picture.shape, str(picture.dtype)) == ((480, 640), "float32")
    assert 0 <= picture.min() <= picture.max() <= 255
    assert edges.any(axis=1).mean() > 0.5


def test_draw_room_same_seed_gives_the_same_room() -> None:
    one, again, other = (draw_room(48, 64, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
