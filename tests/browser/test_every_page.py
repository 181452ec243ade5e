"""What holds on every page: nobody is shut out, and a phone shows all of it."""

from importlib.resources import files
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open
from tests.browser.live_page import WAIT_MS
from tests.browser.server import Server

pytestmark = pytest.mark.browser

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

SETTLED: Final = """
() => !document.querySelector("[data-testid=stSkeleton], [data-testid=stStatusWidget], [data-stale=true]")
    && !document.getAnimations().some(animation => animation instanceof CSSTransition)
"""
"""Everything is there and no colour is on its way to another."""

AT_ONCE: Final = """
*, *::before, *::after { transition: none !important; animation: none !important; }
[data-stale=true] { opacity: 1 !important; }
"""
"""What is just being sent anew, as the live panel is four times a second, fades where the machine is slow."""

PAGES: Final = {
    "": "Digitcam",
    "pictures?from=Samples&sample=Scores": "Pictures",
    "readings": "Readings",
    "about": "About",
}


def faults(page: Page) -> list[str]:
    """Serious faults that axe-core finds, each with what it is about."""
    # Frames are components of others: the video's, whose few buttons axe cannot reach from here anyway.
    found: list[dict[str, Any]] = page.evaluate("() => axe.run({iframes: false}).then(result => result.violations)")
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("path", "title"), PAGES.items(), ids=PAGES.values())
def test_nobody_is_shut_out_and_a_phone_shows_all(server: Server, open_page: Open, path: str, title: str) -> None:
    page = open_page(server, path=path).page
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    page.add_style_tag(content=AT_ONCE)
    page.wait_for_function(SETTLED, timeout=WAIT_MS)
    page.evaluate(AXE)
    found = {"light": faults(page)}
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    page.wait_for_function(SETTLED, timeout=WAIT_MS)
    found["dark"] = faults(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.wait_for_function(SETTLED, timeout=WAIT_MS)
    found["phone"] = faults(page)
    assert found == {"light": [], "dark": [], "phone": []}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
