"""Tests of the pictures page: many files, a drawing, and a link."""

import csv
import io
import json

import cv2
import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Open
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.paper import mnist_digit
from tests.paper import page as paper

pytestmark = pytest.mark.browser

MANY = 30
"""Number of files that are uploaded together."""

SEVEN = ((90, 60), (250, 60), (150, 220))
"""Corners of a seven, (x, y) in pixels of the canvas."""


@pytest.fixture
def pictures(server: Server, open_page: Open) -> LivePage:
    return open_page(server, path="pictures")


def files() -> list[FilePayload]:
    """Return photographs of one digit each; the last file is truncated."""
    inked = [bytes(cv2.imencode(".jpg", paper(mnist_digit(n % 10, nth=n // 10)))[1]) for n in range(MANY)]
    inked[-1] = inked[-1][:300]
    return [FilePayload(name=f"{n:02}.jpg", mimeType="image/jpeg", buffer=jpeg) for n, jpeg in enumerate(inked)]


def test_pictures_thirty_are_read_into_one_table(pictures: LivePage) -> None:
    pictures.page.locator("input[type=file]").set_input_files(files())
    expect(pictures.page.locator("img[alt*='its digits framed']")).to_have_count(MANY - 1)
    expect(pictures.page.get_by_text("29.jpg cannot be read")).to_be_visible()
    rows = list(csv.DictReader(io.StringIO(pictures.download("Download as CSV").decode("utf-8-sig"))))
    records = json.loads(pictures.download("Download as JSON"))
    assert (
        [row["file"] for row in rows] == [record["file"] for record in records] == [f"{n:02}.jpg" for n in range(MANY)]
    )
    assert [row["text"] for row in rows] == [record["text"] for record in records]
    # The small network that the tests train does not read all of them.
    assert sum(row["text"] == row["file"][1] for row in rows) >= MANY * 2 // 3
    assert "cannot be read" in rows[-1]["problem"]


def test_pictures_sources_are_visible_on_a_small_laptop(pictures: LivePage) -> None:
    pictures.page.set_viewport_size({"width": 1000, "height": 700})
    pictures.page.get_by_role("radio", name="Samples").click()
    for name in ("Files", "Snapshot", "Drawing", "Samples"):
        expect(pictures.page.get_by_role("radio", name=name)).to_be_in_viewport(ratio=1)


def test_pictures_drawn_digit_is_read(pictures: LivePage) -> None:
    pictures.page.get_by_role("radio", name="Drawing").click()
    sheet = pictures.page.locator("canvas.upper-canvas")
    expect(sheet).to_be_visible()
    corner = sheet.bounding_box()
    assert corner is not None
    mouse = pictures.page.mouse
    places = [(corner["x"] + x, corner["y"] + y) for x, y in SEVEN]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=20)
    mouse.up()
    expect(pictures.page.get_by_role("heading", level=2)).to_have_text("7")


def test_pictures_link_opens_a_sample_with_its_region(server: Server, open_page: Open) -> None:
    pictures = open_page(server, path="pictures?from=Samples&sample=A%20number&read=A%20box&across=0&across=45")
    expect(pictures.page.get_by_role("heading", level=2)).to_have_text("4")
