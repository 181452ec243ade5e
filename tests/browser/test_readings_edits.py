"""Tests of typing in the table of readings while it, or the notebook, changes."""

import base64
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine

from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from tests.browser.conftest import Open, Serve
from tests.browser.live_page import LivePage
from tests.notebook.conftest import entry

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600)]

ROW_PX: Final = 35
NUMBER_PX: Final = 120
"""Height of a row, and distance of the first column from the table's left edge, pixels."""

ROWS: Final = 7

KEY_MS: Final = 30
"""Time between two keys, milliseconds; nobody types faster."""

PAUSE_MS: Final = 1000
"""Time between two edits, milliseconds: some end while the table waits for quiet, some after it was replaced."""

ARRIVE_EVERY_S: Final = 0.7
"""Interval at which another visitor keeps readings, seconds: each check of the page finds a new one."""

PICTURE: Final = re.compile(r"base64,([A-Za-z0-9+/]+=*)")


class Sheet:
    """A notebook with some readings, on a server that uses it."""

    def __init__(self, path: Path) -> None:
        self.name = new_notebook_id()
        self._engine = create_engine(f"sqlite:///{path}")
        self.store = Notebooks(self._engine)
        for number in range(ROWS + 1):
            self.keep(100 + number)

    def keep(self, number: int) -> None:
        self.store.keep(self.name, entry(f"{number}"))

    def pictures(self) -> dict[str, bytes]:
        """Return each reading's picture by its number; corrections do not change a picture."""
        return {kept.number: kept.picture for kept in self.store.newest(self.name, 1000)}

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def sheet(models: Path) -> Iterator[Sheet]:
    sheet = Sheet(models / "readings.sqlite")
    yield sheet
    sheet.close()


@pytest.fixture
def live(sheet: Sheet, models: Path, serve: Serve, open_page: Open) -> LivePage:
    """Return the page of the notebook, fully loaded."""
    live = open_page(serve(models / "model.keras"), path=f"readings?notebook={sheet.name}")
    expect(live.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_be_visible()
    expect(live.page.get_by_test_id("stDataFrame").locator("tbody tr")).to_have_count(ROWS + 1)
    live.wait_until_it_asks()
    return live


def double_click_and_type(live: LivePage, row: int, number: str, wait_ms: int) -> bytes:
    """Double-click a number, wait with the editor open, and type; return the picture of the reading in that row."""
    table = live.page.get_by_test_id("stDataFrame")
    box = table.bounding_box()
    assert box is not None
    live.page.mouse.dblclick(box["x"] + NUMBER_PX, box["y"] + ROW_PX * (row + 1.5))
    expect(live.page.locator(".gdg-input")).to_be_visible()
    live.page.wait_for_timeout(wait_ms)
    shown = PICTURE.search(table.locator("tbody tr").nth(row).inner_text())
    assert shown
    live.page.keyboard.press("Control+a")
    live.page.keyboard.type(number, delay=KEY_MS)
    live.page.keyboard.press("Enter")
    return base64.b64decode(shown[1])


def test_readings_rows_edited_quickly_are_all_kept(live: LivePage, sheet: Sheet) -> None:
    typed = {str(9000 + row): double_click_and_type(live, row, str(9000 + row), 600) for row in range(ROWS)}
    expect(live.metric("Sum")).to_have_text(f"{100 + sum(map(int, typed)):,}")
    assert typed.items() <= sheet.pictures().items()


def test_readings_edited_while_others_arrive_are_all_kept(live: LivePage, sheet: Sheet) -> None:
    stop = threading.Event()

    def arrive() -> None:
        number = 500
        while not stop.wait(ARRIVE_EVERY_S):
            sheet.keep(number := number + 1)

    other = threading.Thread(target=arrive)
    other.start()
    typed = {}
    for row in range(ROWS):
        typed[str(9000 + row)] = double_click_and_type(live, row, str(9000 + row), 600)
        live.page.wait_for_timeout(PAUSE_MS)
    stop.set()
    other.join()
    # The table shows the others' readings as soon as nobody types.
    newest = sheet.store.newest(sheet.name, 1)[0]
    expect(live.page.get_by_test_id("glide-cell-1-0")).to_have_text(newest.number)
    expect(live.metric("Readings")).to_have_text(str(sheet.store.count(sheet.name)))
    assert typed.items() <= sheet.pictures().items()


def test_readings_editor_stays_open_while_others_arrive(live: LivePage, sheet: Sheet) -> None:
    table = live.page.get_by_test_id("stDataFrame")
    box = table.bounding_box()
    assert box is not None
    live.page.mouse.dblclick(box["x"] + NUMBER_PX, box["y"] + ROW_PX * 1.5)
    editor = live.page.locator(".gdg-input")
    expect(editor).to_be_visible()
    sheet.keep(500)
    live.page.wait_for_timeout(5000)
    editor.fill("9000")
    editor.press("Enter")
    # The edit was stored, and the other's reading has arrived.
    expect(live.metric("Sum")).to_have_text(f"{sum(range(100, 107)) + 9000 + 500:,}")
    assert sheet.pictures()["9000"] == entry("107").picture


def test_readings_edit_of_a_deleted_reading_is_reported(live: LivePage, sheet: Sheet) -> None:
    newest = sheet.store.newest(sheet.name, 1)[0]
    sheet.store.delete(sheet.name, [newest.id])
    double_click_and_type(live, 0, "9000", 0)
    expect(live.alerts.filter(has_text="deleted meanwhile")).to_be_visible()
    assert "9000" not in sheet.pictures()


def test_readings_table_has_no_export_of_its_own(live: LivePage) -> None:
    table = live.page.get_by_test_id("stDataFrame")
    table.hover()
    toolbar = live.page.get_by_test_id("stElementToolbarButton")
    expect(toolbar.get_by_role("button", name="Search")).to_be_visible()
    expect(toolbar.get_by_role("button", name="Download as CSV", include_hidden=True)).not_to_have_count(0)
    expect(toolbar.get_by_role("button", name="Download as CSV")).to_have_count(0)
