"""Checks of a page's layout by bounding boxes, at the widths and zooms that visitors have."""

import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize

SIZES: Final[dict[str, ViewportSize]] = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 820, "height": 1180},
    "laptop": {"width": 1280, "height": 900},
    "desktop": {"width": 1920, "height": 1080},
    "tablet, zoom 200 %": {"width": 410, "height": 590},
    "laptop, zoom 200 %": {"width": 640, "height": 450},
    "desktop, zoom 200 %": {"width": 960, "height": 540},
}
"""Sizes of the window in CSS pixels; a browser's zoom of 200 % halves them."""

MIN_COLUMN_PX: Final = 280
COLUMNS_AT_PX: Final = (640, 1000)
"""Minimum width of a column, and the widths of the window at which it holds. Below, columns stand one below the other;
above, a narrow column is a choice."""

SETTLE_S: Final = 5.0
"""Maximum time until a resized page has no faults, seconds: charts are drawn anew."""

_FAULTS: Final = Path(__file__).with_suffix(".js").read_text("utf-8")


def faults(page: Page) -> list[str]:
    """Return what does not fit at the page's present size, in words; empty if all does."""
    found: list[str] = page.evaluate(_FAULTS, [MIN_COLUMN_PX, *COLUMNS_AT_PX])
    return found


def faults_at(page: Page, size: ViewportSize) -> list[str]:
    """Resize the page and return what does not fit once it has settled."""
    page.set_viewport_size(size)
    deadline = time.monotonic() + SETTLE_S
    while found := faults(page):
        if time.monotonic() > deadline:
            break
        page.wait_for_timeout(100)
    return found


def expect_fits(page: Page) -> None:
    """Check a loaded page at all `SIZES`; its size is restored.

    Raises:
        AssertionError: If something does not fit; the message says what, and at which size.
    """
    before = page.viewport_size
    found = {name: faults_at(page, size) for name, size in SIZES.items()}
    if before is not None:
        page.set_viewport_size(before)
    assert not any(found.values()), "\n".join(f"{name}: {fault}" for name, all_ in found.items() for fault in all_)
