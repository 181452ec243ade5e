"""Reading one region of a picture."""

from typing import cast

import numpy as np
import pytest

from digitcam.config import ReadSettings
from digitcam.pictures.crop import WHOLE, RelativeRegion, read_page, read_region, restore_size
from digitcam.pictures.frames import Size
from digitcam.pictures.pages import Page, turn_page
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import Turn
from tests.drawing import by_width, paper, stroke
from tests.not_pictures import NOT_PICTURES
from tests.ui.table_reader import SIZE_PX, TableReader

READER = Recogniser(by_width)


def test_read_region_whole_picture_reads_like_the_recogniser() -> None:
    sheet = paper(200, 300)
    stroke(sheet, (150, 100), 80)
    part = read_region(READER, sheet, RelativeRegion(), None)
    whole = READER.read(sheet, ReadSettings(box="whole"))
    assert part.text == whole.text == "1"
    assert part.digits[0].box == whole.digits[0].box
    assert part.region == whole.region


def test_read_region_part_has_boxes_in_the_whole_picture() -> None:
    sheet = paper(200, 400)
    for x in (100, 300):
        stroke(sheet, (x, 120), 80)
    both = read_region(READER, sheet, RelativeRegion(), None)
    right = read_region(READER, sheet, RelativeRegion(across=(50, 100), down=(25, 100)), None)
    assert (both.text, right.text) == ("11", "1")
    assert right.region == (200, 50, 400, 200)
    np.testing.assert_allclose(right.digits[0].box, both.digits[1].box, atol=2)


def test_read_region_threshold_is_used() -> None:
    sheet = paper(200, 300, level=210)
    stroke(sheet, (150, 100), 80, ink=120)
    assert read_region(READER, sheet, RelativeRegion(), 150).text == "1"
    assert read_region(READER, sheet, RelativeRegion(), 100).text == ""


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (3, 7)])
def test_in_pixels_smallest_region_has_a_pixel(size: tuple[int, int]) -> None:
    for low in (0, 50, 99):
        x0, y0, x1, y1 = RelativeRegion((low, low + 1), (low, low + 1)).in_pixels(*size)
        assert 0 <= x0 < x1 <= size[0]
        assert 0 <= y0 < y1 <= size[1]


@pytest.mark.parametrize("across", [(50, 50), (60, 40), (-1, 50), (0, 101)])
def test_relative_region_empty_or_outside_raises(across: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=f"got {across[0]} to {across[1]}"):
        RelativeRegion(across=across)


@pytest.mark.parametrize("kind", NOT_PICTURES)
def test_read_region_not_a_picture_raises_value_error(kind: str) -> None:
    with pytest.raises(ValueError, match=r"image must be .*; got "):
        read_region(READER, NOT_PICTURES[kind], RelativeRegion(across=(10, 60)), None)


def test_restore_size_scales_boxes_to_the_original() -> None:
    digit = Digit(1, 0.9, Box(10, 20, 30, 40), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))
    reading = Reading(((digit,),), Box(0, 0, 2501, 3001))
    restored = restore_size(reading, (3001, 2501), (5001, 6001))
    assert restored.region == (0, 0, 5001, 6001)
    assert restored.digits[0].box == (20, 40, 60, 80)
    assert restore_size(reading, (3001, 2501), (2501, 3001)) is reading


def turned_page(turn: Turn) -> tuple[TableReader, Page]:
    """Return a reader that turns pages, and a page for it: half the original's size, and lying as it expects it."""
    width, height = SIZE_PX if turn == 180 else SIZE_PX[::-1]
    colour = np.zeros((height // 2, width // 2, 3), np.uint8)
    return TableReader(["1", "2"], ["3", "4"], turn=turn), Page(
        "a.png", paper(height, width), colour, Size(2 * width, 2 * height)
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_read_page_is_turned_with_its_colours_and_size(turn: Turn) -> None:
    reader, page = turned_page(turn)
    turned, reading = read_page(cast(Recogniser, reader), page, WHOLE, None)
    assert (turned.turn, turned.grey.shape, reading.text) == (turn, SIZE_PX[::-1], "1  2\n3  4")
    assert turned.colour is not None
    assert turned.colour.shape == (SIZE_PX[1] // 2, SIZE_PX[0] // 2, 3)
    assert turned.size == (2 * SIZE_PX[0], 2 * SIZE_PX[1])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_read_page_region_is_one_of_the_turned_page(turn: Turn) -> None:
    reader, page = turned_page(turn)
    left = RelativeRegion(across=(0, 50))
    for known, looks in ((None, 1), (turn, 1)):
        turned, reading = read_page(cast(Recogniser, reader), page, left, None, known)
        assert (turned.turn, reading.region) == (turn, (0, 0, SIZE_PX[0] // 2, SIZE_PX[1]))
        assert reader.pages == looks


def test_read_page_with_a_threshold_looks_for_no_turn_and_keeps_a_known_one() -> None:
    reader, page = turned_page(180)
    assert read_page(cast(Recogniser, reader), page, WHOLE, 120).page is page
    assert read_page(cast(Recogniser, reader), page, WHOLE, 120, 180).page.turn == 180
    assert reader.pages == 0


def test_turn_page_by_nothing_is_the_page() -> None:
    _, page = turned_page(180)
    assert turn_page(page, 0) is page
