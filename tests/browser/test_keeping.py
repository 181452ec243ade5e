"""Tests of *Keep readings* on the live page."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE
from tests.browser.conftest import Open
from tests.browser.server import Server

pytestmark = pytest.mark.browser

WIDER = "document.scrollingElement.scrollWidth > innerWidth"


def test_keeping_kept_number_is_listed_and_undone_and_nothing_moves(server: Server, open_page: Open) -> None:
    live = open_page(server, "407", "?keep=true&box=Number")
    expect(live.page.get_by_text("Hold a number still")).to_be_visible()
    # The style sheet may come after the text.
    live.wait_until_it_asks()
    height = "document.querySelector('.st-key-kept').offsetHeight"
    before = live.page.evaluate(height)
    live.start()
    expect(live.page.get_by_text("Kept: 407 · 1 in your notebook")).to_be_visible()
    undo = live.page.get_by_role("button", name="407 undo")
    expect(undo).to_be_visible()
    assert live.page.evaluate(height) == before
    live.choose_box("Digit")
    expect(live.page.get_by_text("Kept: 0 · 2 in your notebook")).to_be_visible()
    expect(live.page.get_by_role("button", name="undo")).to_have_count(2)
    assert live.page.evaluate(height) == before
    live.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    undo.click()
    expect(live.page.get_by_text("Taken back: 407 · 1 in your notebook")).to_be_visible()
    expect(undo).to_have_count(0)
    assert not live.page.evaluate(WIDER)
