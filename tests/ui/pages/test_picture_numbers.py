"""Tests of what the browser gets to link the numbers of a picture to its table; tests/browser clicks on them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.ui.components.picture_columns import NAMES
from tests.ui.conftest import FakeNetwork
from tests.ui.pages.test_picture_tables import edit, reads
from tests.ui.pages.test_pictures import upload
from tests.ui.table_reader import HEIGHT_PX, PITCH_PX, SIZE_PX, WIDTH_PX, blank_sheet

Open = Callable[..., AppTest]


def pictures(page: AppTest) -> list[dict[str, Any]]:
    """Return what the browser is given of each picture that has numbers."""
    shown = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    return [data for data in shown if data.get("linked", {}).get("numbers")]


def texts(page: AppTest) -> list[str]:
    return [number["text"] for number in pictures(page)[0]["linked"]["numbers"]]


def test_picture_has_a_button_for_each_number_and_none_for_empty_cells(open_page: Open, network: FakeNetwork) -> None:
    network.status = reads(["1", "2"], ["3", ""], ["?", "5"])
    page = upload(open_page("pictures"), ("a.png", blank_sheet()))
    numbers = pictures(page)[0]["linked"]["numbers"]
    assert [(each["row"], each["column"]) for each in numbers] == [("0", 0), ("0", 1), ("1", 0), ("2", 0), ("2", 1)]
    assert texts(page)[:2] == ["Row 1, column 1: 1", "Row 1, column 2: 2"]
    width, height = SIZE_PX
    sides = [(20 + PITCH_PX) / width, 20 / height, WIDTH_PX / width, HEIGHT_PX / height]
    assert numbers[1]["box"] == pytest.approx([100 * side for side in sides])


def test_picture_is_not_sent_again_after_a_correction_but_after_a_deleted_row(
    open_page: Open, network: FakeNetwork
) -> None:
    network.status = reads(["1", "2"], ["3", ""])
    page = upload(open_page("pictures"), ("a.png", blank_sheet()))
    before = pictures(page)
    edit(page, typed={(0, 0): "9"}, added=[["7"]])
    assert pictures(page) == before
    edit(page, deleted=[0])
    assert texts(page) == ["Row 1, column 1: 3"]


def test_picture_names_numbers_as_the_table_does(open_page: Open, network: FakeNetwork) -> None:
    network.status = reads(["1"], ["3"])
    page = upload(open_page("pictures"), ("a.png", blank_sheet()))
    page.text_area(key=NAMES).set_value("Ann\nBen").run()
    assert texts(page) == ["Ann, Column 1: 1", "Ben, Column 1: 3"]


def test_picture_further_ones_are_linked_as_well_and_single_numbers_are_not(
    open_page: Open, network: FakeNetwork
) -> None:
    network.status = reads(["1", "2"])
    page = open_page("pictures")
    upload(page, ("a.png", blank_sheet()), ("b.png", blank_sheet()))
    assert [len(data["linked"]["numbers"]) for data in pictures(page)] == [2, 2]
    network.status = reads(["7"])
    upload(page, ("c.png", blank_sheet()))
    assert pictures(page) == []
