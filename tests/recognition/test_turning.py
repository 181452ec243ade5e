from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.data import mnist
from digitcam.data.font_words import font_words
from digitcam.evaluate.sheets import SHEETS, Sheet, render_sheet, render_style
from digitcam.networks.shipped import shipped_paper, shipped_separators, shipped_verifier
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import MIN_SURE, Turn, Turned, read_turned, turn_picture
from tests.drawing import by_width, paper
from tests.paper import mnist_digit, page

TURNS: tuple[Turn, ...] = (0, 90, 180, 270)
WHOLE = ReadSettings(box="whole")
RECOGNISER = Recogniser(paper=shipped_paper(), verifier=shipped_verifier(), separators=shipped_separators())
SHEET = render_sheet("sheet_table", 1, mnist.load())
ALIKE = replace(SHEETS["sheet_table"], digits="01689", rows=(3, 5))

Picture = NDArray[np.uint8]


def reading(count: int, confidence: float = 0.99, height: int = 10) -> Reading:
    boxes = [Box(20 * i, 0, 20 * i + height // 2, height) for i in range(count)]
    blank = np.zeros(10, np.float32)
    return Reading((tuple(Digit(7, confidence, box, blank, blank) for box in boxes),))


def marked(turn: Turn = 0) -> Picture:
    """Return a picture whose upper left corner is black if it is turned back by so many degrees."""
    picture = np.full((400, 300), 255, np.uint8)
    picture[0, 0] = 0
    return turn_picture(picture, turn)


class Scripted:
    """Reads `marked`: so many digits the right way up, so many upside down, and so many of it lying on its side."""

    def __init__(self, upright: Reading, upside_down: Reading, lying: Reading) -> None:
        self.answers = {(0, 0): upright, (-1, -1): upside_down, (0, -1): lying, (-1, 0): lying}
        self.calls = 0

    def __call__(self, picture: Picture) -> Reading:
        self.calls += 1
        return next(answer for corner, answer in self.answers.items() if picture[corner] == 0)


def test_turn_picture_turns_clockwise() -> None:
    picture = np.arange(6, dtype=np.uint8).reshape(2, 3)
    assert turn_picture(picture, 90).tolist() == [[3, 0], [4, 1], [5, 2]]
    assert turn_picture(picture, 180).tolist() == [[5, 4, 3], [2, 1, 0]]
    assert turn_picture(picture, 270).tolist() == [[2, 5], [1, 4], [0, 3]]
    assert turn_picture(picture, 0) is picture


@pytest.mark.parametrize(("turn", "calls"), [(0, 1), (90, 4), (180, 2), (270, 4)])
def test_read_turned_page_is_read_the_right_way_up(turn: Turn, calls: int) -> None:
    read = Scripted(reading(30), reading(20, 0.7), reading(5, 0.6))
    turned = read_turned(read, marked(turn))
    assert (turned.turn, len(turned.reading.digits)) == ((360 - turn) % 360, 30)
    assert read.calls <= calls


@pytest.mark.parametrize(
    ("upright", "upside_down", "lying", "calls"),
    [
        pytest.param(reading(1, height=60), reading(1), reading(1), 1, id="one large digit"),
        pytest.param(reading(3, 0.6, height=60), reading(3), reading(3), 1, id="three large doubtful ones"),
        pytest.param(reading(0), reading(9), reading(0), 2, id="nothing"),
        pytest.param(
            reading(MIN_SURE - 1, 0.5), reading(MIN_SURE - 1), reading(0), 3, id="few that are sure upside down"
        ),
        pytest.param(reading(30, 0.93), reading(30, 0.96), reading(40), 2, id="standing, and none is sure upside down"),
        pytest.param(reading(30, 0.8), reading(30, 0.96), reading(0), 3, id="none is sure in any turn"),
    ],
)
def test_read_turned_picture_that_says_too_little_stays_as_it_is(
    upright: Reading, upside_down: Reading, lying: Reading, calls: int
) -> None:
    read = Scripted(upright, upside_down, lying)
    turned = read_turned(read, marked())
    assert (turned.turn, turned.reading) == (0, upright)
    assert read.calls == calls


def test_read_turned_hardly_more_sure_digits_do_not_turn_a_page() -> None:
    doubtful = Reading((*reading(20).lines, *reading(20, 0.8).lines))
    for more, turn in ((22, 0), (35, 180)):
        assert read_turned(Scripted(doubtful, reading(more), reading(0)), marked()).turn == turn


@pytest.mark.parametrize("kind", ["sheet_column", "sheet_table", "sheet_separators", "sheet_card"])
def test_read_page_rendered_sheet_is_read_alike_in_four_turns(kind: str) -> None:
    sheet = render_sheet(kind, 1, mnist.load())
    expected = RECOGNISER.read(sheet.picture, WHOLE)
    for turn in TURNS:
        read = RECOGNISER.read_page(turn_picture(sheet.picture, turn), WHOLE)
        assert (read.turn, read.reading.text) == ((360 - turn) % 360, expected.text)
        assert [digit.box for digit in read.reading.digits] == [digit.box for digit in expected.digits]


@pytest.mark.parametrize("look", [lambda grey: 255 - grey, lambda grey: cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)])
def test_read_page_light_ink_and_colour_are_turned_too(look: Callable[[Picture], Picture]) -> None:
    assert RECOGNISER.read_page(look(turn_picture(SHEET.picture, 180)), WHOLE).turn == 180


@pytest.mark.parametrize("number", range(4))
def test_read_page_digits_that_look_alike_upside_down_are_never_turned(number: int) -> None:
    sheet: Sheet = render_style(ALIKE, [number], mnist.load())
    assert RECOGNISER.read_page(sheet.picture, WHOLE).turn == 0


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("number", ["6", "9", "7", "407", "19", "6891"])
def test_read_page_single_number_is_never_turned(number: str, turn: Turn) -> None:
    picture = page(*(mnist_digit(int(digit)) for digit in number))
    assert RECOGNISER.read_page(turn_picture(picture, turn), WHOLE).turn == 0


def text_page() -> Picture:
    """Return a page of handwritten words."""
    sheet, words = paper(1200, 900), iter(font_words(held_out=True))
    for y in range(40, 1100, 90):
        x = 40
        while (word := next(words)).shape[1] < 850 - x:
            ink = cv2.dilate(word, np.ones((3, 3), np.uint8))
            sheet[y : y + ink.shape[0], x : x + ink.shape[1]][ink > 0] = 50
            x += word.shape[1] + 20
    return sheet


@pytest.mark.parametrize("turn", TURNS)
def test_read_page_text_is_never_turned(turn: Turn) -> None:
    assert RECOGNISER.read_page(turn_picture(text_page(), turn), WHOLE).turn == 0


@pytest.mark.parametrize(
    ("recogniser", "settings"),
    [
        pytest.param(RECOGNISER, ReadSettings(box="number"), id="a box"),
        pytest.param(replace(RECOGNISER, classic=by_width), ReadSettings(box="whole", threshold=120), id="a threshold"),
        pytest.param(Recogniser(by_width), WHOLE, id="the classic reader"),
    ],
)
def test_read_page_is_read_as_it_is_where_no_whole_page_is_read(recogniser: Recogniser, settings: ReadSettings) -> None:
    upside_down = turn_picture(SHEET.picture, 180)
    read: Turned = recogniser.read_page(upside_down, settings)
    assert read.turn == 0
    assert read.reading.text == recogniser.read(upside_down, settings).text
