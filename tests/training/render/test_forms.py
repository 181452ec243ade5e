from collections.abc import Callable

import numpy as np
import pytest

from digitcam.recognition.contract import SEPARATORS
from digitcam.training.render.forms import boxes, column, lines_of_text, separated_number, table, text_in_crop
from digitcam.training.render.ink import Ink
from digitcam.training.render.sheet import Sheet

FORMS = (boxes, column, lines_of_text, separated_number, table, text_in_crop)


@pytest.mark.parametrize("form", FORMS)
def test_form_several_sheets_have_digits_and_print(ink: Ink, form: Callable[[Sheet], None]) -> None:
    rng = np.random.default_rng(0)
    sheets = [Sheet(ink, rng) for _ in range(20)]
    for sheet in sheets:
        form(sheet)
    assert sum(len(sheet.labels) for sheet in sheets) >= 10
    assert any(sheet.printed.max() > 0.2 for sheet in sheets)
    assert all(sheet.printed.min() >= 0 and sheet.printed.max() <= 1 for sheet in sheets)


def test_column_digits_stand_under_each_other(ink: Ink) -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        sheet = Sheet(ink, rng)
        column(sheet)
        left, top = np.array([box[:2] for box in sheet.boxes]).T
        assert np.ptp(top) > np.ptp(left)


def test_text_in_crop_centre_holds_one_character(ink: Ink) -> None:
    rng = np.random.default_rng(1)
    central = 0
    for _ in range(40):
        sheet = Sheet(ink, rng)
        text_in_crop(sheet)
        centres = [(box[:2] + box[2:]) / 2 for box in sheet.boxes]
        central += sum(bool((np.abs(centre - 96) < 30).all()) for centre in centres)
    assert 20 <= central <= 48


def test_separated_number_several_sheets_show_every_separator(ink: Ink) -> None:
    rng = np.random.default_rng(0)
    sheets = [Sheet(ink, rng) for _ in range(60)]
    for sheet in sheets:
        separated_number(sheet)
    assert {mark.kind for sheet in sheets for mark in sheet.separators} == set(range(len(SEPARATORS)))
    assert any(not sheet.separators for sheet in sheets)
    assert all(len(sheet.separators) <= 1 for sheet in sheets)
