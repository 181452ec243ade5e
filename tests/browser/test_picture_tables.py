"""Tests of the tables on the pictures page: a rendered sheet is read, corrected, copied and downloaded."""

import csv
import io
import re
from typing import Final

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator, Page, expect

from digitcam.data import mnist
from digitcam.evaluate.sheets import Sheet, render_sheet
from digitcam.evaluate.written import Table
from tests.browser.conftest import Open
from tests.browser.layout import expect_fits
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.browser.test_every_page import expect_accessible

pytestmark = pytest.mark.browser

KIND: Final = "sheet_table"
NUMBER: Final = 7
"""A rendered sheet of seven rows and two columns."""

LARGE: Final = 1
BLUR_PX: Final = 2.4
"""A rendered sheet of 42 cells, and the blur at which many of them are doubtful."""

MAX_TABS: Final = 30
"""Number of times that the Tab key is pressed at most to get to an input."""


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return render_sheet(KIND, NUMBER, mnist.load())


@pytest.fixture
def pictures(server: Server, open_page: Open, sheet: Sheet) -> LivePage:
    """Return the pictures page with the sheet."""
    pictures = open_page(server, path="pictures")
    upload(pictures, sheet.picture)
    expect(pictures.page.get_by_role("button", name="Copy table")).to_be_visible()
    return pictures


def upload(pictures: LivePage, *sheets: NDArray[np.uint8]) -> None:
    """Choose pictures, as JPEG files."""
    contents = [bytes(cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]) for sheet in sheets]
    pictures.page.locator("input[type=file]").set_input_files(
        [
            FilePayload(name=f"{number}.jpg", mimeType="image/jpeg", buffer=content)
            for number, content in enumerate(contents)
        ]
    )


