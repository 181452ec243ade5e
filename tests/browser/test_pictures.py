"""Tests of the pictures page: many files, a drawing, and a link."""

import csv
import io
import json
import re

import cv2
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, FloatRect, Locator, Page, expect

from tests.browser.chromium import DESKTOP, NO_CAMERA, PHONE
from tests.browser.conftest import Open
from tests.browser.layout import expect_fits
from tests.browser.live_page import LivePage
from tests.browser.server import Server
from tests.browser.test_every_page import expect_accessible
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.pictures.files import PASSWORD, heic

pytestmark = pytest.mark.browser

MANY = 30
"""Number of files that are uploaded together."""

SEVEN = ((0.27, 0.23), (0.73, 0.23), (0.45, 0.85))
"""Corners of a seven, (x, y) as shares of the sheet."""

SHEET_TOOLS_COLUMN = """
sheet => [sheet, sheet.nextElementSibling, sheet.getRootNode().host.closest("[data-testid=stColumn]")]
    .map(element => element.getBoundingClientRect().toJSON())
"""
"""Returns where the sheet, its buttons and its column are, at one moment."""

WIDTHS = (390, 820, 1280, 1920)
"""Widths of the window at which the page is checked, pixels."""


@pytest.fixture
def pictures(server: Server, open_page: Open) -> LivePage:
    return open_page(server, path="pictures")


