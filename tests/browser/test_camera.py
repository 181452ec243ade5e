"""Tests of a camera that is refused, and of one that is unplugged."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import REFUSED
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

UNPLUG = """
() => {
    for (const track of window.camera.getTracks()) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
    }
}
"""
"""Ends the camera's tracks, as unplugging it does."""


def test_refused_camera_is_reported(server: Server, open_page: Open) -> None:
    live = open_page(server, REFUSED)
    live.frame.get_by_role("button", name="START").click()
    expect(live.frame.get_by_text("Permission denied")).to_be_visible()
    live.click("Recognise digits")
    expect(live.recognise).to_be_checked()
    live.expect_reading("—")
    expect(live.frame.get_by_role("button", name="START")).to_be_enabled()


def test_unplugged_camera_is_reported_to_its_visitor_only(live: LivePage, server: Server, open_page: Open) -> None:
    other = open_page(server)
    other.start()
    other.click("Recognise digits")
    other.expect_reading("7")
    live.frame.evaluate(UNPLUG)
    expect(live.alerts.filter(has_text="sends no pictures")).to_be_visible()
    live.expect_reading("—")
    other.expect_reading("7")
    expect(other.alerts).to_have_count(0)
    live.stop()
    live.start()
    live.expect_reading("7")
    expect(live.alerts).to_have_count(0)
