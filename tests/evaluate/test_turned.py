from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.config import ReadSettings
from digitcam.data import mnist
from digitcam.evaluate import turn_trials
from digitcam.evaluate.estimates import OBSERVATION
from digitcam.evaluate.sheets import SHEETS, SheetStyle, render_sheet, render_style
from digitcam.evaluate.turned import NAMES, TurnRow, data, measure, text
from digitcam.readings import Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import MIN_SURE, SURE_CONFIDENCE, Turned, turn_picture

IMAGES = mnist.load()
PICTURES = {kind: render_sheet(kind, 0, IMAGES).picture for kind in SHEETS}


class TurnsHalf:
    """Finds out that a sheet is upside down, and nothing else; it reads nothing."""

    def read(self, picture: NDArray[np.uint8], _: ReadSettings) -> Reading:
        return Reading()

    def read_page(self, picture: NDArray[np.uint8], settings: ReadSettings) -> Turned:
        down = any(np.array_equal(turn_picture(picture, 180), upright) for upright in PICTURES.values())
        return Turned(self.read(picture, settings), 180 if down else 0)


@pytest.fixture(scope="module")
def rows() -> list[TurnRow]:
    return measure(cast(Recogniser, TurnsHalf()), IMAGES, 1, lambda numbers, _: numbers)


def test_measure_counts_sheets_that_are_not_read_the_right_way_up(rows: list[TurnRow]) -> None:
    assert [(row.turn, row.sheets, row.right, row.wrongly) for row in rows] == [
        (0, len(SHEETS), 0, 0),
        (90, len(SHEETS), 0, len(SHEETS)),
        (180, len(SHEETS), 0, 0),
        (270, len(SHEETS), 0, len(SHEETS)),
    ]
    cells = sum(len(row) for kind in SHEETS for row in render_sheet(kind, 0, IMAGES).table)
    assert {row.cells for row in rows} == {cells}
    assert [bool(row.plain_seconds) for row in rows] == [True, False, False, False]
    assert all(row.seconds > 0 for row in rows)


def test_text_and_data_have_a_row_per_turn(rows: list[TurnRow]) -> None:
    lines = text(rows).splitlines()[1:]
    assert [line.split("  ")[0] for line in lines] == list(NAMES.values())
    assert all(OBSERVATION in line for line in lines)
    assert [row["turn"] for row in data(rows)] == list(NAMES)


@pytest.mark.parametrize("digits", ["69", "0"])
def test_render_style_numbers_have_its_digits(digits: str) -> None:
    sheet = render_style(SheetStyle(rows=(6, 6), digits=digits), [1], IMAGES)
    assert set("".join(cell for row in sheet.table for cell in row)) == set(digits)


@pytest.mark.parametrize(("more", "fewer", "expected"), [(9, 0, 3.0), (8, 8, 0.0), (MIN_SURE - 1, 0, np.nan)])
def test_margin_counts_sure_digits(more: int, fewer: int, expected: float) -> None:
    doubtful = np.full(4, SURE_CONFIDENCE - 0.01)
    confidences = [np.append(doubtful, np.full(count, SURE_CONFIDENCE)) for count in (more, fewer)]
    assert turn_trials.margin(*confidences) == pytest.approx(expected, nan_ok=True)
