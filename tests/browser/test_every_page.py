"""Tests that every page is accessible and fits the width of a phone."""

from importlib.resources import files
from typing import Any, Final

import cv2
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.conftest import Open
from tests.browser.live_page import WAIT_MS
from tests.browser.server import Server
from tests.paper import mnist_digit
from tests.paper import page as paper

pytestmark = pytest.mark.browser

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

SETTLED: Final = """
() => !document.querySelector("[data-testid=stSkeleton], [data-testid=stStatusWidget], [data-stale=true]")
    && !document.getAnimations().some(animation => animation instanceof CSSTransition)
"""
"""True when everything has been loaded and no transition is running."""

NO_ANIMATION: Final = """
*, *::before, *::after { transition: none !important; animation: none !important; }
[data-stale=true] { opacity: 1 !important; }
"""
"""Switches animations off. On a slow machine, Streamlit fades elements that are being refreshed."""

PAGES: Final = {
    "": "Digitcam",
    "pictures?from=Samples&sample=Scores": "Pictures",
    "readings": "Readings",
    "about": "About",
}


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


def expect_accessible(page: Page) -> None:
    """Check for faults in light, in dark, and at a phone's width."""
    page.add_style_tag(content=NO_ANIMATION)
    page.wait_for_function(SETTLED, timeout=WAIT_MS)
    page.evaluate(AXE)
    found = {"light": faults(page)}
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    page.wait_for_function(SETTLED, timeout=WAIT_MS)
    found["dark"] = faults(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.wait_for_function(SETTLED, timeout=WAIT_MS)
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
    live = open_page(server, "407", "?recognise=true&keep=true&box=Number")
    live.start()
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    live.page.get_by_text("Each digit by itself").click()
    expect(live.page.locator(".digitcam-bar")).to_have_count(30)
    expect_accessible(live.page)
    kept = open_page(server, path=f"readings?{live.page.url.partition('?')[2]}")
    expect(kept.metric("Readings")).to_have_text("1")
    expect_accessible(kept.page)


def test_pictures_results_and_refusals_are_accessible(server: Server, open_page: Open) -> None:
    pictures = open_page(server, path="pictures")
    seven = bytes(cv2.imencode(".png", paper(mnist_digit(7)))[1])
    files = [("seven.png", seven), ("text.png", b"hello"), ("huge.png", bytes(27_000_000))]
    pictures.page.locator("input[type=file]").set_input_files(
        [FilePayload(name=name, mimeType="image/png", buffer=content) for name, content in files]
    )
    expect(pictures.page.get_by_text("text.png is not a picture")).to_have_count(1)
    expect(pictures.page.get_by_role("heading", level=2)).to_have_text("7")
    refused = pictures.page.get_by_text("File must be 25.0MB or smaller")
    refused.scroll_into_view_if_needed()
    box = refused.bounding_box()
    assert box is not None
    assert box["height"] > 10
    expect_accessible(pictures.page)
