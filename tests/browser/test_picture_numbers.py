"""Tests of the table of a picture, and of the numbers in the picture that lead to its cells and back."""

import re
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from digitcam.data import mnist
from digitcam.evaluate.sheets import Sheet, render_sheet
from tests.browser.chromium import PHONE
from tests.browser.conftest import Open
from tests.browser.layout import expect_fits
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.browser.test_every_page import expect_accessible
from tests.browser.test_picture_tables import KIND, LARGE, NUMBER, cell, csv_table, tab_to, upload

pytestmark = pytest.mark.browser

MAX_TABS: Final = 60
"""Number of times that the Tab key is pressed at most to get to the numbers of the picture."""

MARKED: Final = re.compile(r"\bmarked\b")

PASTE: Final = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
"""Pastes a text, as a spreadsheet gives it."""


@pytest.fixture(scope="module")
def sheets() -> list[Sheet]:
    """Return a small sheet, of seven rows and two columns, and a large one."""
    return [render_sheet(KIND, number, mnist.load()) for number in (NUMBER, LARGE)]


def opened(server: Server, open_page: Open, *sheets: NDArray[np.uint8]) -> LivePage:
    pictures = open_page(server, path="pictures")
    upload(pictures, *sheets)
    expect(pictures.page.get_by_role("button", name="Copy table")).to_have_count(len(sheets))
    return pictures


def number(page: Page, name: str) -> Locator:
    """Return the button over a number in the picture, by its row and column."""
    return page.get_by_role("group", name="Numbers in the picture").get_by_role("button", name=f"{name}: ")


def test_pictures_numbers_and_cells_lead_to_each_other(server: Server, open_page: Open, sheets: list[Sheet]) -> None:
    page = opened(server, open_page, sheets[1].picture).page
    heading = page.get_by_role("heading", level=2)
    # From the picture to the cell, where what is typed replaces the number.
    number(page, "Row 2, column 1").click()
    expect(cell(page, "Row 2, column 1")).to_be_focused()
    expect(number(page, "Row 2, column 1")).to_have_class(MARKED)
    page.keyboard.type("501")
    page.keyboard.press("Enter")
    expect(cell(page, "Row 3, column 1")).to_be_focused()
    expect(heading).to_contain_text("501")
    # What is new above the table does not take the focus away.
    expect(page.get_by_text("Read as")).to_be_visible()
    expect(cell(page, "Row 3, column 1")).to_be_focused()
    # From the cell to the picture, also on a phone, where one of them is out of sight.
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    last = f"Row {len(sheets[1].table)}, column 1"
    cell(page, last).click()
    expect(number(page, last)).to_have_class(MARKED)
    expect(number(page, "Row 2, column 1")).not_to_have_class(MARKED)
    page.get_by_role("button", name="Show it in the picture").click()
    expect(number(page, last)).to_be_focused()
    expect(number(page, last)).to_be_in_viewport()
    number(page, last).click()
    expect(cell(page, last)).to_be_focused()
    expect(cell(page, last)).to_be_in_viewport()
    expect_fits(page)
    expect_accessible(page)
    # The numbers of a deleted row lead nowhere; those of the others still lead to their cells.
    read = cell(page, "Row 2, column 2").input_value()
    cell(page, "Row 1, column 1").click()
    page.get_by_role("button", name="Delete row").click()
    expect(cell(page, "Row 1, column 1")).to_have_value("501")
    expect(cell(page, "Row 1, column 1")).to_be_focused()
    expect(number(page, last)).to_have_count(0)
    number(page, "Row 1, column 2").click()
    expect(cell(page, "Row 1, column 2")).to_be_focused()
    expect(cell(page, "Row 1, column 2")).to_have_value(read)
    page.get_by_role("button", name="Undo delete").click()
    expect(cell(page, "Row 2, column 1")).to_have_value("501")
    expect(page.get_by_role("button", name="Undo delete")).to_have_count(0)


def test_pictures_table_is_corrected_by_keys_alone(server: Server, open_page: Open, sheets: list[Sheet]) -> None:
    pictures = opened(server, open_page, sheets[0].picture)
    page, table = pictures.page, sheets[0].table
    tab_to(page, number(page, "Row 1, column 1"), MAX_TABS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(number(page, "Row 2, column 2")).to_be_focused()
    page.keyboard.press("Enter")
    # As fast as keys come, without waiting for the server.
    for key in ("5", "Enter", "6", "ArrowLeft", "ArrowLeft", "7", "Escape", "ArrowUp", "8", "Enter"):
        page.keyboard.press(key)
    rows = [list(row) for row in table]
    rows[1][1], rows[2][1], rows[1][0] = "5", "6", "8"
    # A new row, then two rows from a spreadsheet that begin in it.
    cell(page, "New row, Column 1").focus()
    page.keyboard.type("91")
    page.keyboard.press("Enter")
    expect(cell(page, f"Row {len(rows) + 1}, column 1")).to_have_value("91")
    cell(page, f"Row {len(rows) + 1}, column 2").evaluate(PASTE, "92\t93\n94\n")
    expect(cell(page, f"Row {len(rows) + 2}, column 2")).to_have_value("94")
    rows += [["91", "92"], ["", "94"]]
    corrected, read = csv_table(pictures)
    assert read[: len(table)] == table
    assert [list(row) for row in corrected] == rows
