"""Tests of typing in the table of readings at once after the double-click."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine

from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.notebook.conftest import entry

pytestmark = pytest.mark.browser

ROW_PX: Final = 35
NUMBER_PX: Final = 120
"""Height of a row, and distance of the first column from the table's left edge, pixels."""

ORDER: Final = (0, 3, 1, 4, 2, 5)
"""Rows in the order in which they are edited: never the next one, which Enter selects."""

PAUSE_MS: Final = 300
"""Time between two edits, milliseconds: less than a person takes, so that the page is redrawn meanwhile."""

OPEN_MS: Final = 600
"""Time after which an editor is open and has the keyboard, milliseconds."""

LATE_TIMERS: Final = """
const inTime = window.setTimeout;
window.setTimeout = (work, delay = 0, ...more) => inTime(work, delay + 50, ...more);
"""
"""Script that makes timers late, as they are when a browser is busy; it answers keys first."""


def edit(page: Page, row: int, *keys: str, wait_ms: float = 0) -> None:
    """Double-click a number and press keys, at once or after the editor has opened."""
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + NUMBER_PX, box["y"] + ROW_PX * (row + 1.5))
    page.wait_for_timeout(wait_ms)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(PAUSE_MS)


def test_readings_typed_while_the_browser_is_busy_are_kept(server: Server, open_page: Open) -> None:
    engine = create_engine(f"sqlite:///{server.model.parent / 'readings.sqlite'}")
    store, name = Notebooks(engine), new_notebook_id()
    for row in ORDER:
        store.keep(name, entry(str(100 + row)))
    live = open_page(server, path=f"readings?notebook={name}", script=LATE_TIMERS)
    expect(live.page.get_by_test_id("stDataFrame").locator("tbody tr")).to_have_count(len(ORDER))
    live.wait_until_it_asks()
    for row in ORDER:
        edit(live.page, row, *str(900 + row), "Enter", wait_ms=OPEN_MS)
    expect(live.metric("Sum")).to_have_text(f"{sum(900 + row for row in ORDER):,}")
    engine.dispose()


def test_readings_typed_right_after_the_double_click_are_kept(server: Server, open_page: Open) -> None:
    engine = create_engine(f"sqlite:///{server.model.parent / 'readings.sqlite'}")
    store, name = Notebooks(engine), new_notebook_id()
    for row in ORDER:
        store.keep(name, entry(str(100 + row)))
    live = open_page(server, path=f"readings?notebook={name}")
    expect(live.page.get_by_test_id("stDataFrame").locator("tbody tr")).to_have_count(len(ORDER))
    live.wait_until_it_asks()
    for row in ORDER:
        edit(live.page, row, *str(900 + row), "Enter")
    expect(live.metric("Sum")).to_have_text(f"{sum(900 + row for row in ORDER):,}")
    assert [kept.number for kept in store.newest(name, 10)] == [str(900 + row) for row in sorted(ORDER)]
    edit(live.page, 0, "1", "2", "Backspace", "Enter")
    edit(live.page, 4, "7", "Escape")
    expect(live.metric("Sum")).to_have_text(f"{sum(900 + row for row in ORDER) - 899:,}")
    engine.dispose()
