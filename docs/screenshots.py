"""Take the screenshots for the documents; `make screenshots` runs this.

A network must have been trained before.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, expect, sync_playwright

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from digitcam.config import default_model_path  # noqa: E402 - from the checkout, not an installed one
from tests.browser.chromium import ARGUMENTS, DESKTOP, PHONE, SHOWN_S, WEBCAMS  # noqa: E402
from tests.browser.install import find_chromium  # noqa: E402
from tests.browser.live_page import LivePage  # noqa: E402
from tests.browser.server import Server, serving  # noqa: E402
from tests.browser.webcam import write_webcam  # noqa: E402

IMAGES: Final = ROOT / "docs" / "images"

LIVE: Final = "?keep=true&box=Number"
PICTURES: Final = "pictures?from=Samples&sample=Blackboard"


def main() -> None:
    """Write docs/images: each page in the light and dark theme, and on a phone."""
    with tempfile.TemporaryDirectory() as name, _server(Path(name)) as server, _browser(Path(name)) as browser:
        for look, scheme, size in (("", "light", DESKTOP), ("-dark", "dark", DESKTOP), ("-phone", "light", PHONE)):
            context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            _photograph(LivePage(context.new_page(), server.url, LIVE), look)
            context.close()


def _photograph(live: LivePage, look: str) -> None:
    """Read a number, keep it, and take a screenshot of each page on the way."""
    live.start()
    expect(live.page.get_by_text("Kept: 407")).to_be_visible()
    _take(live, f"live{look}")
    if not look.startswith("-phone"):
        live.choose_box("Digit")
        expect(live.page.get_by_text("Kept: 0")).to_be_visible()
    notebook = live.page.url.partition("notebook=")[2].partition("&")[0]
    origin = live.page.url.partition("?")[0].rstrip("/")
    live.page.goto(f"{origin}/{PICTURES}")
    expect(live.page.locator("img[alt*='its digits framed']")).to_be_visible()
    _take(live, f"pictures{look}")
    live.page.goto(f"{origin}/readings?notebook={notebook}")
    expect(live.page.get_by_test_id("stDataFrame")).to_be_visible()
    _take(live, f"readings{look}")
    live.page.goto(f"{origin}/about")
    expect(live.page.get_by_text("ai-edge-litert")).to_be_visible()
    _take(live, f"about{look}")


def _take(live: LivePage, name: str) -> None:
    # Charts, fonts and transitions need a moment.
    live.page.wait_for_timeout(1500)
    live.page.screenshot(path=IMAGES / f"{name}.png")


@contextmanager
def _server(folder: Path) -> Iterator[Server]:
    """Run a server with a copy of the trained network and a notebook of its own."""
    models = shutil.copytree(default_model_path().parent, folder / "models")
    with serving(models / "model.keras", folder / "server.log") as server:
        yield server


@contextmanager
def _browser(folder: Path) -> Iterator[Browser]:
    """Start a Chromium whose camera shows 407 on paper."""
    webcam = write_webcam(folder / "407.mjpeg", WEBCAMS["407"], SHOWN_S)
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={webcam}"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
