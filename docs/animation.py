"""A moving picture of numbers that are held up to the camera and read; `make screenshots` makes it."""

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.live_page import LivePage
from tests.browser.webcam import FPS
from tests.paper import HEIGHT_PX, WIDTH_PX, mnist_digit, page

NUMBERS: Final = ((4, 0, 7), (2, 5))
"""The numbers that are held up, one after the other."""

MOVE_S: Final = 0.6
HOLD_S: Final = 3.0
"""Time in which a sheet is moved into the picture or out of it, and for which it is held, seconds."""

DESK_GREY: Final = 70
"""Grey value of what is behind the paper."""

WINDOW: Final = {"width": 1280, "height": 860}
WIDTH_SHOWN_PX: Final = 880
"""Size of the browser's window, and width of the moving picture, pixels; a README is about as wide."""

INTERVAL_S: Final = 0.2
"""Least time between two frames, seconds."""

LENGTH_S: Final = len(NUMBERS) * (2 * MOVE_S + HOLD_S)
QUALITY: Final = 70
"""Of WebP, 0 to 100."""

MAX_BYTES: Final = 3_000_000


def moving_paper() -> Iterator[NDArray[np.uint8]]:
    """Yield the camera's frames, (480, 640, 3) uint8 BGR each: sheets with the numbers come and go."""
    moves = round(MOVE_S * FPS)
    for number in NUMBERS:
        sheet = page(*(mnist_digit(digit) for digit in number))
        away = [(1 - step / moves) ** 2 * WIDTH_PX for step in range(moves)]
        for shift in [*away, *[0.0] * round(HOLD_S * FPS), *(-shift for shift in reversed(away))]:
            yield _shifted(sheet, shift)


def _shifted(sheet: NDArray[np.uint8], shift_px: float) -> NDArray[np.uint8]:
    move = np.array([[1, 0, shift_px], [0, 1, shift_px / 8]], np.float32)
    desk = (DESK_GREY, DESK_GREY, DESK_GREY)
    return np.asarray(cv2.warpAffine(sheet, move, (WIDTH_PX, HEIGHT_PX), borderValue=desk), np.uint8)


def animate(browser: Browser, url: str, path: Path) -> None:
    """Record the Live page while the numbers are read.

    Args:
        browser: Its camera shows `moving_paper`.
        url: Address of the Live page.
        path: The animated WebP file.

    Raises:
        ValueError: If the file is too large for a README.
    """
    live = LivePage(browser.new_page(viewport=WINDOW), *url.rsplit("/", 1))  # type: ignore[arg-type]
    live.start()
    # The button is shown only while the mouse is on the sidebar.
    live.sidebar.hover()
    live.page.get_by_role("button", name="Collapse sidebar").click()
    live.expect_reading("".join(map(str, NUMBERS[-1])))
    live.page.mouse.move(0, 0)
    frames = _record(live)
    live.page.close()
    images = [_small(shot) for _, shot in frames]
    ends = [at for at, _ in frames[1:]] + [frames[-1][0] + INTERVAL_S]
    durations = [round((end - at) * 1000) for (at, _), end in zip(frames, ends, strict=True)]
    images[0].save(path, save_all=True, append_images=images[1:], duration=durations, loop=0, quality=QUALITY, method=4)
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path} has {path.stat().st_size} bytes, more than {MAX_BYTES}")


def _record(live: LivePage) -> list[tuple[float, bytes]]:
    """Take screenshots for one round of the numbers: each with its time, seconds."""
    frames: list[tuple[float, bytes]] = []
    start = time.monotonic()
    while (now := time.monotonic()) < start + LENGTH_S:
        frames.append((now, live.page.screenshot(type="jpeg", quality=95)))
        live.page.wait_for_timeout(max(0.0, now + INTERVAL_S - time.monotonic()) * 1000)
    return frames


def _small(shot: bytes) -> Image.Image:
    image = Image.open(BytesIO(shot))
    size = (WIDTH_SHOWN_PX, round(image.height * WIDTH_SHOWN_PX / image.width))
    return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
