import numpy as np
import pytest

from digitcam.recognition.contract import SEPARATORS
from digitcam.training.render.ink import Ink
from digitcam.training.render.sheet import Sheet
from digitcam.training.render.writing import Row, write_around, write_text

ROW = Row(y=100, height=30, gap=0.15)


@pytest.fixture
def sheet(ink: Ink) -> Sheet:
    return Sheet(ink, np.random.default_rng(0))


def test_write_text_digits_stand_in_order(sheet: Sheet) -> None:
    end = write_text(sheet, "407", 10, ROW)
    assert sheet.labels == [4, 0, 7]
    assert np.diff([box[0] for box in sheet.boxes]).min() > 0
    assert end > sheet.boxes[-1][2]


@pytest.mark.parametrize("sign", SEPARATORS)
def test_write_text_separator_stands_between_its_digits(sheet: Sheet, sign: str) -> None:
    write_text(sheet, f"2{sign}5", 30, ROW)
    (separator,) = sheet.separators
    left, right = sheet.boxes
    assert (SEPARATORS[separator.kind], separator.height) == (sign, 30)
    assert left[2] - 8 < separator.centre[0] < right[0] + 8
    x, y = separator.centre.astype(int)
    assert sheet.opacity[y - 8 : y + 8, x - 3 : x + 4].max() > 0.5


def test_write_text_superscript_is_smaller_and_higher(sheet: Sheet) -> None:
    write_text(sheet, "3^2", 30, ROW)
    base, raised = sheet.boxes
    assert raised[3] - raised[1] < 0.75 * (base[3] - base[1])
    assert raised[1] + raised[3] < base[1] + base[3]


def test_write_text_letters_and_signs_have_no_labels(sheet: Sheet) -> None:
    write_text(sheet, "x+y=$", 10, ROW)
    assert (sheet.labels, sheet.separators) == ([], [])
    assert sheet.opacity.max() > 0.9


def test_write_around_chosen_character_is_in_the_centre(sheet: Sheet) -> None:
    box = write_around(sheet, "12/345", 3, 96, ROW)
    assert (box[0] + box[2]) / 2 == pytest.approx(96, abs=2)
    in_order = np.argsort([b[0] for b in sheet.boxes])
    assert [sheet.labels[i] for i in in_order] == [1, 2, 3, 4, 5]
    assert sheet.boxes[in_order[1]][0] < sheet.separators[0].centre[0] < box[0]
