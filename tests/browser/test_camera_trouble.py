"""What the page says when the camera cannot be had: in the browser, where it happens."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import ARGUMENTS
from tests.browser.install import find_chromium
from tests.browser.live_page import WAIT_MS, LivePage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

ALLOW = "--use-fake-ui-for-media-stream"
FAKE = "--use-fake-device-for-media-stream"
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
"""Neither side learns where the other one is."""

OTHER_NAME = "--host-resolver-rules=MAP digitcam.test 127.0.0.1"


@pytest.fixture
def page(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Page]:
    """A tab of a Chromium with some of its arguments left out and others put in."""
    without, more = request.param
    arguments = [*(argument for argument in ARGUMENTS if argument not in without), *more]
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments, timeout=WAIT_MS)
    yield browser.new_page()
    browser.close()


def expect_trouble(page: Page, words: str) -> None:
    expect(page.get_by_test_id("stAlert").filter(has_text=words)).to_be_visible()


@pytest.mark.parametrize("page", [([], ["--deny-permission-prompts"])], indirect=True)
def test_permission_refused(page: Page, server: Server) -> None:
    live = LivePage(page, server.url)
    live.frame.get_by_role("button", name="START").click()
    expect_trouble(page, "was told not to give this page the camera")


@pytest.mark.parametrize("page", [([FAKE], [ALLOW])], indirect=True)
def test_no_camera(page: Page, server: Server) -> None:
    live = LivePage(page, server.url)
    live.frame.get_by_role("button", name="START").click()
    expect_trouble(page, "No camera was found")


@pytest.mark.parametrize("page", [([], [ALLOW])], indirect=True)
def test_the_video_does_not_reach_the_server(page: Page, server: Server) -> None:
    page.add_init_script(FIREWALL)
    live = LivePage(page, server.url)
    live.frame.get_by_role("button", name="START").click()
    expect_trouble(page, "does not reach the server")


@pytest.mark.parametrize("page", [([], [OTHER_NAME])], indirect=True)
def test_an_insecure_address(page: Page, server: Server) -> None:
    LivePage(page, re.sub(r"127\.0\.0\.1", "digitcam.test", server.url))
    expect_trouble(page, "only over HTTPS")
