"""Pictures that are stored to be read again."""

import io

import numpy as np
import pytest

from digitcam.pictures.loading import load_colour
from digitcam.pictures.stored import MAX_BYTES, MAX_SIDE_PX, store_picture
from tests.paper import mnist_digit
from tests.paper import page as paper

LARGE_FILE = bytes(MAX_BYTES + 1)


def test_store_picture_small_file_is_kept_as_it_is() -> None:
    assert store_picture(np.zeros((9, 9, 3), np.uint8), b"small").content == b"small"


@pytest.mark.parametrize("shape", [(4320, 7680, 3), (6000, 1, 3), (3000, 4000)])
def test_store_picture_large_picture_is_shrunk(shape: tuple[int, ...]) -> None:
    copy = store_picture(np.zeros(shape, np.uint8), LARGE_FILE)
    height, width = load_colour(io.BytesIO(copy.content)).shape[:2]
    assert max(height, width) == MAX_SIDE_PX
    assert copy.scale == MAX_SIDE_PX / max(shape)


def test_store_picture_large_file_of_small_picture_keeps_its_pixels() -> None:
    picture = paper(mnist_digit(4))
    copy = store_picture(picture, LARGE_FILE)
    assert copy.scale == 1
    assert len(copy.content) < MAX_BYTES
    shown = load_colour(io.BytesIO(copy.content))
    assert np.abs(shown.astype(int) - picture).mean() < 3
