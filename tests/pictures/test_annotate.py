"""Pictures with boxes and labels drawn into them."""

import io

import numpy as np
from PIL import Image

from digitcam.pictures.annotate import GREEN, MAX_SIDE_PX, ORANGE, WHITE, annotate
from digitcam.pictures.encoding import jpeg
from digitcam.readings import Box, Digit, Reading

GREY = np.full((100, 200), 128, np.uint8)
WHOLE = Box(0, 0, 200, 100)


def read(box: Box, label: int | None = 4, region: Box = WHOLE) -> Reading:
    digit = Digit(label, 0.9, box, np.zeros(10, np.float32), np.zeros((28, 28), np.float32))
    return Reading(lines=((digit,),), region=region)


def test_annotate_empty_reading_copies_the_picture() -> None:
    drawn = annotate(GREY, Reading(region=WHOLE))
    np.testing.assert_array_equal(drawn, np.full((100, 200, 3), 128))
    drawn[:] = 0
    assert GREY.min() == 128


def test_annotate_digit_has_a_frame() -> None:
    drawn = annotate(GREY, read(Box(50, 40, 90, 80)))
    assert tuple(drawn[79, 70]) == GREEN
    assert tuple(drawn[60, 50]) == GREEN
    np.testing.assert_array_equal(drawn[45:75, 55:85], 128)


def test_annotate_untrusted_digit_has_another_colour() -> None:
    assert tuple(annotate(GREY, read(Box(50, 40, 90, 80), label=None))[79, 70]) == ORANGE


def test_annotate_partial_region_has_a_frame() -> None:
    assert tuple(annotate(GREY, Reading(region=Box(20, 10, 180, 90)))[50, 20]) == WHITE


def test_annotate_large_picture_is_shrunk_with_its_frames() -> None:
    large = np.full((1000, 9000, 3), 128, np.uint8)
    drawn = annotate(large, read(Box(4500, 400, 5400, 800), region=Box(0, 0, 9000, 1000)))
    assert drawn.shape == (100, MAX_SIDE_PX, 3)
    assert tuple(drawn[79, 500]) == GREEN


def test_annotate_thinnest_picture_does_not_fail() -> None:
    for shape in ((1, 1), (1, 5000), (5000, 1)):
        region = Box(0, 0, shape[1], shape[0])
        assert annotate(np.zeros(shape, np.uint8), read(region, region=region)).size


def test_jpeg_decodes_to_the_picture() -> None:
    back = np.asarray(Image.open(io.BytesIO(jpeg(GREY))))
    np.testing.assert_allclose(back, GREY, atol=2)


def height_of_label(box: Box) -> int:
    """Return the height of a digit's label, in pixels of its colour above the box."""
    sheet = np.full((900, 900), 128, np.uint8)
    drawn = annotate(sheet, read(box, region=Box(0, 0, 900, 900)))
    return int((drawn[: box[1], box[0] + 2] == GREEN).all(axis=1).sum())


def test_annotate_label_grows_with_the_digit_within_limits() -> None:
    small, middle, large = (height_of_label(Box(300, 400, 400, 400 + height)) for height in (20, 80, 300))
    assert 0 < small < middle < large < 60


def test_annotate_region_frame_shows_on_white_paper() -> None:
    white = np.full((100, 200), 255, np.uint8)
    drawn = annotate(white, Reading(region=Box(50, 20, 150, 80)))
    assert drawn[20, 80:120].max() == 255
    assert drawn[16:20, 100].min() == 0
