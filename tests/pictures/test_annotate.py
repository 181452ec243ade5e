"""Pictures with frames and labels drawn into them."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from digitcam.pictures.annotate import MAX_SIDE_PX, MIN_LABEL_PX, MIN_SIDE_PX, WHITE, Trust, annotate, trust
from digitcam.pictures.encoding import jpeg
from digitcam.readings import Box, Digit, Reading, percent

GREY = np.full((600, 800), 128, np.uint8)
WHOLE = Box(0, 0, 800, 600)

SURE, DOUBTFUL, UNTRUSTED = (kind.value.colour for kind in Trust)


def digit(box: Box, label: int | None = 4, confidence: float = 0.95) -> Digit:
    return Digit(label, confidence, box, np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


def read(*digits: Digit, region: Box = WHOLE) -> Reading:
    return Reading(lines=(digits,), region=region)


def in_colour(drawn: NDArray[np.uint8], colour: tuple[int, int, int]) -> NDArray[np.bool_]:
    """Return which pixels have a colour, (h, w)."""
    return np.asarray((drawn == colour).all(axis=2))


def test_annotate_empty_reading_copies_the_picture() -> None:
    drawn = annotate(GREY, Reading(region=WHOLE))
    np.testing.assert_array_equal(drawn, np.full((600, 800, 3), 128))
    drawn[:] = 0
    assert GREY.min() == 128


def test_annotate_digit_has_a_frame_around_its_ink() -> None:
    drawn = annotate(GREY, read(digit(Box(300, 200, 400, 300))))
    assert tuple(drawn[300, 350]) == SURE
    assert tuple(drawn[250, 299]) == SURE
    np.testing.assert_array_equal(drawn[204:296, 304:396], 128)


@pytest.mark.parametrize(
    ("label", "confidence", "kind"),
    [(4, 0.9, Trust.SURE), (4, 0.89, Trust.DOUBTFUL), (None, 0.2, Trust.UNTRUSTED)],
)
def test_annotate_confidence_has_a_colour_and_a_kind_of_line(label: int | None, confidence: float, kind: Trust) -> None:
    shown = digit(Box(300, 200, 500, 400), label, confidence)
    assert trust(shown) is kind
    left = annotate(GREY, read(shown))[210:390, 299]
    share = (left == kind.value.colour).all(axis=1).mean()
    # A solid line, dashes and dots differ without their colours.
    assert {Trust.SURE: 1.0, Trust.DOUBTFUL: 2 / 3, Trust.UNTRUSTED: 0.5}[kind] == pytest.approx(share, abs=0.05)
    assert sum((left == one.value.colour).all(axis=1).any() for one in Trust) == 1


def test_annotate_colours_differ_in_brightness_and_from_each_other() -> None:
    luma = [0.114 * b + 0.587 * g + 0.299 * r for b, g, r in (SURE, DOUBTFUL, UNTRUSTED)]
    assert min(abs(one - other) for i, one in enumerate(luma) for other in luma[:i]) > 10


def label_box(drawn: NDArray[np.uint8], colour: tuple[int, int, int], digits: Box) -> Box:
    """Return the box around everything of this colour that is not near the digits."""
    found = in_colour(drawn, colour)
    found[digits.y0 - 4 : digits.y1 + 4, digits.x0 - 4 : digits.x1 + 4] = False
    rows, columns = np.nonzero(found)
    return Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize("height", [10, 30, 60, 200])
def test_annotate_number_has_one_label_no_taller_than_its_ink(height: int) -> None:
    boxes = [Box(200 + 60 * i, 200, 250 + 60 * i, 200 + height) for i in range(3)]
    drawn = annotate(GREY, read(*map(digit, boxes)))
    label = label_box(drawn, SURE, Box(200, 200, 370, 200 + height))
    assert label.y1 <= 200
    assert label.x1 <= 370
    assert MIN_LABEL_PX <= label.height <= max(MIN_LABEL_PX, height)
    # One label: its ground is unbroken on its last row, below the figures.
    assert in_colour(drawn, SURE)[label.y1 - 1, label.x0 : label.x1].all()


def test_annotate_label_has_the_colour_of_the_least_certain_digit() -> None:
    boxes = Box(200, 200, 240, 280), Box(250, 200, 290, 280)
    drawn = annotate(GREY, read(digit(boxes[0]), digit(boxes[1], confidence=0.6)))
    assert label_box(drawn, DOUBTFUL, Box(200, 200, 290, 280)).y1 <= 200


def test_annotate_partial_region_has_a_frame() -> None:
    assert tuple(annotate(GREY, Reading(region=Box(20, 10, 780, 590)))[300, 19]) == WHITE


def test_annotate_region_frame_shows_on_white_paper() -> None:
    drawn = annotate(np.full((600, 800), 255, np.uint8), Reading(region=Box(50, 20, 750, 580)))
    assert drawn[19, 80:120].max() == 255
    assert drawn[15:19, 400].min() == 0


def test_annotate_large_picture_is_shrunk_with_its_frames() -> None:
    large = np.full((1440, 14400, 3), 128, np.uint8)
    drawn = annotate(large, read(digit(Box(4000, 400, 5000, 800)), region=Box(0, 0, 14400, 1440)))
    assert drawn.shape == (144, MAX_SIDE_PX, 3)
    assert tuple(drawn[80, 450]) == SURE


def test_annotate_small_picture_is_enlarged_with_its_frames() -> None:
    drawn = annotate(np.full((30, 60), 128, np.uint8), read(digit(Box(20, 10, 30, 20)), region=Box(0, 0, 60, 30)))
    assert drawn.shape == (MIN_SIDE_PX // 2, MIN_SIDE_PX, 3)
    assert tuple(drawn[160, 200]) == SURE


def test_annotate_thinnest_picture_does_not_fail() -> None:
    for shape in ((1, 1), (1, 5000), (5000, 1)):
        region = Box(0, 0, shape[1], shape[0])
        assert annotate(np.zeros(shape, np.uint8), read(digit(region), region=region)).size


def test_jpeg_decodes_to_the_picture() -> None:
    back = np.asarray(Image.open(io.BytesIO(jpeg(GREY))))
    np.testing.assert_allclose(back, GREY, atol=2)


def test_trust_agrees_with_the_confidence_as_it_is_shown() -> None:
    for confidence in np.linspace(0.88, 0.92, 81).tolist():
        digit = Digit(7, confidence, Box(0, 0, 1, 1), np.zeros(10, np.float32), np.zeros((96, 96), np.float32))
        assert (trust(digit) is Trust.SURE) == (percent(confidence) >= 90), confidence
