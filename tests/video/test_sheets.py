"""Which sheets with several numbers are kept, how often, and as what."""

from datetime import UTC, datetime

import numpy as np
import pytest

from digitcam.config import LiveSettings
from digitcam.readings import UNTRUSTED, Box, Reading
from digitcam.video.keeping import Keeping
from digitcam.video.kept import PICTURE_SIDE_PX, KeptReading, cells_of
from tests.video.sheet_readings import REGION, sheet
from tests.video.streams import RECOGNISERS, Stream
from tests.video.test_keeping import LONG_ENOUGH, SECOND, taken

FRAME = np.random.default_rng(0).integers(0, 256, (480, 640), np.uint8)
STEP_S = 0.1

TEN = [[str(10 + row), str(row)] for row in range(5)]
"""Rows of ten numbers."""


def kept(*shown: tuple[float, Reading], keeps_sheets: bool = True) -> list[KeptReading]:
    """Return what is kept: each reading is shown for so many seconds, one after the other."""
    keeping, now_s = Keeping(), 0.0
    keeping.turn(True)
    for seconds, reading in shown:
        for _ in range(round(seconds / STEP_S)):
            now_s += STEP_S
            keeping.update(reading, FRAME, now_s, now_s, keeps_sheets=keeps_sheets)
    queue, everything = keeping.queue, []
    while (oldest := queue.oldest()) is not None:
        everything.append(oldest)
        queue.drop_oldest()
    return everything


def numbers(reading: KeptReading) -> list[tuple[int, int, str]]:
    return [(row, column, cell.text) for row, column, cell, _ in reading.cells]


def changed(rows: list[list[str]], *changes: tuple[int, int, str]) -> list[list[str]]:
    copy = [list(row) for row in rows]
    for row, column, number in changes:
        copy[row][column] = number
    return copy


def test_update_sheet_that_lies_still_is_kept_once_with_rows_and_columns() -> None:
    (only,) = kept((30, sheet(["12", "34"], ["", "7"])))
    assert numbers(only) == [(0, 0, "12"), (0, 1, "34"), (1, 1, "7")]
    assert only.unread == 0
    assert only.kept_at.tzinfo is UTC


def test_update_sheet_outside_the_whole_frame_is_one_number() -> None:
    (only,) = kept((3, sheet(["12", "34"])), keeps_sheets=False)
    assert only.cells == ()
    assert only.reading.text == "12  34"


def test_update_single_number_in_the_whole_frame_is_one_number() -> None:
    (only,) = kept((3, sheet(["407"])))
    assert only.cells == ()


@pytest.mark.parametrize("keeps_sheets", [True, False])
def test_update_short_look_is_not_kept(keeps_sheets: bool) -> None:
    assert kept((0.8, sheet(*TEN)), (3, Reading()), keeps_sheets=keeps_sheets) == []


@pytest.mark.parametrize(
    "other", [changed(TEN, (0, 0, "71")), changed(TEN, (2, 1, "")), changed(TEN, (1, 1, "?"), (3, 0, "18")), TEN[1:]]
)
def test_update_few_numbers_that_come_and_go_keep_it_once(other: list[list[str]]) -> None:
    flicker = [(0.1 + 0.1 * (turn % 3), sheet(*rows)) for turn in range(40) for rows in (TEN, other)]
    (only,) = kept(*flicker)
    # The best of what was seen.
    assert [number for *_, number in numbers(only)] in (
        [number for row in TEN for number in row],
        [number for row in other for number in row if number],
    )
    assert len(only.cells) == 10


def test_update_picture_is_of_the_frame_that_was_read_best() -> None:
    keeping = Keeping()
    keeping.turn(True)
    for turn in range(30):
        rows, grey = (TEN, 7) if turn == 4 else (changed(TEN, (1, 1, "?")), 99)
        frame = np.full((480, 640), grey, np.uint8)
        keeping.update(sheet(*rows), frame, turn / 10, turn / 10, keeps_sheets=True)
        # Whoever sends frames uses their memory again.
        frame[:] = 0
    only = keeping.queue.oldest()
    assert only is not None
    assert only.unread == 0
    assert all((picture == 7).all() for *_, picture in only.cells)


@pytest.mark.parametrize("rows", [[["1", "2"]], [["1"], ["2"], ["3"]], TEN])
def test_update_each_next_sheet_is_kept(rows: list[list[str]]) -> None:
    others = [[[str(int(number) + 5 * turn) for number in row] for row in rows] for turn in range(1, 4)]
    everything = kept(*((2.0, sheet(*of_sheet)) for of_sheet in (rows, *others)))
    assert [[number for *_, number in numbers(each)] for each in everything] == [
        [number for row in of_sheet for number in row] for of_sheet in (rows, *others)
    ]


def test_update_same_sheet_is_kept_again_only_after_it_was_away_for_a_second() -> None:
    shown, away = (2.0, sheet(*TEN)), Reading()
    assert len(kept(shown, (0.8, away), shown)) == 1
    assert len(kept(shown, (1.3, away), shown)) == 2


