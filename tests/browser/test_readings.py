"""Tests of readings: keep, correct, delete, undo, reload, download."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Serve
from tests.browser.live_page import LivePage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TRIES = 10
"""Maximum number of clicks on a row until it is chosen."""

ROW_PX = 35
MARKER_PX = 16
NUMBER_PX = 120
"""Height of a row, and distance of the check box and the first column from the table's left edge, pixels."""


class Table:
    """The table of kept readings.

    It is drawn on a canvas, so its cells are found by their positions.
    """

    def __init__(self, live: LivePage) -> None:
        self._page = live.page
        self._grid = live.page.get_by_test_id("stDataFrame")
        # The chart above the table is loaded late and moves the table.
        expect(live.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_be_visible()

    def correct(self, row: int, number: str) -> None:
        self._choose(row, NUMBER_PX, self._grid.get_by_test_id(f"glide-cell-1-{row}"))
        self._page.keyboard.press("Enter")
        cell = self._page.locator(".gdg-input")
        expect(cell).to_be_visible()
        cell.fill(number)
        cell.press("Enter")

    def delete(self, row: int) -> None:
        self._choose(row, MARKER_PX, self._grid.locator("tbody tr").nth(row))
        self._page.keyboard.press("Delete")

    def _choose(self, row: int, x: float, chosen: Locator) -> None:
        """Click until the row is chosen.

        The table ignores a click right after the mouse has entered it.
        """
        for _ in range(TRIES):
            self._grid.hover(position={"x": x, "y": ROW_PX * (row + 1.5)})
            self._grid.click(position={"x": x, "y": ROW_PX * (row + 1.5)})
            try:
                expect(chosen).to_have_attribute("aria-selected", "true", timeout=2000)
            except AssertionError:
                continue
            return
        pytest.fail(f"row {row} cannot be chosen")


def numbers(live: LivePage) -> list[str]:
    """Return the numbers in the CSV file, newest first."""
    rows = csv.DictReader(io.StringIO(live.download("Download as CSV").decode("utf-8-sig")))
    return [row["number"] for row in rows][::-1]


def test_readings_are_corrected_reloaded_and_downloaded(models: Path, serve: Serve, open_page: Open) -> None:
    server = serve(models / "model.keras")
    live = open_page(server, "407", "?keep=true&box=Number")
    live.start()
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    live.choose_box("Digit")
    expect(live.page.get_by_text("Kept: 0")).to_be_visible()
    live.go_to("Readings")
    expect(live.metric("Readings")).to_have_text("2")
    expect(live.metric("Sum")).to_have_text("407")

    beside = open_page(server, path=live.page.url.rpartition("/")[2])
    expect(beside.metric("Sum")).to_have_text("407")
    Table(live).correct(0, "8")
    expect(live.metric("Sum")).to_have_text("415")
    expect(beside.metric("Sum")).to_have_text("415")
    Table(live).delete(1)
    expect(live.metric("Readings")).to_have_text("1")
    expect(beside.metric("Readings")).to_have_text("1")
    live.page.get_by_role("button", name="Undo").click()
    expect(live.metric("Readings")).to_have_text("2")

    live.page.reload()
    expect(live.metric("Sum")).to_have_text("415")
    assert numbers(live) == ["8", "407"]
    assert live.download("Download for Excel").startswith(b"PK")

    address = live.page.url.rpartition("/")[2]
    beside.page.close()
    server.kill()
    # Streamlit's own words are replaced by ours.
    message = live.page.get_by_role("dialog").locator("h2 + div")
    expect(message).to_be_visible()
    expect(message.locator("> *")).to_be_hidden()
    assert "server does not answer" in message.evaluate("element => getComputedStyle(element, '::after').content")
    live.page.close()
    again = open_page(serve(models / "model.keras"), path=address)
    expect(again.metric("Sum")).to_have_text("415")
    assert numbers(again) == ["8", "407"]

    again.page.get_by_role("button", name="Clear all").click()
    again.page.get_by_role("button", name="Yes, clear all").click()
    expect(again.page.get_by_text("This notebook is empty")).to_be_visible()


def test_readings_two_servers_share_and_lose_none(
    models: Path, serve: Serve, open_page: Open, postgres_url: str, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[connections.readings]\nurl = "{postgres_url}"\n')
    one, other = (serve(models / "model.keras", f"--secrets.files={secrets}") for _ in range(2))
    live = open_page(one, "407", "?keep=true&box=Number")
    live.start()
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    address = f"readings?{live.page.url.partition('?')[2]}"
    here, there = open_page(one, path=address), open_page(other, path=address)
    expect(here.metric("Sum")).to_have_text("407")
    expect(there.metric("Sum")).to_have_text("407")
    Table(there).correct(0, "8")
    expect(here.metric("Sum")).to_have_text("8")

    live.choose_box("Digit")
    expect(live.page.get_by_text("Kept: 0")).to_be_visible()
    one.kill()
    live.page.close()
    here.page.close()
    there.page.reload()
    expect(there.metric("Readings")).to_have_text("2")
    assert numbers(there) == ["0", "8"]
    assert not (models / "readings.sqlite").exists()
