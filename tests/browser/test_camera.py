"""Tests of a camera that is refused, and of one that is unplugged."""

import pytest
from playwright.sync_api import Route, expect

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


KEEP_THE_CONNECTION = """
const Peer = RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
    constructor(...all) {
        super(...all);
        window.peer = this;
    }
};
"""
"""Script that gives tests access to the connection."""

NEVER_SLOW = "PerformanceObserver.prototype.observe = () => {}"
"""Script that hides from the page how long answers take: on a busy machine, it would give that as the reason."""

DISCONNECT = """
() => {
    Object.defineProperty(window.peer, "connectionState", { value: "disconnected" });
    window.peer.dispatchEvent(new Event("connectionstatechange"));
}
"""
"""Tells the component what a browser tells it when the network is interrupted for some seconds."""

OFFLINE = "Object.defineProperty(navigator, 'onLine', { value: false })"
"""A computer that has lost its network."""

WITHOUT_DEVICES = "navigator.mediaDevices.enumerateDevices = async () => []"
"""A computer that has lost its camera."""

SLOW_MS = 1500
"""Time that a busy server takes for an answer, milliseconds."""


def test_refused_camera_is_reported(server: Server, open_page: Open) -> None:
    live = open_page(server, REFUSED)
    live.press("START", live.alerts)
    expect(live.alerts.filter(has_text="does not allow this page to use the camera")).to_be_visible()
    expect(live.recognise).to_be_checked()
    expect(live.metric("Reading")).to_have_count(0)
    expect(live.frame.get_by_role("button", name="START")).to_be_enabled()


@pytest.fixture
def playing(server: Server, open_page: Open) -> LivePage:
    """Return a live page that plays, and whose connection the test can end."""
    return play(server, open_page, KEEP_THE_CONNECTION + NEVER_SLOW)


def play(server: Server, open_page: Open, script: str) -> LivePage:
    live = open_page(server, script=script)
    live.start()
    live.expect_reading("7")
    return live


def expect_end(live: LivePage, words: str) -> None:
    """End the connection, and wait for a message that stands alone."""
    live.frame.evaluate(DISCONNECT)
    expect(live.alerts.filter(has_text=words)).to_be_visible()
    expect(live.page.get_by_text("Press START and allow")).to_have_count(0)
    expect(live.alerts).to_have_count(1)


def test_ended_stream_says_so_until_it_is_started_again(playing: LivePage) -> None:
    expect_end(playing, "the connection to the server broke off")
    playing.start()
    playing.expect_reading("7")
    expect(playing.alerts).to_have_count(0)
    playing.stop()
    expect(playing.page.get_by_text("Press START and allow")).to_be_visible()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        pytest.param(OFFLINE, "has lost its network", id="offline"),
        pytest.param(WITHOUT_DEVICES, "was unplugged", id="unplugged"),
    ],
)
def test_ended_stream_says_why(playing: LivePage, script: str, words: str) -> None:
    playing.page.evaluate(script)
    expect_end(playing, words)


def test_ended_stream_of_a_slow_server_says_that_it_is_busy(server: Server, open_page: Open) -> None:
    playing = play(server, open_page, KEEP_THE_CONNECTION)

    def answer_late(route: Route) -> None:
        playing.page.wait_for_timeout(SLOW_MS)
        route.continue_()

    playing.page.route("**/news/*", answer_late)
    with playing.page.expect_request_finished(lambda request: "/news/" in request.url):
        pass
    playing.page.unroute_all(behavior="wait")
    expect_end(playing, "too busy for the video")


def test_stopped_stream_is_not_reported(playing: LivePage) -> None:
    playing.stop()
    expect(playing.page.get_by_text("Press START and allow")).to_be_visible()
    # Longer than the browser waits before it corrects the page.
    playing.page.wait_for_timeout(3000)
    expect(playing.page.get_by_text("Press START and allow")).to_be_visible()
    expect(playing.page.get_by_text("The video ended")).to_have_count(0)


def test_stream_is_not_reported_while_a_device_is_chosen(playing: LivePage) -> None:
    done = playing.video_frame.get_by_role("button", name="Done")
    playing.press("Select Device", done)
    playing.page.wait_for_timeout(3000)
    expect(playing.page.get_by_text("The video ended")).to_have_count(0)
    playing.expect_reading("7")
    done.click()
    playing.stop()


def test_unplugged_camera_is_reported_to_its_visitor_only(live: LivePage, server: Server, open_page: Open) -> None:
    other = open_page(server)
    other.start()
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
