"""Tests that the page explains why the camera does not work."""

import re
from dataclasses import replace
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import NO_CAMERA, REFUSED
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.browser.test_camera import NEVER_SLOW

pytestmark = pytest.mark.browser

FIREWALL = """
const stopped = {
    setRemoteDescription: ({type, sdp}) => [{type, sdp: sdp.replace(/a=candidate[^]*?\\r\\n/g, "")}],
    addEventListener: (name, heard) => [name === "icecandidate" ? "never" : name, heard],
};
for (const [name, change] of Object.entries(stopped)) {
    const whole = RTCPeerConnection.prototype[name];
    RTCPeerConnection.prototype[name] = function (...all) { return whole.apply(this, change(...all)); };
}
"""
"""Removes all ICE candidates, so that browser and server find no connection."""

BUSY = """
navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("Could not start video source", "NotReadableError");
};
"""
"""Fails as if another program used the camera (https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia)."""

UNANSWERED = """
navigator.mediaDevices.getUserMedia = () => new Promise(() => {});
navigator.permissions.query = async () => ({state: "prompt"});
"""
"""Waits for ever, as if nobody answered the browser's question."""


STRANGE: Final = """
navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("Something unforeseen", "OperationError");
};
"""
"""Fails as no known browser does."""


NOTE_ALERTS: Final = """
window.alerts = new Set();
const noteAlerts = () => document.querySelectorAll("[data-testid=stAlert]").forEach(one => alerts.add(one.innerText));
if (window === window.top) setInterval(noteAlerts, 50);
"""
"""Logs all messages that the page has shown."""

ENOUGH_REQUESTS: Final = 12
"""Requests for news, four a second, after which the page has shown what it makes of a change."""


def expect_trouble(live: LivePage, words: str) -> None:
    """Wait for a message, and check that it is the only one, here and in the component's frame."""
    expect(live.alerts.filter(has_text=words)).to_be_visible()
    expect(live.alerts).to_have_count(1)
    texts_in_frame = live.frame.evaluate("document.body.innerText")
    assert not re.search(r"Error|Permission|Requested|source|unforeseen|longer than expected", texts_in_frame)


@pytest.mark.parametrize(
    ("webcam", "script", "words"),
    [
        pytest.param(REFUSED, "", "does not allow this page to use the camera", id="refused"),
        pytest.param(NO_CAMERA, "", "No camera was found", id="no camera"),
        pytest.param("seven", BUSY, "Another program is using the camera", id="busy"),
        pytest.param("seven", UNANSWERED, "Your browser is asking", id="unanswered"),
        pytest.param("seven", STRANGE, "could not be started", id="unknown error"),
    ],
)
def test_camera_trouble_after_start_is_shown(
    server: Server, open_page: Open, webcam: str, script: str, words: str
) -> None:
    live = open_page(server, webcam, script=script)
    live.press("START", live.alerts)
    expect_trouble(live, words)


@pytest.mark.parametrize(
    ("webcam", "script", "words"),
    [
        pytest.param(REFUSED, "", "does not allow this page to use the camera", id="refused"),
        pytest.param("seven", STRANGE, "could not be started", id="unknown error"),
    ],
)
def test_camera_trouble_in_the_form_for_choosing_a_device_is_shown(
    server: Server, open_page: Open, webcam: str, script: str, words: str
) -> None:
    live = open_page(server, webcam, script=script)
    live.press("Select Device", live.alerts)
    expect_trouble(live, words)


def test_camera_trouble_firewall_long_after_start_has_one_message(server: Server, open_page: Open) -> None:
    live = open_page(server, script=FIREWALL + NEVER_SLOW)
    live.press("START", live.video_frame.get_by_text("longer than expected"))
    expect_trouble(live, "does not reach the server")


def test_camera_trouble_insecure_address_is_shown_at_once(server: Server, open_page: Open) -> None:
    live = open_page(replace(server, url=server.url.replace("127.0.0.1", "digitcam.test")))
    expect_trouble(live, "only over HTTPS")


@pytest.mark.slow
def test_camera_trouble_stop_after_the_theme_changed_is_none(server: Server, open_page: Open) -> None:
    live = open_page(server, script=NOTE_ALERTS)
    live.start()
    live.runs_while_asking(ENOUGH_REQUESTS)
    for scheme in ("dark", "light"):
        live.page.emulate_media(color_scheme=scheme)
        live.runs_while_asking(ENOUGH_REQUESTS)
    live.stop()
    live.runs_while_asking(ENOUGH_REQUESTS)
    live.start()
    live.stop()
    live.runs_while_asking(ENOUGH_REQUESTS)
    shown = live.page.evaluate("[...alerts]")
    assert [text for text in shown if not re.match("Press START|To read", text)] == []
