"""Tests of the live page for keyboards and screen readers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.live_page import WAIT_MS, LivePage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

PLATE = (250, 105, 380, 145)
"""Area where the reading is drawn above the *Digit* box; paper while there is no reading."""

FOCUSED = """
() => {
    let element = document.activeElement;
    if (element.tagName === "IFRAME") element = element.contentDocument.activeElement;
    if (element.type === "radio") return element.name;
    // Chromium lets the keyboard focus the part of the page that scrolls.
    if (element.matches(".stMain")) return "";
    const label = element.getAttribute("aria-label") || element.innerText || "";
    return label.split("\\n").findLast(line => line.trim() && line.trim() !== "D")?.trim() ?? "";
}
"""
"""Returns the name of the element that has the focus."""


def test_live_key_and_click_on_the_video_switch_recognition(live: LivePage) -> None:
    live.frame.get_by_role("button", name="STOP").focus()
    live.page.keyboard.press("d")
    expect(live.recognise).not_to_be_checked()
    live.expect_reading("—")
    live.recognise.focus()
    live.page.keyboard.press("d")
    live.expect_reading("7")
    live.video.click()
    live.expect_reading("—")
    expect(live.page.get_by_text("Recognition is off.")).to_be_visible()
    expect(live.video).to_have_js_property("paused", False)
    live.video.click()
    live.expect_reading("7")
    # Quicker than the server answers.
    for _ in range(5):
        live.page.keyboard.press("d")
    live.expect_reading("—")
    live.page.keyboard.press("d")
    live.expect_reading("7")
    live.frame.get_by_role("button", name="STOP").focus()
    live.page.keyboard.press("Control+d")
    live.expect_reading("7")


def test_live_key_is_named_only_where_there_is_a_keyboard(server: Server, open_page: Open) -> None:
    live = open_page(server)
    by_key, by_touch = (live.sidebar.get_by_text(text) for text in ("press D", "tap the video"))
    expect(by_key).to_be_visible()
    expect(by_touch).to_be_hidden()
    live.page.context.new_cdp_session(live.page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    expect(by_touch).to_be_visible()
    expect(by_key).to_be_hidden()


def test_live_full_screen_key_still_switches(live: LivePage) -> None:
    expect(live.video).to_have_attribute("controls", "")
    live.video.dblclick()
    live.frame.wait_for_function("document.fullscreenElement?.tagName === 'VIDEO'", timeout=WAIT_MS)
    live.expect_luma(PLATE, 0, 135)
    live.page.keyboard.press("d")
    live.expect_luma(PLATE, 160, 255)
    live.page.keyboard.press("d")
    live.expect_luma(PLATE, 0, 135)
    live.frame.evaluate("document.exitFullscreen()")
    live.expect_reading("7")


def test_live_keyboard_reaches_everything(live: LivePage) -> None:
    reached: list[str] = []
    for _ in range(80):
        live.page.keyboard.press("Tab")
        reached.append(live.page.evaluate(FOCUSED))
    order = [
        *("Live", "Pictures", "Readings", "About", "Recognise digits", "Automatic threshold"),
        *("Threshold (automatic)", "Box"),
        *("Mirror", "Keep readings", "STOP", "Each digit by itself"),
    ]
    # The focus starts at the last click; after the end of the page it starts again at its beginning.
    known = [name for name in reached if name in order]
    first = known.index("Live")
    assert known[first : first + len(order)] == order
    expect(live.page.get_by_label("The camera's video with the box, and what is read in it")).to_be_visible()
    expect(live.video).to_have_attribute("aria-label", re.compile("camera's video"))


def test_live_announcements_are_heard(live: LivePage) -> None:
    switch, reading = (live.page.locator("#digitcam-announcer").get_by_role("status").nth(n) for n in range(2))
    expect(reading).to_have_text("Reading 7")
    expect(switch).to_have_text("Recognition is on")
    # Screen readers do not announce text in a new region.
    reading.evaluate("region => region.mark = 'the same'")
    live.recognise.focus()
    live.page.keyboard.press("d")
    expect(switch).to_have_text("Recognition is off")
    expect(reading).to_have_text("")
    live.click("Recognise digits")
    expect(reading).to_have_text("Reading 7")
    assert reading.evaluate("region => region.mark") == "the same"
    live.go_to("About")
    expect(reading).to_have_count(0)
