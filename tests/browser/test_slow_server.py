"""Tests of what a visitor or the page does before the server's answer to what was done before has arrived."""

from typing import Final

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import create_engine

from digitcam.data import mnist
from digitcam.evaluate.sheets import render_sheet
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.ui.components.threshold import START_THRESHOLD
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.browser.test_picture_tables import KIND, NUMBER, cell, upload
from tests.notebook.conftest import entry

pytestmark = pytest.mark.browser

LATE: Final = """
window.late = null;
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (type, heard, ...others) {
    listen.call(this, type, (event) => {
        const hear = () => heard.call(this, event);
        type === "message" && late ? late.push(hear) : hear();
    }, ...others);
};
"""
"""Holds back what the server sends while `late` is a list."""


HIGH: Final = {"width": 1280, "height": 2400}
"""Size of a window in which a small sheet and its table need not be scrolled, pixels."""


def delay_answers(live: LivePage) -> None:
    """Hold back what the server sends from now on."""
    live.page.evaluate("void (late = [])")


def receive_answers(live: LivePage) -> None:
    """Let the page receive what was held back."""
    live.page.evaluate("void (late.splice(0).forEach(hear => hear()), late = null)")


def test_live_slider_moved_before_a_request_of_the_panel_stays_moved(server: Server, open_page: Open) -> None:
    live = open_page(server, script=LATE)
    live.start()
    live.expect_reading("7")
    expect(live.slider).not_to_have_value(str(START_THRESHOLD))
    delay_answers(live)
    before = live.runs
    live.slider.press("Home")
    # That of the slider, and one of the panel, which still has the switch as it was.
    live.wait_for_runs(before + 2)
    receive_answers(live)
    live.wait_until_it_asks()
    expect(live.automatic).not_to_be_checked()
    expect(live.slider).to_have_value("0")
    live.expect_reading("—")


def test_pictures_row_is_inserted_once(server: Server, open_page: Open) -> None:
    sheet = render_sheet(KIND, NUMBER, mnist.load())
    pictures = open_page(server, path="pictures", script=LATE)
    page = pictures.page
    # A list closes when the page scrolls.
    page.set_viewport_size(HIGH)  # type: ignore[arg-type]
    upload(pictures, sheet.picture)
    expect(page.get_by_role("button", name="Add to notebook")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("combobox", name="Insert an empty row above").click()
    option = page.get_by_role("option").nth(1)
    expect(option).to_be_visible()
    delay_answers(pictures)
    before = pictures.runs
    option.click()
    pictures.wait_for_runs(before + 1)
    cell(page, "Row 1, column 1").fill("501")
    cell(page, "Row 1, column 1").press("Enter")
    pictures.wait_for_runs(before + 2)
    receive_answers(pictures)
    expect(page.get_by_role("heading", level=2)).to_contain_text("501")
    expect(cell(page, "Row 2, column 1")).to_have_value("")
    expect(cell(page, "Row 3, column 1")).to_have_value(sheet.table[1][0])


@pytest.fixture
def notebook(server: Server) -> str:
    """Return the name of a notebook with two numbers."""
    name = new_notebook_id()
    engine = create_engine(f"sqlite:///{server.model.parent / 'readings.sqlite'}")
    for number in ("1", "2"):
        Notebooks(engine).keep(name, entry(number))
    engine.dispose()
    return name


def press_twice(live: LivePage, button: Locator) -> None:
    """Press a button, and once more when the server has answered, but the page does not show it."""
    expect(button).to_be_visible()
    delay_answers(live)
    for _ in range(2):
        before = live.runs
        button.click()
        live.wait_for_runs(before + 1)
    receive_answers(live)


def test_readings_cleared_and_restored_by_two_clicks_are_there(server: Server, open_page: Open, notebook: str) -> None:
    live = open_page(server, path=f"readings?notebook={notebook}", script=LATE)
    expect(live.metric("Readings")).to_have_text("2")
    live.page.get_by_role("button", name="Clear all").click()
    press_twice(live, live.page.get_by_role("button", name="Yes, clear all"))
    expect(live.page.get_by_text("This notebook is empty")).to_be_visible()
    press_twice(live, live.page.get_by_role("button", name="Undo"))
    expect(live.metric("Readings")).to_have_text("2")
