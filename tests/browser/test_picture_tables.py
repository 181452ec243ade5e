"""Tests of the tables on the pictures page: a rendered sheet is read, corrected, copied and downloaded."""

import csv
import io
from typing import Final

import cv2
import pytest
from playwright.sync_api import FilePayload, expect

from digitcam.data import mnist
from digitcam.evaluate.sheets import Sheet, render_sheet
from digitcam.evaluate.written import Table
from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

KIND: Final = "sheet_table"
NUMBER: Final = 7
"""A rendered sheet of seven rows and two columns."""


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return render_sheet(KIND, NUMBER, mnist.load())


@pytest.fixture
def pictures(server: Server, open_page: Open, sheet: Sheet) -> LivePage:
    """Return the pictures page with the sheet."""
    pictures = open_page(server, path="pictures")
    content = bytes(cv2.imencode(".jpg", sheet.picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1])
    pictures.page.locator("input[type=file]").set_input_files(
        [FilePayload(name="sheet.jpg", mimeType="image/jpeg", buffer=content)]
    )
    expect(pictures.page.get_by_role("button", name="Copy table")).to_be_visible()
    return pictures


def csv_table(pictures: LivePage) -> tuple[Table, Table]:
    """Return the corrected table and the table as it was read."""
    lines = list(csv.reader(io.StringIO(pictures.download("Table as CSV").decode("utf-8-sig"))))[1:]
    columns = len(lines[0]) // 2
    return tuple(tuple(line[1 : columns + 1]) for line in lines), tuple(tuple(line[columns + 1 :]) for line in lines)


def test_pictures_sheet_is_copied_and_downloaded_as_it_was_written(pictures: LivePage, sheet: Sheet) -> None:
    assert len(sheet.table[0]) == 2
    pictures.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pictures.page.get_by_role("button", name="Copy table").click()
    expect(pictures.page.get_by_text("Copied. Paste it into a spreadsheet.")).to_be_visible()
    copied = pictures.page.evaluate("navigator.clipboard.readText()")
    assert tuple(tuple(line.split("\t")) for line in copied.split("\n")) == sheet.table
    assert csv_table(pictures) == (sheet.table, sheet.table)