def test_update_slips_with_equal_numbers_are_kept_each() -> None:
    assert len(kept(*[(2.0, sheet(["4", "2"])), (1.3, Reading())] * 5)) == 5


def test_update_sheet_of_which_a_part_was_seen_is_kept_whole_in_its_place() -> None:
    part, whole = kept((3, sheet(*TEN[:3])), (5, sheet(*TEN)))
    assert (len(part.cells), part.number, part.replaces) == (6, 1, 0)
    assert (len(whole.cells), whole.number, whole.replaces) == (10, 2, 1)


@pytest.mark.parametrize("seconds", [0.1, 0.8])
def test_update_more_numbers_for_a_moment_replace_nothing(seconds: float) -> None:
    shown = [(seconds, sheet(*TEN)), (0.3, sheet(*TEN[:3]))] * 6
    assert len(kept((3, sheet(*TEN[:3])), *shown)) == 1


def test_update_other_sheet_with_about_as_many_numbers_is_kept_as_soon_as_any() -> None:
    other = [["50", "60"], ["51", "61"], ["52", "62"], ["53", "63"], ["54", "64"], ["55", "65"]]
    flicker = [(0.2, sheet(*rows)) for _ in range(4) for rows in (other, [*other[:5], ["55", ""]])]
    assert len(kept((3, sheet(*TEN[:4], ["14", ""])), *flicker)) == 2


def test_update_part_of_a_sheet_that_was_kept_whole_replaces_nothing() -> None:
    assert len(kept((3, sheet(*TEN)), (5, sheet(*TEN[:4])), (3, sheet(*TEN)))) == 1


def test_update_larger_sheet_after_a_second_without_any_replaces_nothing() -> None:
    first, second = kept((3, sheet(*TEN[:3])), (1.3, Reading()), (3, sheet(*TEN)))
    assert (len(first.cells), len(second.cells)) == (6, 10)
    assert second.replaces == 0


def test_update_numbers_that_cannot_be_read_are_left_out_and_counted() -> None:
    (only,) = kept((3, sheet(["12", "3?"], ["5", "?"], ["7", "8"])))
    assert [number for *_, number in numbers(only)] == ["12", "5", "7", "8"]
    assert only.unread == 2


@pytest.mark.parametrize("rows", [[["1", "?"]], [["?", "?"]], [["1", "?"], ["2", "?"], ["?", ""]]])
def test_update_hardly_a_sheet_is_not_kept(rows: list[list[str]]) -> None:
    assert kept((3, sheet(*rows))) == []


@pytest.mark.parametrize("is_on", [True, False])
def test_turn_off_keeps_no_frame(is_on: bool) -> None:
    keeping = Keeping()
    keeping.turn(True)
    keeping.update(sheet(*TEN), FRAME, 1, 1, keeps_sheets=True)
    keeping.turn(is_on)
    assert (keeping._best is not None) is is_on
    for now_s in (1.5, 3.0):
        keeping.update(sheet(*TEN), FRAME, now_s, now_s, keeps_sheets=True)
    assert keeping.queue.count == is_on


@pytest.mark.parametrize("away", [True, False])
def test_update_frame_is_held_no_longer_than_the_sheet(away: bool) -> None:
    keeping = Keeping()
    keeping.turn(True)
    keeping.update(sheet(*TEN), FRAME, 1.0, 1.0, keeps_sheets=True)
    shown = Reading() if away else sheet(*TEN)
    for now_s in (1.1, 2.2, 3.3):
        keeping.update(shown, FRAME, now_s, now_s, keeps_sheets=True)
    assert keeping._best is None


def test_cells_of_have_their_own_pictures() -> None:
    reading = sheet(["12", "34"], ["", "7"])
    cells = cells_of(reading, FRAME)
    for row, column, cell, picture in cells:
        box = cell.box
        assert (row, column) == (box.y0 // 40, box.x0 // 40)
        around = Box(box.x0 - 5, box.y0 - 5, box.x1 + 5, box.y1 + 5).clipped(REGION)
        np.testing.assert_array_equal(picture, FRAME[around.rows, around.columns])
        assert not np.shares_memory(picture, FRAME)
        assert max(picture.shape) <= PICTURE_SIDE_PX


def test_recv_whole_frame_is_kept_as_a_sheet_only_with_several_numbers() -> None:
    stream = Stream(RECOGNISERS[2], LiveSettings(recognise=True, keep=True, box="whole"))
    stream.show((640, 480), count=LONG_ENOUGH + SECOND)
    (only,) = taken(stream)
    assert (only.reading.text, only.cells) == ("407", ())


def test_unread_single_number_is_none() -> None:
    assert KeptReading(sheet(["407"]), FRAME, datetime.now(UTC)).unread == 0
    assert UNTRUSTED in sheet(["4?"]).text
