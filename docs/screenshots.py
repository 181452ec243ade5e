"""Take the screenshots for the documents; `make screenshots` runs this.

A network must have been trained before.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from animation import animate, moving_paper  # noqa: E402 - beside this file

from digitcam.config import default_model_path  # noqa: E402 - from the checkout, not an installed one
from tests.browser.chromium import ARGUMENTS, SHOWN_S, WEBCAMS  # noqa: E402
from tests.browser.install import find_chromium  # noqa: E402
from tests.browser.layout import SIZES  # noqa: E402
from tests.browser.live_page import LivePage  # noqa: E402
from tests.browser.server import Server, serving  # noqa: E402
from tests.browser.webcam import FPS, write_webcam  # noqa: E402

IMAGES: Final = ROOT / "docs" / "images"

LIVE: Final = "?keep=true&box=Number"
PICTURES: Final = "pictures?from=Samples&sample=Scores"

SHOWN: Final = ("phone", "tablet", "laptop", "desktop")
"""Names of the sizes of the window, from `SIZES`."""

QUALITY: Final = 80
"""Of WebP, 0 to 100. All pictures together take 1 MB, as PNG 6 MB."""


def main() -> None:
    """Write docs/images: each page in four sizes, light and dark, and a moving picture of a number being read."""
    with tempfile.TemporaryDirectory() as name, _server(Path(name)) as server:
        webcam = write_webcam(Path(name) / "407.mjpeg", WEBCAMS["407"], SHOWN_S)
        with _browser(webcam) as browser:
            notebook = _photograph_live(browser, server)
            _photograph_others(browser, server, notebook)
        webcam = write_webcam(Path(name) / "moving.mjpeg", moving_paper(), 1 / FPS)
        with _browser(webcam) as browser:
            animate(browser, f"{server.url}/{LIVE}", IMAGES / "reading.webp")


def _photograph_live(browser: Browser, server: Server) -> str:
    """Take the screenshots of a number that is read and kept; return the notebook's name."""
    live = LivePage(browser.new_page(), server.url, LIVE)
    live.start()
    live.expect_reading("407")
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    _take_all(live.page, "live")
    for box, number in (("Digit", "0"), ("Number", "407"), ("Digit", "0")):
        live.choose_box(box)
        expect(live.page.get_by_text(f"Kept: {number}")).to_be_visible()
    notebook = live.page.url.partition("notebook=")[2].partition("&")[0]
    live.page.close()
    return notebook


def _photograph_others(browser: Browser, server: Server, notebook: str) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/{PICTURES}&notebook={notebook}")
    number = page.get_by_role("group", name="Numbers in the picture").get_by_role("button").first
    number.click()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    _take_all(page, "pictures")
    page.get_by_role("button", name="Add to notebook").click()
    expect(page.get_by_role("button", name="Undo add")).to_be_visible()
    page.goto(f"{server.url}/readings?notebook={notebook}&by_sheet=true")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    _take_all(page, "readings")
    page.goto(f"{server.url}/about")
    expect(page.get_by_text("ai-edge-litert")).to_be_visible()
    _take_all(page, "about")
    page.close()


def _take_all(page: Page, name: str) -> None:
    for size in SHOWN:
        page.set_viewport_size(SIZES[size])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # Charts, fonts and transitions need a moment.
            page.wait_for_timeout(1500)
            shot = Image.open(BytesIO(page.screenshot()))
            shot.save(IMAGES / f"{name}-{size}-{scheme}.webp", quality=QUALITY, method=6)


@contextmanager
def _server(folder: Path) -> Iterator[Server]:
    """Run a server with a copy of the trained network and a notebook of its own."""
    models = shutil.copytree(default_model_path().parent, folder / "models")
    with serving(models / "model.keras", folder / "server.log") as server:
        yield server


@contextmanager
def _browser(webcam: Path) -> Iterator[Browser]:
    """Start a Chromium whose camera shows a file."""
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={webcam}"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