def files() -> list[FilePayload]:
    """Return photographs of one digit each; the last file is truncated."""
    inked = [bytes(cv2.imencode(".jpg", paper(mnist_digit(n % 10, nth=n // 10)))[1]) for n in range(MANY)]
    inked[-1] = inked[-1][:300]
    return [FilePayload(name=f"{n:02}.jpg", mimeType="image/jpeg", buffer=jpeg) for n, jpeg in enumerate(inked)]


def test_pictures_scan_and_phone_picture_are_read(pictures: LivePage) -> None:
    seven, other = (Image.fromarray(paper(mnist_digit(7, nth=n))[:, :, ::-1].copy()) for n in (0, 1))
    scan = io.BytesIO()
    seven.save(scan, "PDF", save_all=True, append_images=[other])
    chosen = {"scan.pdf": scan.getvalue(), "IMG_1.HEIC": heic(seven), "locked.pdf": PASSWORD}
    pictures.page.locator("input[type=file]").set_input_files(
        [FilePayload(name=name, mimeType="", buffer=content) for name, content in chosen.items()]
    )
    expect(pictures.page.get_by_role("alert").get_by_text("This file is a PDF with a password.")).to_be_visible()
    expect(pictures.page.get_by_role("heading", level=2)).to_have_text(["7"] * 3)
    # The table has the name of the page too, in a cell that a browser counts as hidden.
    expect(pictures.page.get_by_test_id("stMarkdown").get_by_text("scan.pdf[2]", exact=True)).to_be_visible()


def test_pictures_thirty_are_read_into_one_table(pictures: LivePage) -> None:
    pictures.page.locator("input[type=file]").set_input_files(files())
    expect(pictures.page.locator("img[alt*='its digits framed']")).to_have_count(MANY - 1)
    expect(pictures.page.get_by_test_id("stMarkdown").get_by_text("29.jpg", exact=True)).to_be_visible()
    expect(pictures.page.get_by_role("alert").get_by_text("This file cannot be read")).to_be_visible()
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


def corners_of_seven(sheet: Locator) -> list[tuple[float, float]]:
    """Return where the corners of a seven lie in the window."""
    sheet.scroll_into_view_if_needed()
    box = box_of(sheet)
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]


def box_of(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box is not None
    return box


def drag(page: Page, places: list[tuple[float, float]]) -> None:
    """Drag with the mouse from place to place."""
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=20)
    page.mouse.up()


def drag_finger(page: Page, places: list[tuple[float, float]]) -> None:
    """Drag with a finger, straight from place to place."""
    session = page.context.new_cdp_session(page)
    kinds = ["touchStart"] + ["touchMove"] * (len(places) - 1)
    for kind, (x, y) in zip(kinds, places, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def test_pictures_drawing_fits_its_column_and_is_read(pictures: LivePage) -> None:
    page = pictures.page
    page.get_by_role("radio", name="Drawing").click()
    sheet = page.get_by_role("img", name="Sheet to draw digits on")
    undo, clear = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Clear"))
    reading = page.get_by_role("heading", level=2)
    expect(undo).to_be_disabled()
    drag(page, corners_of_seven(sheet))
    expect(reading).to_have_text("7")
    undo.click()
    expect(reading).to_have_count(0)
    drag_finger(page, corners_of_seven(sheet))
    expect(reading).to_have_text("7")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function("width => document.documentElement.clientWidth === width", arg=width)
        drawn, tools, column = sheet.evaluate(SHEET_TOOLS_COLUMN)
        assert drawn["width"] >= 280
        assert column["left"] <= drawn["left"]
        assert drawn["right"] <= column["right"] + 1
        assert column["right"] <= width
        assert tools["top"] >= drawn["bottom"]
        # The drawing is not lost when the window changes.
        expect(reading).to_have_text("7")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    clear.click()
    expect(reading).to_have_count(0)


def test_pictures_link_opens_a_sample_with_its_region(server: Server, open_page: Open) -> None:
    pictures = open_page(server, path="pictures?from=Samples&sample=A%20number&read=A%20box&across=0&across=45")
    expect(pictures.page.get_by_role("heading", level=2)).to_have_text("4")


def test_pictures_region_is_dragged_on_the_picture(server: Server, open_page: Open) -> None:
    pictures = open_page(server, path="pictures?from=Samples&sample=A%20number")
    page, reading = pictures.page, pictures.page.get_by_role("heading", level=2)
    expect(reading).to_have_text("407")
    corner = page.get_by_role("slider", name="Bottom right corner")
    whole = page.get_by_role("button", name="Whole picture")
    expect(whole).to_be_hidden()
    box, picture = box_of(corner), box_of(page.get_by_role("group", name="Part that is read"))
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drag(page, [start, (start[0] - 0.6 * picture["width"], start[1])])
    expect(reading).to_have_text("4")
    expect(page).to_have_url(re.compile("read=A(%20|\\+)box.*across=0&across=40"))
    whole.click()
    expect(reading).to_have_text("407")
    expect(page).not_to_have_url(re.compile("read="))
    page.get_by_role("slider", name="Top left corner").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("slider", name="Top left corner")).to_have_attribute(
        "aria-valuetext", "40 % from the left, 0 % from the top"
    )
    expect(reading).to_have_text("07")
    expect(page.get_by_text("Drag a corner to read only a part.")).to_be_visible()


def test_pictures_reading_is_visible_and_enlarged_on_a_phone(server: Server, open_page: Open) -> None:
    pictures = open_page(server)
    page = pictures.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for source in ("from=Samples&sample=A%20number", ""):
        page.goto(f"{server.url}/pictures?{source}")
        if not source:
            page.locator("input[type=file]").set_input_files(files()[:8])
            expect(page.get_by_test_id("stDataFrame")).to_be_in_viewport(ratio=0.5)
        else:
            expect(page.get_by_role("heading", level=2)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Enlarge").nth(1).click()
    dialog = page.get_by_role("dialog")
    picture = dialog.locator("img[alt*='its digits framed']")
    expect(picture).to_be_visible()
    assert box_of(picture)["width"] > 2 * PHONE["width"]
    expect_accessible(page)


def test_pictures_snapshot_without_a_camera_has_one_message(server: Server, open_page: Open) -> None:
    pictures = open_page(server, NO_CAMERA, "pictures?from=Snapshot")
    expect(pictures.page.get_by_text("No camera was found.")).to_be_visible()
    expect(pictures.page.get_by_text("would like to use your camera")).to_be_hidden()
    assert pictures.page.get_by_text("NotFoundError").count() == 0


def test_pictures_fits_every_width_and_zoom_and_uses_a_large_screen(server: Server, open_page: Open) -> None:
    page = open_page(server, path="pictures?from=Samples&sample=Scores").page
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    expect_fits(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function("document.documentElement.clientWidth === 1920")
    assert max(box_of(column)["x"] + box_of(column)["width"] for column in page.get_by_test_id("stColumn").all()) > 1800
