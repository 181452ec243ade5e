"""Tests of the filters and groups of the readings page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine

from digitcam.notebook.entries import SheetCell, new_notebook_id
from digitcam.notebook.store import Notebooks
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.notebook.conftest import entry

pytestmark = pytest.mark.browser

ROW_PX: Final = 35
NUMBER_PX: Final = 120
"""Height of a row, and distance of the first column from the table's left edge, pixels."""


class Notebook:
    """A notebook with a sheet of four numbers, of which 007 and 2 are doubtful, and 8 was corrected."""

    def __init__(self, path: Path) -> None:
        self.name = new_notebook_id()
        self._engine = create_engine(f"sqlite:///{path}")
        self.store = Notebooks(self._engine)
        for place, (number, read, confidence) in enumerate(
            [("007", "007", 0.5), ("1", "1", 0.98), ("2", "2", 0.5), ("8", "3", 0.98)]
        ):
            cell = SheetCell("sheet", "scores.jpg", *divmod(place, 2))
            self.store.keep(self.name, replace(entry(number), read=read, confidence=confidence, cell=cell))

    def numbers(self) -> list[str]:
        return [kept.number for kept in self.store.everything(self.name)]

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def notebook(server: Server) -> Iterator[Notebook]:
    notebook = Notebook(server.model.parent / "readings.sqlite")
    yield notebook
    notebook.close()


@pytest.fixture
def live(server: Server, notebook: Notebook, open_page: Open) -> LivePage:
    live = open_page(server, path=f"readings?notebook={notebook.name}")
    expect(live.page.get_by_test_id("stVegaLiteChart").locator("svg, canvas")).to_be_visible()
    expect_numbers(live, "8", "2", "1", "007")
    live.wait_until_it_asks()
    return live


def expect_numbers(live: LivePage, *numbers: str, column: int = 1) -> None:
    """Wait for the table to have these rows."""
    rows = live.page.get_by_test_id("stDataFrame").locator("tbody tr")
    expect(rows).to_have_count(len(numbers))
    for row, number in enumerate(numbers):
        expect(live.page.get_by_test_id(f"glide-cell-{column}-{row}")).to_have_text(number)


def open_editor(live: LivePage, row: int) -> None:
    box = live.page.get_by_test_id("stDataFrame").bounding_box()
    assert box is not None
    live.page.mouse.dblclick(box["x"] + NUMBER_PX, box["y"] + ROW_PX * (row + 1.5))
    expect(live.page.locator(".gdg-input")).to_be_visible()


def test_readings_filter_and_groups_show_what_they_say(live: LivePage) -> None:
    live.page.get_by_role("radio", name="Doubtful").click()
    expect_numbers(live, "2", "007")
    live.page.get_by_role("radio", name="Corrected").click()
    expect_numbers(live, "8")
    expect(live.page.get_by_test_id("glide-cell-2-0")).to_have_text("3")
    live.page.get_by_role("radio", name="All").click()
    expect_numbers(live, "8", "2", "1", "007")
    live.page.get_by_text("Group by sheet").click()
    expect_numbers(live, "007", "1", "2", "8", column=3)
    line = live.page.get_by_test_id("stTable").locator("tbody tr")
    expect(line).to_have_text(["scores.jpg418 21".replace(" ", "")])
    live.page.reload()
    expect_numbers(live, "007", "1", "2", "8", column=3)


def test_readings_typed_before_another_filter_is_clicked_are_kept(live: LivePage, notebook: Notebook) -> None:
    open_editor(live, 1)
    live.page.keyboard.type("22", delay=30)
    live.page.get_by_role("radio", name="Corrected").click()
    expect_numbers(live, "8", "22")
    assert notebook.numbers() == ["007", "1", "22", "8"]


def test_readings_of_two_people_the_later_correction_is_refused_with_both_numbers(
    live: LivePage, notebook: Notebook
) -> None:
    open_editor(live, 3)
    notebook.store.correct(notebook.name, notebook.store.everything(notebook.name)[0].id, "001")
    live.page.keyboard.type("002", delay=30)
    live.page.keyboard.press("Enter")
    expect(live.alerts.filter(has_text="somebody else changed '007' to '001'")).to_be_visible()
    assert notebook.numbers()[0] == "001"
    # The table shows the other's as soon as nobody types.
    expect_numbers(live, "8", "2", "1", "001")


def test_readings_stay_in_their_place_when_the_sum_grows(live: LivePage, notebook: Notebook) -> None:
    top = "table => table.getBoundingClientRect().top"
    before = live.page.get_by_test_id("stDataFrame").evaluate(top)
    notebook.store.keep(notebook.name, entry("9999999"))
    expect_numbers(live, "9999999", "8", "2", "1", "007")
    expect(live.metric("Mean")).to_have_text("2,000,003.40")
    assert live.page.get_by_test_id("stDataFrame").evaluate(top) == before
