"""Tests that every page is accessible and fits the width of a phone."""

import re
import time
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import cv2
import pytest
from playwright.sync_api import FilePayload, Page, expect

from digitcam.notebook.entries import new_notebook_id
from digitcam.ui.server.headers import HEADERS
from tests.browser.chromium import PHONE
from tests.browser.conftest import Open, Serve
from tests.browser.live_page import WAIT_MS
from tests.browser.server import Server
from tests.paper import mnist_digit
from tests.paper import page as paper

pytestmark = pytest.mark.browser

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

UNSETTLED: Final = """
() => [
    ...[...document.querySelectorAll("[data-testid=stSkeleton], [data-testid=stStatusWidget], [data-stale=true]")],
    ...document.getAnimations().filter(one => one instanceof CSSTransition).map(({ effect }) => effect.target),
].map(element => element.outerHTML.slice(0, 300))
"""
"""Returns the elements that are still loading or in a transition."""

POLL_MS: Final = 50
"""Time between two looks at the page, milliseconds."""

NO_ANIMATION: Final = """
*, *::before, *::after { transition: none !important; animation: none !important; }
[data-stale=true] { opacity: 1 !important; }
"""
"""Switches animations off. On a slow machine, Streamlit fades elements that are being refreshed."""

HOSTILE_NAME: Final = "![x](http://evil.test/x.png) www.evil.test :material-home: .png"
"""Name of a picture that is an image, a link and an icon where names are taken for Markdown."""

PAGES: Final = {
    "": "Digitcam",
    "pictures?from=Samples&sample=Scores": "Pictures",
    "readings": "Readings",
    "about": "About",
}

VIOLATION: Final = "Content Security Policy"
"""Words of Chromium's message about something that the headers forbid."""


def faults(page: Page) -> list[str]:
    """Return the serious faults that axe-core finds, each with its element."""
    # The iframe of the video belongs to streamlit-webrtc and is not checked.
    found: list[dict[str, Any]] = page.evaluate("() => axe.run({iframes: false}).then(result => result.violations)")
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def wait_until_settled(page: Page) -> None:
    """Wait until everything has been loaded and no transition is running."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while unsettled := page.evaluate(UNSETTLED):
        assert time.monotonic() < deadline, unsettled
        page.wait_for_timeout(POLL_MS)


def expect_accessible(page: Page) -> None:
    """Check for faults in light, in dark, and at a phone's width."""
    page.add_style_tag(content=NO_ANIMATION)
    wait_until_settled(page)
    page.evaluate(AXE)
    found = {"light": faults(page)}
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    wait_until_settled(page)
    found["dark"] = faults(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    wait_until_settled(page)
    found["phone, dark"] = faults(page)
    page.emulate_media(color_scheme="light")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "light")
    found["phone"] = faults(page)
    assert found == {"light": [], "dark": [], "phone, dark": [], "phone": []}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("img:not([alt])").count() == 0


@pytest.mark.parametrize(("path", "title"), PAGES.items(), ids=PAGES.values())
def test_every_page_is_accessible_and_fits_a_phone(server: Server, open_page: Open, path: str, title: str) -> None:
    page = open_page(server, path=path).page
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect_accessible(page)


def test_live_reading_and_keeping_is_accessible(server: Server, open_page: Open) -> None:
    live = open_page(server, "407", "?keep=true&box=Number")
    live.start()
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    live.page.get_by_text("Each digit by itself").click()
    expect(live.page.locator(".digitcam-bar")).to_have_count(33)
    expect_accessible(live.page)
    kept = open_page(server, path=f"readings?{live.page.url.partition('?')[2]}")
    expect(kept.metric("Readings")).to_have_text("1")
    expect_accessible(kept.page)


def test_pictures_results_and_refusals_are_accessible(server: Server, open_page: Open) -> None:
    pictures = open_page(server, path="pictures")
    seven = bytes(cv2.imencode(".png", paper(mnist_digit(7)))[1])
    files = [
        ("seven.png", "image/png", seven),
        ("text.png", "image/png", b"hello"),
        ("notes.txt", "text/plain", b"hello"),
        ("huge.png", "image/png", bytes(27_000_000)),
    ]
    pictures.page.locator("input[type=file]").set_input_files(
        [FilePayload(name=name, mimeType=kind, buffer=content) for name, kind, content in files]
    )
    expect(pictures.page.get_by_text("This file is not a picture")).to_have_count(1)
    expect(pictures.page.get_by_role("heading", level=2)).to_have_text("7")
    for refusal in ("Larger than 25 MB.", "Not a PNG, JPEG, HEIC, WebP, BMP, TIFF or PDF file."):
        refused = pictures.page.get_by_text(refusal)
        refused.scroll_into_view_if_needed()
        box = refused.bounding_box()
        assert box is not None
        assert box["height"] > 10
    for raw in ("not allowed", "or smaller"):
        expect(pictures.page.get_by_text(raw)).to_have_count(0)
    expect_accessible(pictures.page)


def test_every_page_works_within_the_headers(models: Path, serve: Serve, open_page: Open) -> None:
    """Use every kind of element: camera, charts, table, downloads, uploads, canvas, snapshot, pictures."""
    server = serve(models / "model.keras")
    live = open_page(server, "407")
    messages: list[str] = []
    live.page.on("console", lambda message: messages.append(message.text))
    live.page.goto(f"{server.url}/?keep=true&box=Number")
    live.start()
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    expect(live.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_be_visible()
    live.go_to("Readings")
    expect(live.metric("Readings")).to_have_text("1")
    assert live.download("Download as CSV")
    expect(live.page.get_by_test_id("stDataFrame")).to_be_visible()
    live.go_to("About")
    live.go_to("Pictures")
    live.page.get_by_role("radio", name="Drawing").click()
    expect(live.page.get_by_role("img", name="Sheet to draw digits on")).to_be_visible()
    live.page.get_by_role("radio", name="Snapshot").click()
    expect(live.page.get_by_test_id("stCameraInput").locator("video")).to_be_visible()
    live.page.get_by_role("radio", name="Files").click()
    seven = bytes(cv2.imencode(".png", paper(mnist_digit(7)))[1])
    live.page.locator("input[type=file]").set_input_files(
        [FilePayload(name=HOSTILE_NAME, mimeType="image/png", buffer=seven)]
    )
    expect(live.page.get_by_role("heading", level=2)).to_have_text("7")
    expect(live.page.get_by_test_id("stMarkdown").get_by_text("evil.test")).to_have_count(1)
    assert live.page.locator("a[href*='evil'], img[src*='evil']").count() == 0
    assert [message for message in messages if VIOLATION in message] == []


def test_every_answer_has_the_headers(server: Server) -> None:
    page = urllib.request.urlopen(server.url).read().decode()
    script = re.findall(r'src="\./(static/js/[^"]+)"', page)[0]
    for path in ("", "readings", script, "_stcore/health"):
        with urllib.request.urlopen(f"{server.url}/{path}") as answer:
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_notebook_is_in_no_request_but_the_pages_own(server: Server, open_page: Open) -> None:
    notebook = new_notebook_id()
    live = open_page(server)
    requests: list[tuple[str, str | None]] = []
    live.page.on("request", lambda request: requests.append((request.url, request.headers.get("referer"))))
    address = f"{server.url}/readings?notebook={notebook}"
    live.page.goto(address)
    expect(live.page.get_by_role("heading", level=1, name="Readings")).to_be_visible()
    for name in ("Live", "About", "Pictures", "Readings"):
        live.go_to(name)
    assert [(url, referer) for url, referer in requests if notebook in url or referer] == [(address, None)]
