"""Tests of pages that are turned by hand on the pictures page."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import cv2
import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import TURNS, Turn, turn_picture
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result
from digitcam.ui.pages import pictures as pictures_page
from tests.ui.conftest import FakeNetwork
from tests.ui.pages.test_picture_tables import edit, rows
from tests.ui.pages.test_pictures import drag, headings, upload
from tests.ui.table_reader import SIZE_PX, TableReader

TABLE = (["1", "2"], ["3", "4"])
"""What the reader finds in a page that does not lie on its side."""

MARK_PX = 60
"""Side of the black square in the upper left corner of the pictures."""


def marked(turn: Turn = 0) -> Image.Image:
    grey = np.full(SIZE_PX[::-1], 200, np.uint8)
    grey[:MARK_PX, :MARK_PX] = 0
    return Image.fromarray(turn_picture(grey, turn))


def file(*pages: Image.Image) -> tuple[str, bytes]:
    content = io.BytesIO()
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:])
    return f"{len(pages)}.tif", content.getvalue()


def results(page: AppTest) -> list[Result]:
    return list(page.session_state["picture_results"].values())


def shown(result: Result) -> Turn:
    """Return by how many degrees clockwise a marked picture is shown turned."""
    picture = cv2.imdecode(np.frombuffer(result.overview, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return next(turn for turn in TURNS if turn_picture(np.asarray(picture, np.uint8), turn)[:20, :20].max() < 100)


def captions(page: AppTest) -> list[str]:
    known = {texts.pictures.TURNED_BY_HAND, texts.pictures.CORRECTED_BEFORE_TURN, *texts.pictures.TURNED.values()}
    return [caption.value for caption in page.caption if caption.value in known]


def turn(page: AppTest, way: str, number: int = 0) -> AppTest:
    page.button(key=f"turn_{way}_{number}").click().run()
    assert not page.exception
    return page


@pytest.fixture
def reader(network: FakeNetwork) -> TableReader:
    """Return a reader that turns no page by itself."""
    return reading(network, TableReader(*TABLE))


def reading(network: FakeNetwork, reader: TableReader) -> TableReader:
    network.status = Status(recogniser=cast(Recogniser, reader))
    return reader


@pytest.fixture
def page(open_page: Callable[..., AppTest]) -> AppTest:
    return open_page("pictures")


@pytest.mark.parametrize(("way", "back", "degrees"), [("right", "left", 90), ("left", "right", 270)])
def test_pictures_turned_by_hand_is_shown_and_read_so_until_it_is_turned_back(
    page: AppTest, reader: TableReader, way: str, back: str, degrees: Turn
) -> None:
    upload(page, file(marked()))
    before = results(page)
    turn(page, way)
    assert headings(page) == ["1"]
    (result,) = results(page)
    assert (result.record["turned"], result.size) == (degrees, SIZE_PX[::-1])
    assert (360 - shown(result)) % 360 == degrees
    assert captions(page) == [texts.pictures.TURNED_BY_HAND]
    turn(page, back)
    assert headings(page) == ["1  2 / 3  4"]
    assert [result.record for result in results(page)] == [result.record for result in before]
    assert (shown(results(page)[0]), captions(page)) == (0, [])
    # The writing was asked once, before a person knew better.
    assert reader.pages == 1


def test_pictures_turn_by_the_writing_is_undone_by_hand(page: AppTest, network: FakeNetwork) -> None:
    reader = reading(network, TableReader(*TABLE, turn=180))
    upload(page, file(marked()))
    assert (shown(results(page)[0]), captions(page)) == (180, [texts.pictures.TURNED[180]])
    turn(turn(page, "left"), "left")
    (result,) = results(page)
    assert (shown(result), captions(page)) == (0, [])
    assert "turned" not in result.record
    assert headings(page) == ["1  2 / 3  4"]
    assert reader.pages == 1


@pytest.mark.parametrize("kept_as_file", [True, False])
def test_pictures_turn_by_hand_stays_while_the_settings_and_the_network_change(
    page: AppTest, network: FakeNetwork, reader: TableReader, monkeypatch: pytest.MonkeyPatch, kept_as_file: bool
) -> None:
    if not kept_as_file:
        monkeypatch.setattr("digitcam.ui.components.picture_pages.MAX_BYTES", 1000)
        monkeypatch.setattr("digitcam.pictures.stored.MAX_BYTES", 1000)
    upload(page, file(marked()))
    turn(turn(page, "right"), "right")
    drag(page, 0, 0, 50, 50)
    assert (headings(page), shown(results(page)[0])) == (["1"], 180)
    page.sidebar.slider[0].set_value(100).run()
    assert shown(results(page)[0]) == 180
    # Where a threshold is set, pages are turned by hand only.
    turn(page, "right")
    assert results(page)[0].record["turned"] == 270
    page.sidebar.toggle[0].set_value(True).run()
    drag(page, 0, 0, 100, 100)
    again = reading(network, TableReader(["7"]))
    page.run()
    assert (headings(page), results(page)[0].record["turned"], again.pages) == (["7"], 270, 0)
    assert reader.pages == 1


def test_pictures_corrections_wait_in_the_turn_in_which_they_were_made(page: AppTest, reader: TableReader) -> None:
    upload(page, file(marked()))
    edit(page, typed={(0, 0): "91"})
    turn(page, "left")
    assert headings(page) == ["1"]
    assert captions(page) == [texts.pictures.TURNED_BY_HAND, texts.pictures.CORRECTED_BEFORE_TURN]
    # Those of another turn are others.
    turn(page, "left")
    assert rows(page) == [["1", "2"], ["3", "4"]]
    edit(page, typed={(1, 1): "55"})
    turn(turn(page, "left"), "left")
    assert rows(page) == [["91", "2"], ["3", "4"]]
    assert captions(page) == [texts.pictures.CORRECTED_BEFORE_TURN]
    turn(turn(page, "right"), "right")
    assert rows(page) == [["1", "2"], ["3", "55"]]


def test_pictures_uncorrected_picture_says_nothing_of_corrections(page: AppTest, reader: TableReader) -> None:
    upload(page, file(marked()), file(marked(180)))
    edit(page, 0, typed={(0, 0): "91"})
    turn(page, "left", number=1)
    assert captions(page) == [texts.pictures.TURNED_BY_HAND]


def test_pictures_only_the_page_that_is_turned_is_read_anew(
    page: AppTest, reader: TableReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(page, file(marked(), marked(), marked()), file(marked()))
    edit(page, 0, typed={(0, 0): "91"})
    before = results(page)
    turn(page, "right", number=1)
    after = results(page)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, False, True, True]
    assert [result.record["file"] for result in after] == ["3.tif", "3.tif[2]", "3.tif[3]", "1.tif"]
    assert [result.record.get("turned", 0) for result in after] == [0, 90, 0, 0]
    assert rows(page)[0] == ["91", "2"]
    # A later run reads nothing.
    page.run()
    assert all(one is other for one, other in zip(after, results(page), strict=True))


def test_pictures_corrected_page_is_not_read_by_another_network_when_the_next_one_is_turned(
    page: AppTest, network: FakeNetwork, reader: TableReader
) -> None:
    upload(page, file(marked(), marked()))
    edit(page, 0, typed={(0, 0): "91"})
    reading(network, TableReader(["7", "8"]))
    turn(page, "left", number=1)
    turn(page, "left", number=1)
    assert rows(page) == [["91", "2"], ["3", "4"]]
    assert headings(page)[1] == "7  8"


def test_pictures_turned_page_still_says_that_others_are_left_out(
    page: AppTest, reader: TableReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_page, "MAX_PICTURES", 1)
    upload(page, file(marked(), marked()))
    turn(page, "right")
    assert "first 1 pages" in page.warning[0].value


def test_pictures_page_that_fails_once_turned_is_a_message_and_is_not_tried_at_each_run(
    page: AppTest, reader: TableReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(page, file(marked()))
    calls = []

    def fail(*_: Any) -> None:
        calls.append(1)
        raise RuntimeError

    monkeypatch.setattr(reader, "read", fail)
    turn(page, "right")
    page.run()
    assert page.error[0].value.startswith("This file could not be read")
    assert len(calls) == 1


def test_pictures_turn_stays_with_the_sample_until_there_are_no_pictures(page: AppTest, reader: TableReader) -> None:
    page.button_group[0].set_value("Samples").run()
    page.button_group[1].set_value("scores").run()
    turn(page, "right")
    page.button_group[1].set_value("a-number").run()
    assert captions(page) == []
    page.button_group[1].set_value("scores").run()
    assert captions(page) == [texts.pictures.TURNED_BY_HAND]
    assert results(page)[0].record["turned"] == 90
    page.button_group[0].set_value("Files").run()
    page.button_group[0].set_value("Samples").run()
    page.button_group[1].set_value("scores").run()
    assert captions(page) == []


def test_result_ids_of_the_four_turns_differ() -> None:
    result = Result({}, key="a", turn=90)
    assert sorted([result.id, *result.ids_turned]) == sorted(replace(result, turn=turn).id for turn in TURNS)
    assert len({result.id, *result.ids_turned}) == 4