def csv_table(pictures: LivePage) -> tuple[Table, Table]:
    """Return the corrected table and the table as it was read, once the page has taken what was typed."""
    # The file is offered last on the page: until then, it is the one before.
    expect(pictures.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    lines = list(csv.reader(io.StringIO(pictures.download("Table as CSV").decode("utf-8-sig"))))[1:]
    columns = len(lines[0]) // 2
    return tuple(tuple(line[1 : columns + 1]) for line in lines), tuple(tuple(line[columns + 1 :]) for line in lines)


def test_pictures_two_spaces_between_the_numbers_of_a_line_can_be_seen(pictures: LivePage, sheet: Sheet) -> None:
    shown = pictures.page.get_by_role("heading", level=2).inner_text()
    assert "  ".join(number for number in sheet.table[0] if number) in shown


def test_pictures_sheet_is_copied_and_downloaded_as_it_was_written(pictures: LivePage, sheet: Sheet) -> None:
    assert len(sheet.table[0]) == 2
    pictures.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pictures.page.get_by_role("button", name="Copy table").click()
    expect(pictures.page.get_by_text("Copied. Paste it into a spreadsheet.")).to_be_visible()
    copied = pictures.page.evaluate("navigator.clipboard.readText()")
    assert tuple(tuple(line.split("\t")) for line in copied.split("\n")) == sheet.table
    assert csv_table(pictures) == (sheet.table, sheet.table)


def test_pictures_doubtful_numbers_are_checked_by_keys_alone(pictures: LivePage, sheet: Sheet) -> None:
    page = pictures.page
    strip = page.get_by_role("group", name="Check", exact=True)
    inputs = strip.get_by_role("textbox")
    count = inputs.count()
    assert count >= 2
    expect(strip.get_by_role("status")).to_have_text(f"{count} to check")
    tab_to(page, inputs.first)
    texts = [inputs.nth(number).input_value() for number in range(count)]
    # The mark in the picture follows the number that has the focus.
    marks = []
    for number in range(count):
        expect(inputs.nth(number)).to_be_focused()
        marks.append(strip.locator(".mark").evaluate("mark => [mark.style.left, mark.style.top].join()"))
        # What is typed replaces the reading.
        page.keyboard.type("501" if number == 0 else texts[number])
        page.keyboard.press("Enter")
    assert len(set(marks)) == count
    expect(strip.get_by_role("status")).to_have_text("All checked.")
    expect(page.get_by_role("heading", level=2)).to_contain_text("501")
    corrected, read = csv_table(pictures)
    assert read == sheet.table
    assert [(new, old) for new, old in zip(flat(corrected), flat(read), strict=True) if new != old] == [
        ("501", texts[0])
    ]
    # The arrow keys go on from the last to the first; the table shows the same.
    inputs.last.focus()
    page.keyboard.press("ArrowDown")
    expect(inputs.first).to_be_focused()
    page.keyboard.type(texts[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).not_to_contain_text("501")
    assert csv_table(pictures) == (sheet.table, sheet.table)


def test_pictures_thirty_numbers_are_checked_as_fast_as_keys_come(server: Server, open_page: Open) -> None:
    blurred = np.asarray(cv2.GaussianBlur(render_sheet(KIND, LARGE, mnist.load()).picture, (0, 0), BLUR_PX), np.uint8)
    pictures = open_page(server, path="pictures")
    page = pictures.page
    upload(pictures, blurred, blurred)
    strip = page.get_by_role("group", name="Check", exact=True)
    inputs = strip.get_by_role("textbox")
    expect(inputs.first).to_be_visible()
    count = inputs.count()
    assert count >= 30
    tab_to(page, inputs.first)
    for number in range(count):
        page.keyboard.type(str(1000 + number))
        page.keyboard.press("Enter")
    expect(strip.get_by_role("status")).to_have_text("All checked.")
    expect(page.get_by_role("heading", level=2).last).to_contain_text(str(999 + count))
    corrected, read = csv_table(pictures)
    changed = [(new, old) for new, old in zip(flat(corrected), flat(read), strict=True) if new != old]
    assert [new for new, _ in changed] == [str(1000 + number) for number in range(count)]


def test_pictures_numbers_are_added_to_the_notebook_beside_what_was_read(pictures: LivePage, sheet: Sheet) -> None:
    page = pictures.page
    first = page.get_by_role("group", name="Check", exact=True).get_by_role("textbox").first
    read = first.input_value()
    first.fill("501")
    first.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_contain_text("501")
    page.get_by_role("button", name="Add to notebook").click()
    expect(page.get_by_text(f"{sum(map(bool, flat(sheet.table)))} of these numbers")).to_be_visible()
    pictures.go_to("Readings")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.reload()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    rows = list(csv.DictReader(io.StringIO(pictures.download("Download as CSV").decode("utf-8-sig"))))
    assert [row["read"] for row in rows] == list(filter(None, flat(sheet.table)))
    assert [(row["number"], row["read"]) for row in rows if row["number"] != row["read"]] == [("501", read)]
    expect_fits(page)


def test_pictures_number_against_a_rule_is_corrected_by_keys_and_downloaded_under_its_name(
    pictures: LivePage, sheet: Sheet
) -> None:
    page = pictures.page
    column = [int(row[0]) for row in sheet.table if row[0]]
    most, largest = sorted(column)[-2:]
    row = next(number for number, cells in enumerate(sheet.table) if cells[0] == str(largest))
    page.get_by_text("Columns and names").click()
    fill(page, "Names", "\n".join(f"Pupil {number}" for number in range(len(sheet.table))))
    fill(page, "Heading", "Score")
    fill(page, "Maximum", str(most))
    strip = page.get_by_role("group", name="Check", exact=True)
    first = strip.get_by_role("textbox").first
    expect(first).to_have_accessible_name(re.compile(f"^Pupil {row}, Score, {largest} is more than {most}"))
    expect(page.get_by_test_id("stAlert")).to_contain_text(f"{largest} is more than {most}")
    expect_fits(page)
    expect_accessible(page)
    # One digit too many: it comes back. The right number does not.
    first.focus()
    page.keyboard.type(f"{most}0")
    page.keyboard.press("Enter")
    expect(first).to_have_accessible_name(re.compile(f"{most}0 is more than {most}"))
    expect(first).not_to_be_focused()
    first.focus()
    page.keyboard.type(str(most))
    page.keyboard.press("Enter")
    expect(first).to_have_accessible_name(re.compile(f"^Pupil {row}, Score, \\d+% sure"))
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    book = load_workbook(io.BytesIO(pictures.download("Table for Excel")))
    lines = list(book.worksheets[0].iter_rows(max_col=3, values_only=True))
    assert lines[0] == ("Name", "Score", "Column 2")
    assert [line[0] for line in lines[1:]] == [f"Pupil {number}" for number in range(len(sheet.table))]
    expected = [str(most) if number == row else cells[0] for number, cells in enumerate(sheet.table)]
    assert ["" if line[1] is None else str(line[1]) for line in lines[1:]] == expected


def test_pictures_focus_stays_when_the_number_before_it_moves(pictures: LivePage) -> None:
    page = pictures.page
    page.get_by_text("Columns and names").click()
    page.get_by_test_id("stExpander").get_by_text("2", exact=True).click()
    expect(page.locator(".st-key-column_heading_0")).to_have_count(0)
    fill(page, "Maximum", "-1")
    strip = page.get_by_role("group", name="Check", exact=True)
    broken = strip.get_by_role("textbox", name="more than -1")
    expect(broken.first).to_be_visible()
    # One that the reader is less sure of, too: without the rule, it stands further behind.
    names = [each.get_attribute("aria-label") or "" for each in broken.all()]
    number = next(number for number, name in enumerate(names) if not re.search(r"(9\d|100)% sure", name))
    broken.nth(number).focus()
    page.keyboard.type("-5")
    page.keyboard.press("Enter")
    expect(broken).to_have_count(len(names) - 1)
    expect(strip.get_by_role("textbox", name=names[number + 1])).to_be_focused()


def test_pictures_settings_are_there_after_another_page(pictures: LivePage, sheet: Sheet) -> None:
    page = pictures.page
    page.get_by_text("Columns and names").click()
    fill(page, "Maximum", "0")
    expect(page.get_by_test_id("stAlert")).to_contain_text("is more than 0")
    pictures.go_to("Readings")
    pictures.go_to("Pictures")
    upload(pictures, sheet.picture)
    expect(page.get_by_test_id("stAlert")).to_contain_text("is more than 0")


def test_pictures_edits_in_the_table_stay_when_a_rule_changes(pictures: LivePage, sheet: Sheet) -> None:
    page = pictures.page
    page.get_by_text("Columns and names").click()
    alert = page.get_by_test_id("stAlert")
    fill(page, "Maximum", "1")
    expect(alert).to_contain_text(f"{sheet.table[0][0]} is more than 1")
    first = cell(page, "Row 1, column 1")
    first.fill("2000000")
    first.press("Enter")
    expect(alert).to_contain_text("2000000 is more than 1")
    fill(page, "Maximum", "1500000")
    expect(alert).to_contain_text("2000000 is more than 1500000")
    first.fill("1200000")
    first.press("Enter")
    expect(alert).to_have_count(0)
    corrected, read = csv_table(pictures)
    assert corrected[0] == ("1200000", sheet.table[0][1])
    assert corrected[1:] == read[1:]


def test_pictures_with_a_table_and_a_strip_are_accessible_and_fit(pictures: LivePage) -> None:
    expect(pictures.page.get_by_role("group", name="Check", exact=True)).to_be_visible()
    expect_fits(pictures.page)
    expect_accessible(pictures.page)


def fill(page: Page, label: str, text: str) -> None:
    """Fill in one of the column settings, and leave it."""
    field = page.get_by_test_id("stExpander").get_by_role("textbox", name=label, exact=True)
    field.fill(text)
    field.blur()


def cell(page: Page, name: str) -> Locator:
    """Return the input of a cell in the picture's table, by its row and column."""
    return page.get_by_role("table", name="What was read").get_by_role("textbox", name=re.compile(f"^{name}"))


def tab_to(page: Page, element: Locator, most: int = MAX_TABS) -> None:
    """Move the focus by the Tab key, from the top of the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if element.evaluate("element => element.getRootNode().activeElement === element"):
            return
    raise AssertionError("Tab does not get there")


def flat(table: Table) -> list[str]:
    return [cell for row in table for cell in row]
