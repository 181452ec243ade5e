"""PNG, data URLs and pictures of ink."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from digitcam.pictures.encoding import INK_PX, data_url, ink_strip, patch_picture, png
from digitcam.readings import Box, Digit, Reading


def reading(*sides: int) -> Reading:
    digits = [
        Digit(4, 0.9, Box(0, 0, 1, 1), np.zeros(10, np.float32), np.full((side, side), i / 2, np.float32))
        for i, side in enumerate(sides)
    ]
    return Reading(lines=(tuple(digits),))


def test_ink_strip_empty_reading_has_no_width() -> None:
    assert ink_strip(Reading()).shape == (INK_PX, 0)


@pytest.mark.parametrize("side", [28, 96])
def test_ink_strip_patches_of_any_size_stand_side_by_side(side: int) -> None:
    picture = ink_strip(reading(side, side, side))
    assert picture.shape == (INK_PX, 3 * INK_PX)
    assert [int(picture[14, x]) for x in (14, 42, 70)] == [0, 128, 255]


def test_patch_picture_clips_to_eight_bits() -> None:
    patch = np.array([[-0.1, 0.0], [0.5, 1.1]], np.float32)
    assert patch_picture(patch).tolist() == [[0, 0], [128, 255]]


def test_data_url_holds_the_png() -> None:
    picture = np.arange(6, dtype=np.uint8).reshape(2, 3)
    kind, content = data_url(png(picture)).split(",")
    assert kind == "data:image/png;base64"
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(content)))), picture)
