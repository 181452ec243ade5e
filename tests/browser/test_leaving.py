"""Tests that a link opens its page, even while the old page requests a rerun."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SLOW_WIRE: Final = """
const send = WebSocket.prototype.send;
window.held = null;
WebSocket.prototype.send = function (message) {
    held ? held.push(() => send.call(this, message)) : send.call(this, message);
};
"""
"""Holds back what the page sends while `held` is a list."""

QUICK_CLICK: Final = """
const later = window.setTimeout;
window.goingTo = null;
window.setTimeout = (call, ...others) => {
    const timer = later(call, ...others);
    if (goingTo && String(call).includes("sendUpdateWidgetsMessage")) {
        const link = document.querySelector(`a[href$="/${goingTo}"]`);
        goingTo = null;
        link.click();
    }
    return timer;
};
"""
"""Clicks the link `goingTo` between the panel's request for a rerun and the moment when Streamlit sends it."""


def test_page_that_is_left_stops_polling(server: Server, open_page: Open) -> None:
    live = open_page(server, path="?keep=true", script=SLOW_WIRE)
    expect(live.page.get_by_text("Press START")).to_be_visible()
    for link, title in (("Readings", "Readings"), ("Live", "Digitcam")):
        live.wait_until_it_asks()
        live.page.evaluate("held = []")
        live.page.get_by_role("link", name=link, exact=True).click()
        # Longer than the longest interval between two requests.
        live.page.wait_for_timeout(5000)
        assert live.page.evaluate("held.length") == 1
        live.page.evaluate("held.splice(0).forEach(send => send()), held = null")
        expect(live.page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_link_followed_during_polling_opens_its_page(server: Server, open_page: Open) -> None:
    live = open_page(server, path="?keep=true", script=QUICK_CLICK)
    expect(live.page.get_by_text("Press START")).to_be_visible()
    # After this, only the panel requests runs.
    live.wait_until_it_asks()
    live.page.evaluate("goingTo = 'about'")
    heading = live.page.get_by_role("heading", level=1, name="About")
    expect(heading).to_be_visible()
    # The answer to the panel would make the page blank.
    live.page.wait_for_timeout(3000)
    expect(heading).to_be_visible()
