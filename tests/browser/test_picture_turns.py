"""Tests of turned pages on the pictures page: by their writing, and by hand."""

import base64
import re

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from digitcam.data import mnist
from digitcam.evaluate.sheets import Sheet, render_sheet
from digitcam.recognition.turning import TURNS, Turn, turn_picture
from tests.browser.conftest import Open
from tests.browser.layout import expect_fits
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.browser.test_every_page import expect_accessible
from tests.browser.test_picture_tables import KIND, NUMBER, cell, csv_table, tab_to, upload

pytestmark = pytest.mark.browser

UPSIDE_DOWN = "The writing was upside down. The picture is shown turned."
BY_HAND = "Turned by hand."
KEPT = "What you corrected before you turned this picture is kept. Turn it back to get to it."


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """Return a rendered sheet of seven rows and two columns."""
    return render_sheet(KIND, NUMBER, mnist.load())


def opened(server: Server, open_page: Open, picture: NDArray[np.uint8]) -> LivePage:
    pictures = open_page(server, path="pictures")
    upload(pictures, picture)
    expect(pictures.page.get_by_role("button", name="Copy table")).to_be_visible()
    return pictures


def expect_shown(page: Page, sheet: Sheet, turn: Turn) -> None:
    """Wait until the sheet is shown turned by so many degrees clockwise."""
    for _ in range(100):
        if shown_turn(page, sheet.picture) == turn:
            break
        page.wait_for_timeout(100)
    assert shown_turn(page, sheet.picture) == turn


def shown_turn(page: Page, upright: NDArray[np.uint8]) -> Turn:
    """Return by how many degrees clockwise a picture is shown turned: the turn in which it differs least from it."""
    # While the page is refreshed, the picture as it was before may stand above the new one.
    source = page.locator("img[alt*='its digits framed']").last.get_attribute("src") or ""
    content = np.frombuffer(base64.b64decode(source.partition(",")[2]), np.uint8)
    shown = cv2.imdecode(content, cv2.IMREAD_GRAYSCALE)
    assert shown is not None

    def difference(turn: Turn) -> float:
        turned = turn_picture(upright, turn)
        sized = cv2.resize(turned, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_AREA)
        return float(np.abs(sized.astype(float) - shown).mean())

    return min(TURNS, key=difference)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def test_pictures_sheet_upside_down_gives_its_table_and_the_turn_is_undone_by_hand(
    server: Server, open_page: Open, sheet: Sheet
) -> None:
    pictures = opened(server, open_page, turn_picture(sheet.picture, 180))
    page = pictures.page
    expect(page.get_by_text(UPSIDE_DOWN)).to_be_visible()
    expect_shown(page, sheet, 0)
    assert csv_table(pictures) == (sheet.table, sheet.table)
    expect_fits(page)
    expect_accessible(page)
    heading = page.get_by_role("heading", level=2)
    right_way_up = heading.inner_text()
    button(page, "Turn left").click()
    expect_shown(page, sheet, 270)
    button(page, "Turn left").click()
    # As it was uploaded, although its writing says otherwise.
    expect_shown(page, sheet, 180)
    expect(page.get_by_text(UPSIDE_DOWN)).to_have_count(0)
    expect(page.get_by_text(BY_HAND)).to_have_count(0)
    expect(heading).not_to_have_text(right_way_up)


def test_pictures_picture_and_table_follow_a_turn_by_keys_and_are_as_before_when_turned_back(
    server: Server, open_page: Open, sheet: Sheet
) -> None:
    pictures = opened(server, open_page, sheet.picture)
    page = pictures.page
    first = cell(page, "Row 1, column 1")
    first.fill("501")
    first.press("Enter")
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_contain_text("501")
    corrected = csv_table(pictures)
    tab_to(page, button(page, "Turn right"))
    page.keyboard.press("Enter")
    expect_shown(page, sheet, 90)
    expect(page.get_by_text(BY_HAND)).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(heading).not_to_contain_text("501")
    # The button keeps the focus though the table is gone.
    for turn in TURNS[2:]:
        expect(button(page, "Turn right")).to_be_focused()
        page.keyboard.press("Enter")
        expect_shown(page, sheet, turn)
    expect(button(page, "Turn right")).to_be_focused()
    page.keyboard.press("Enter")
    expect_shown(page, sheet, 0)
    expect(page.get_by_text(re.compile(f"{re.escape(BY_HAND)}|{re.escape(KEPT)}"))).to_have_count(0)
    expect(heading).to_contain_text("501")
    assert csv_table(pictures) == corrected
