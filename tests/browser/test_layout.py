"""Tests that pages fit phones, tablets, laptops and large screens, and at a zoom of 200 %."""

from datetime import UTC, datetime
from typing import Final

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine

from digitcam.notebook.entries import Entry, new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.pictures.encoding import png
from tests.browser.conftest import Open
from tests.browser.layout import SIZES, expect_fits, faults, faults_at
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.paper import mnist_digit

pytestmark = pytest.mark.browser

COUNT: Final = 12
"""Number of kept readings: enough for a table that is higher than a phone's screen."""

SUM: Final = 9_999_999
"""About the largest sum that a notebook of a few hundred numbers has."""

TOO_LONG: Final = """
const text = document.createElement("div");
text.textContent = "word ".repeat(200);
text.style = "width: 200px; white-space: nowrap; overflow: hidden";
document.querySelector("[data-testid=stMain] h1").after(text);
"""


@pytest.fixture(scope="module")
def notebook(server: Server) -> str:
    """Return the name of a notebook with long numbers."""
    engine = create_engine(f"sqlite:///{server.model.parent / 'readings.sqlite'}")
    name = new_notebook_id()
    picture = png(mnist_digit(7))
    for _ in range(COUNT):
        Notebooks(engine).keep(name, Entry(str(SUM // COUNT), 0.98, picture, datetime.now(UTC)))
    engine.dispose()
    return name


def test_readings_fits_every_width_and_zoom(server: Server, open_page: Open, notebook: str) -> None:
    live = open_page(server, path=f"readings?notebook={notebook}")
    expect(live.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_be_visible()
    expect(live.page.get_by_role("button", name="Clear all")).to_be_visible()
    expect_fits(live.page)
    live.page.get_by_role("button", name="Clear all").click()
    expect(live.page.get_by_role("dialog")).to_be_visible()
    expect_fits(live.page)


def test_about_fits_every_width_and_zoom(server: Server, open_page: Open) -> None:
    live = open_page(server, path="about")
    expect(live.page.get_by_text("ai-edge-litert")).to_be_visible()
    expect_fits(live.page)


def test_faults_finds_what_does_not_fit(server: Server, open_page: Open) -> None:
    live = open_page(server, path="about")
    expect(live.page.get_by_text("ai-edge-litert")).to_be_visible()
    _expect_fault(live, "cut off", TOO_LONG)
    _expect_fault(live, "scrolls sideways", "document.querySelector('[data-testid=stMain] h1').style.width = '3000px'")


def _expect_fault(live: LivePage, words: str, script: str) -> None:
    assert faults(live.page) == []
    live.page.evaluate(script)
    assert any(words in fault for fault in faults(live.page))
    live.page.reload()
    expect(live.page.get_by_text("ai-edge-litert")).to_be_visible()


STEPS: Final = """
() => [...document.querySelectorAll(".digitcam-strip figure")].map(figure => {
    const place = element => element.getBoundingClientRect();
    const [picture, caption] = [place(figure.firstElementChild), place(figure.lastElementChild)];
    const ends = [...figure.querySelectorAll("img, b, .digitcam-answer")].map(element => place(element).bottom);
    return {left: picture.left, top: picture.top, height: picture.height, caption: caption.top, end: Math.max(...ends)};
})
"""
"""Returns the places of the steps' pictures and captions, pixels."""

BARS: Final = """
() => [...document.querySelectorAll("[data-testid=stVegaLiteChart] svg .role-axis-label text")]
    .filter(text => getComputedStyle(text).opacity !== "0").map(text => text.textContent)
"""
"""Returns the visible labels of the chart's axes."""


def test_live_before_start_shows_one_panel(server: Server, open_page: Open) -> None:
    live = open_page(server)
    expect(live.page.get_by_text("Press START and allow the camera")).to_be_visible()
    expect(live.page.get_by_role("img", name="A hand holds a sheet")).to_be_visible()
    expect(live.frame.get_by_role("button", name="START")).to_be_visible()
    expect(live.frame.locator("svg")).not_to_be_visible()
    expect(live.page.get_by_test_id("stMetric")).to_have_count(0)
    expect(live.page.get_by_test_id("stVegaLiteChart")).to_have_count(0)
    expect_fits(live.page)


def test_live_fits_every_width_and_zoom(server: Server, open_page: Open) -> None:
    live = open_page(server, "407", "?box=Number")
    live.start()
    live.expect_reading("407")
    expect(live.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_be_visible()
    expect_fits(live.page)
    for name, size in SIZES.items():
        assert faults_at(live.page, size) == []
        labels = live.page.evaluate(BARS)
        assert [str(digit) for digit in range(10)] == [label for label in labels if len(label) == 1], name
        steps = live.page.evaluate(STEPS)
        assert len(steps) == 4
        assert sorted(steps, key=lambda step: (step["top"] // 40, step["left"])) == steps, name
        assert all(step["end"] <= step["caption"] + 1 for step in steps), name
        if name in ("laptop", "desktop"):
            assert max(step["caption"] for step in steps) - min(step["caption"] for step in steps) < 2
            assert min(step["height"] for step in steps) >= 120
            assert float(live.metric("Reading").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 90
