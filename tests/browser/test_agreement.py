"""Tests that all numbers of the live page say the same."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live_page import LivePage

pytestmark = pytest.mark.browser


def test_live_confidence_is_that_of_the_digit_and_of_the_highest_bar(live: LivePage) -> None:
    live.page.get_by_text("Each digit by itself").click()
    expect(live.page.locator(".digitcam-bar")).to_have_count(11)
    # In one call, so that no rerun of the panel comes in between.
    shown = live.page.evaluate(
        """() => ({
            metrics: [...document.querySelectorAll("[data-testid=stMetricValue]")].map(each => each.innerText.trim()),
            digit: document.querySelector(".digitcam-digits figure").innerText,
            bars: [...document.querySelectorAll(".digitcam-bar")].map(bar => bar.lastChild.innerText),
        })"""
    )
    reading, confidence = shown["metrics"]
    assert re.match(rf"\s*{reading}\s*{confidence}", shown["digit"])
    assert max(shown["bars"][:10], key=lambda bar: int(bar.removesuffix("%"))) == confidence
    assert sum(int(bar.removesuffix("%")) for bar in shown["bars"]) == pytest.approx(100, abs=5)
