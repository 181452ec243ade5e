"""Tests of the live page: settings, tabs, reload, STOP and START."""

import re
from time import monotonic
from typing import Final

import pytest
from playwright.sync_api import expect

from digitcam.ui.components.panel import REFRESH_S
from digitcam.ui.components.threshold import START_THRESHOLD
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

PAPER_IN_THE_BOX = (250, 170, 268, 310)
"""Area inside the *Digit* box, left of the digit: (x0, y0, x1, y1) in pixels of a 640×480 frame."""

PAPER_IN_THE_NUMBER_BOX = (100, 170, 200, 310)
"""Area inside the *Number* box and outside the *Digit* box."""

BESIDE = """
const later = window.setTimeout;
const waiting = [];
window.beside = null;
window.isHeld = () => false;
const release = () => {
    for (const { data, origin, source } of waiting.splice(0)) {
        dispatchEvent(new MessageEvent("message", { data, origin, source }));
    }
};
addEventListener("message", (event) => {
    if (!event.isTrusted || event.data?.type !== "streamlit:setComponentValue") return;
    if (!waiting.length && !isHeld(event.data.value)) return;
    event.stopImmediatePropagation();
    waiting.push(event);
    beside = release;
}, true);
window.setTimeout = (call, ...others) => {
    const timer = later(call, ...others);
    if (beside && String(call).includes("sendUpdateWidgetsMessage")) {
        const both = beside;
        beside = null;
        both();
    }
    return timer;
};
"""
"""Calls `beside` between the panel's request for a rerun and the moment when Streamlit sends it. That is some
milliseconds later, on a busy machine many. Messages of the component for which `isHeld` are delayed until then."""

SAYS_IT_PLAYS = """
window.afterStart = () => {};
addEventListener("message", ({ data }) => {
    if (data?.type === "streamlit:setComponentValue" && data.value?.playing) afterStart();
});
"""
"""Calls `afterStart` when the component says that the video plays, before Streamlit hears it."""

DEAF = """
window.deaf = false;
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (type, heard, ...others) {
    listen.call(this, type, (event) => type === "message" && deaf ? undefined : heard.call(this, event), ...others);
};
"""
"""Loses what the server sends while `deaf` is true."""

HINT = "Press START and allow"


def test_live_confidence_is_shown(live: LivePage) -> None:
    expect(live.metric("Confidence")).to_have_text(re.compile(r"^(100|[89]\d)%$"))


def test_live_threshold_0_reads_nothing(live: LivePage) -> None:
    expect(live.automatic).to_be_checked()
    live.slider.press("Home")
    expect(live.slider).to_have_value("0")
    live.expect_reading("—")
    expect(live.metric("Confidence")).to_have_text("—")
    expect(live.automatic).not_to_be_checked()
    expect(live.slider).to_be_enabled()
    live.click("Automatic threshold")
    live.expect_reading("7")


def test_live_slider_sets_the_threshold(live: LivePage) -> None:
    live.slider.press("ArrowRight")
    expect(live.automatic).not_to_be_checked()
    live.expect_reading("7")
    live.slider.press("End")
    live.expect_reading("—")


def test_live_recognition_off_reads_nothing(live: LivePage) -> None:
    live.click("Recognise digits")
    live.expect_reading("—")
    live.click("Recognise digits")
    live.expect_reading("7")


def test_live_number_box_reads_three_digits(server: Server, open_page: Open) -> None:
    live = open_page(server, "407", "?box=Number")
    live.start()
    live.expect_reading("407")
    live.choose_box("Whole frame")
    live.expect_reading("407")
    live.choose_box("Digit")
    live.expect_reading("0")


def test_live_computer_view_is_in_the_video(live: LivePage) -> None:
    live.expect_luma(PAPER_IN_THE_BOX, 150, 255)
    live.click("What the computer sees")
    live.expect_luma(PAPER_IN_THE_BOX, 60, 140)
    live.expect_reading("7")
    live.slider.press("ArrowRight")
    live.expect_luma(PAPER_IN_THE_BOX, 0, 60)
    live.expect_reading("7")
    live.click("Camera")
    live.expect_luma(PAPER_IN_THE_BOX, 150, 255)


def test_live_settings_act_on_the_running_stream(live: LivePage) -> None:
    stream = live.video.evaluate("video => { video.dataset.mark = 'the same'; return video.srcObject.id }")
    since = live.video.evaluate("video => video.currentTime")
    live.click("What the computer sees")
    live.expect_luma(PAPER_IN_THE_BOX, 60, 140)
    live.expect_luma(PAPER_IN_THE_NUMBER_BOX, 150, 255)
    live.choose_box("Number")
    live.expect_luma(PAPER_IN_THE_NUMBER_BOX, 60, 140)
    live.slider.press("End")
    live.expect_luma(PAPER_IN_THE_NUMBER_BOX, 200, 255)
    assert live.video.evaluate("video => video.dataset.mark") == "the same"
    assert live.video.evaluate("video => video.srcObject.id") == stream
    assert live.video.evaluate("video => video.currentTime") > since


