"""Chromium with a file as its camera, driven by Playwright.

Playwright is a development dependency, so it is imported only inside functions. Without it the browser's rows
are skipped.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from digitcam.bench import counter
from digitcam.bench.material import ONE
from digitcam.bench.servers import StreamlitServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Names of installed browsers, in order of preference; without one Playwright's own is used."""

WAIT_MS: Final = 60_000
"""Maximum time to wait for anything on a page, ms."""


@contextmanager
def chromium(camera: Path) -> Iterator["Browser | None"]:
    """Run a browser whose camera is a Motion JPEG file; None if none can be started."""
    from playwright.sync_api import Error, sync_playwright

    arguments = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
    ]
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=arguments)
        except Error:
            yield None
            return
        yield browser
        browser.close()


def open_page(browser: "Browser", server: StreamlitServer, query: str = "") -> "Page":
    """Open the page in a new browser context, as soon as the server answers."""
    from playwright.sync_api import Error

    page = browser.new_context().new_page()
    page.add_init_script(counter.KEEP_THE_CAMERA)
    for _ in range(WAIT_MS // 50):
        try:
            page.goto(server.url + query)
            return page
        except Error:
            time.sleep(0.05)
    raise TimeoutError(f"{server.url} does not answer")


def video_frame(page: "Page") -> "Frame":
    """Return the iframe that contains the video."""
    element = page.wait_for_selector("iframe[title*='webrtc_streamer']", timeout=WAIT_MS)
    frame = None if element is None else element.content_frame()
    if frame is None:
        raise TimeoutError("the page has no video")
    return frame


def play(browser: "Browser", server: StreamlitServer, query: str = "") -> "Page":
    """Open the page, press START, and wait until the video plays."""
    page = open_page(browser, server, query)
    frame = video_frame(page)
    frame.get_by_role("button", name="START").click(timeout=WAIT_MS)
    frame.wait_for_function("document.querySelector('video')?.readyState === 4", timeout=WAIT_MS)
    return page


def play_until_read(browser: "Browser", server: StreamlitServer) -> "Page":
    """Open the page with recognition on, and wait until it shows the digit."""
    page = play(browser, server, "/")
    page.get_by_test_id("stMetricValue").first.filter(has_text=ONE).wait_for(timeout=WAIT_MS)
    return page
