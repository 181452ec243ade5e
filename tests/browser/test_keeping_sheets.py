"""Tests of sheets, names and signals of *Keep readings* on the live page."""

import csv
import io
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import SHEET
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

NOTE_SIGNALS: Final = """
window.signals = {tones: 0, flashes: []};
const start = AudioScheduledSourceNode.prototype.start;
AudioScheduledSourceNode.prototype.start = function (...when) {
    signals.tones++;
    return start.apply(this, when);
};
new MutationObserver(changes => {
    const added = changes.flatMap(change => [...change.addedNodes]);
    for (const node of added.filter(node => node.className === "digitcam-flash"))
        signals.flashes.push({light: node.style.backgroundColor, taps: getComputedStyle(node).pointerEvents});
}).observe(document, {childList: true, subtree: true});
"""
"""Counts the tones that are played, and logs the flashes."""

TONES: Final = 2
"""Tones of one sound."""


def signals(live: LivePage) -> dict[str, Any]:
    found: dict[str, Any] = live.page.evaluate("signals")
    return found


def kept(live: LivePage) -> list[dict[str, str]]:
    """Return the rows of the CSV file of the readings, oldest first."""
    live.go_to("Readings")
    return list(csv.DictReader(io.StringIO(live.download("Download as CSV").decode("utf-8-sig"))))


def test_keeping_sheet_that_lies_still_is_kept_once_as_its_rows(server: Server, open_page: Open) -> None:
    live = open_page(server, "sheet", "?keep=true&box=Whole+frame", NOTE_SIGNALS)
    live.start()
    count = sum(bool(number) for row in SHEET for number in row)
    expect(
        live.page.get_by_text(f"Kept: {count} numbers in {len(SHEET)} rows · {count} in your notebook")
    ).to_be_visible()
    # The camera's noise changes every three seconds.
    for _ in range(9):
        live.page.wait_for_timeout(1000)
    expect(live.page.get_by_text(f"{count} in your notebook")).to_be_visible()
    expect(live.page.get_by_role("button", name="undo")).to_have_count(1)
    told = signals(live)
    assert told["tones"] == TONES
    assert len(told["flashes"]) == 1
    rows = kept(live)
    assert [(row["number"], row["row"], row["column"]) for row in rows] == [
        (number, str(row), str(column))
        for row, numbers in enumerate(SHEET, 1)
        for column, number in enumerate(numbers, 1)
        if number
    ]
    (sheet,) = {row["sheet"] for row in rows}
    assert sheet.startswith("Live 20")


def test_keeping_names_go_on_with_each_slip_and_back_with_undo(server: Server, open_page: Open) -> None:
    live = open_page(server, "slips", "?keep=true")
    names = live.sidebar.get_by_role("textbox", name="Names")
    names.fill("Ada\nBen")
    names.press("Control+Enter")
    expect(live.page.get_by_text("Next: Ada · 1 of 2")).to_be_visible()
    live.start()
    expect(live.page.get_by_text("Kept for Ada:")).to_be_visible()
    expect(live.page.get_by_text("Next: Ben · 2 of 2")).to_be_visible()
    expect(live.page.get_by_text("Kept for Ben:")).to_be_visible()
    expect(live.page.get_by_text("End of the list, all 2 names have a reading.")).to_be_visible()
    live.stop()
    live.page.get_by_role("button", name="Ada undo").click()
    expect(live.page.get_by_text("Taken back: Ada:")).to_be_visible()
    expect(live.page.get_by_text("Next: Ada · 1 of 2")).to_be_visible()
    assert [row["name"] for row in kept(live)][:1] == ["Ben"]
    live.go_to("Live")
    expect(live.page.get_by_text("Next: Ada · 1 of 2")).to_be_visible()
    expect(live.sidebar.get_by_role("textbox", name="Names")).to_have_value("Ada\nBen")


@pytest.mark.parametrize("is_on", [True, False])
def test_keeping_signals_are_switched_off_and_without_movement(server: Server, open_page: Open, is_on: bool) -> None:
    address = "?keep=true&box=Number" + ("" if is_on else "&sound=false&flash=false")
    live = open_page(server, "407", address, NOTE_SIGNALS)
    live.page.emulate_media(reduced_motion="reduce")
    for label in ("Sound when one is kept", "Flash when one is kept"):
        expect(live.sidebar.get_by_role("checkbox", name=label)).to_be_checked(checked=is_on)
    live.start()
    expect(live.page.get_by_text("Kept: 407 · 1 in your notebook")).to_be_visible()
    if is_on:
        live.page.wait_for_function(f"() => signals.tones === {TONES} && signals.flashes.length === 1")
        assert signals(live)["flashes"] == [{"light": "", "taps": "none"}]
    else:
        live.runs_while_asking(4)
        assert signals(live) == {"tones": 0, "flashes": []}
    live.page.emulate_media(reduced_motion="no-preference")