def test_live_second_tab_reads_too(live: LivePage, server: Server, open_page: Open) -> None:
    second = open_page(server)
    second.start()
    second.expect_reading("7")
    second.click("Recognise digits")
    second.expect_reading("—")
    live.expect_reading("7")


def test_live_reload_keeps_the_settings(live: LivePage) -> None:
    live.choose_box("Number")
    live.click("Recognise digits")
    live.expect_reading("—")
    live.page.reload()
    expect(live.page.get_by_text(HINT)).to_be_visible()
    expect(live.recognise).not_to_be_checked()
    live.click("Recognise digits")
    live.start()
    live.expect_reading("7")


def test_live_stop_and_start_reads_again(live: LivePage) -> None:
    live.stop()
    expect(live.metric("Reading")).to_have_count(0)
    live.start()
    live.expect_reading("7")


def test_live_start_beside_the_panels_own_request_plays_without_hint(server: Server, open_page: Open) -> None:
    live = open_page(server, script=BESIDE)
    live.wait_until_it_asks()
    live.page.evaluate("void (isHeld = value => value.playing)")
    live.start()
    expect(live.page.get_by_text(HINT)).to_have_count(0)
    live.expect_reading("7")


def test_live_hint_whose_removal_is_lost_disappears(server: Server, open_page: Open) -> None:
    live = open_page(server, script=DEAF + SAYS_IT_PLAYS)
    live.wait_until_it_asks()
    live.page.evaluate("void (afterStart = () => { deaf = true; setTimeout(() => deaf = false, 1500) })")
    live.start()
    expect(live.page.get_by_text(HINT)).to_have_count(0)
    live.expect_reading("7")


def test_live_panel_is_redrawn_only_for_changes(live: LivePage) -> None:
    # The slider shows the threshold that was found, for which the page is run once.
    expect(live.slider).not_to_have_value(str(START_THRESHOLD))
    live.wait_until_it_asks()
    start_s = monotonic()
    runs = live.runs_while_asking(24)
    # On a busy machine, so many requests take longer.
    assert runs <= 1 + (monotonic() - start_s) / REFRESH_S
    live.page.route("**/news/*", lambda route: route.fulfill(body="something new"))
    assert live.runs_while_asking(12) >= 10


def test_live_chart_keeps_its_place(server: Server, open_page: Open) -> None:
    live = open_page(server, "407", "?recognise=false&keep=true&box=Number")
    live.start()
    chart = live.page.get_by_test_id("stVegaLiteChart")
    expect(live.page.get_by_text("Hold a number still")).to_be_visible()
    before = chart.bounding_box()
    live.click("Recognise digits")
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    assert chart.bounding_box() == before
    live.choose_box("Digit")
    expect(live.page.get_by_text("Kept: 0")).to_be_visible()
    assert chart.bounding_box() == before


def test_live_settings_survive_another_page(live: LivePage) -> None:
    live.choose_box("Number")
    live.click("Mirror")
    live.click("Recognise digits")
    expect(live.page).to_have_url(re.compile("(?=.*box=Number)(?=.*mirror=true)(?=.*recognise=false)"))
    live.go_to("Pictures")
    live.go_to("Live")
    expect(live.page).to_have_url(re.compile("(?=.*box=Number)(?=.*mirror=true)(?=.*recognise=false)"))
    expect(live.recognise).not_to_be_checked()
    expect(live.sidebar.get_by_role("switch", name="Mirror")).to_be_checked()


def test_live_steps_are_shown(live: LivePage) -> None:
    steps = live.page.locator(".digitcam-strip figcaption")
    expect(steps).to_have_text(["the box →", "the ink →", "each digit →", "the answer"])
    expect(live.page.locator(".digitcam-answer")).to_have_text("7")
    live.page.get_by_text("Each digit by itself").click()
    expect(live.page.locator(".digitcam-bar")).to_have_count(11)


def test_live_phone_shows_video_and_reading_together(live: LivePage) -> None:
    live.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    live.page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    expect(live.video).to_be_in_viewport(ratio=1)
    expect(live.metric("Reading")).to_be_in_viewport(ratio=1)
    live.expect_reading("7")


LABELS_BEYOND: Final = """
() => {
    const chart = document.querySelector("[data-testid=stVegaLiteChart]");
    const right = chart.getBoundingClientRect().right;
    const texts = [...chart.querySelectorAll("svg text")];
    return [texts.length, texts.filter(text => text.getBoundingClientRect().right > right).map(text => text.innerHTML)];
}
"""
"""Returns how many labels the chart has, and which of them end beyond its right edge."""


def test_live_chart_labels_are_inside_it_after_the_window_changed(live: LivePage) -> None:
    for size in (PHONE, DESKTOP):
        live.page.set_viewport_size(size)  # type: ignore[arg-type]
        live.runs_while_asking(8)
        count, beyond = live.page.evaluate(LABELS_BEYOND)
        assert count
        assert beyond == []
