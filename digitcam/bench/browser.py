"""What only a browser can tell: how late the video comes back, when the page can be used, what a session holds.

The only file that says playwright, which is there for development; without it these rows are left out.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from digitcam.bench import counter
from digitcam.bench.figures import percentile
from digitcam.bench.frames import DIGIT_HEIGHT
from digitcam.bench.material import ONE, filmed
from digitcam.bench.processes import resident_mb
from digitcam.bench.rows import Outcome, skipped
from digitcam.bench.servers import HELLO, PAGE, PASS_THROUGH, Server, serving
from digitcam.errors import DigitcamError
from digitcam.ui import texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FRAMES: Final = 600
"""Twenty seconds of video: longer than any is late."""

WATCHED_S: Final = 15
SETTLING_S: Final = 5
"""The browser finds its bit rate and picture size in the first seconds."""

ROUNDS: Final = 5
STARTS: Final = 5
WAIT_MS: Final = 60_000
FURTHER: Final = 2
"""Sessions beside the first whose memory is measured."""

WITHOUT: Final = "no playwright or no Chromium here"


def measure() -> Iterator[Outcome]:
    """The rows that need a browser."""
    try:
        from playwright.sync_api import Error
    except ImportError:
        yield from skipped("browser", WITHOUT)
        return
    try:
        yield from _measured()
    except Error as exc:
        raise DigitcamError(exc.message) from exc


def _measured() -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        camera = folder / "camera.mjpeg"
        camera.write_bytes(counter.motion_jpeg(filmed(ONE, FRAMES, DIGIT_HEIGHT)))
        with _chromium(camera) as browser:
            if browser is None:
                yield from skipped("browser", WITHOUT)
                return
            yield from _starts(browser, _trained(folder / "ready"))
            ready = _trained(folder / "glass")
            yield _glass(browser, ready)
            yield from _memory(browser, ready)
            yield _first_reading(browser, folder / "empty" / "model.keras")


def _trained(folder: Path) -> Path:
    """A folder with the network as the first use leaves it; the shipped one stands for the trained."""
    # With a LiteRT file alone the page would begin to train: nothing but the network shall be running.
    from digitcam.bench.prepared import prepared

    return prepared(folder)


@contextmanager
def _chromium(camera: Path) -> Iterator["Browser | None"]:
    """A browser that plays a file as its camera; None if there is none to start."""
    from playwright.sync_api import Error, sync_playwright

    arguments = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
    ]
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=arguments)
        except Error:
            yield None
            return
        yield browser
        browser.close()


def _starts(browser: "Browser", model: Path) -> Iterator[Outcome]:
    """From the command to a page that can be used, in turns, the medians of several; the first pair warms the disk."""
    pages = ((PAGE, texts.RECOGNISE), (HELLO, "Welcome to Streamlit"))
    rounds = [[_started(browser, what, model, sign) for what, sign in pages] for _ in range(STARTS + 1)]
    ours, hello = (percentile(list(seconds), 0.5) for seconds in zip(*rounds[1:], strict=True))
    yield Outcome("start", ours, f"{ours:.2f} s", f"{hello:.2f} s")
    yield Outcome("start_hello", ours - hello, f"{ours:.2f} s", f"{hello:.2f} s")


def _started(browser: "Browser", what: tuple[str, ...], model: Path, sign: str) -> float:
    with serving(what, model) as server:
        page = _opened(browser, server)
        page.get_by_text(sign).first.wait_for(timeout=WAIT_MS)
        if what == PAGE:
            _component(page).get_by_role("button", name="START").wait_for(timeout=WAIT_MS)
        seconds = time.perf_counter() - server.started
        page.context.close()
    return seconds


def _opened(browser: "Browser", server: Server, query: str = "") -> "Page":
    """The page in a tab of a visitor of its own, as soon as the server answers."""
    from playwright.sync_api import Error

    page = browser.new_context().new_page()
    page.add_init_script(counter.KEEP_THE_CAMERA)
    for _ in range(WAIT_MS // 50):
        try:
            page.goto(server.url + query)
            return page
        except Error:
            time.sleep(0.05)
    raise TimeoutError(f"{server.url} does not answer")


def _component(page: "Page") -> "Frame":
    """The document in which the video is."""
    element = page.wait_for_selector("iframe[title*='webrtc_streamer']", timeout=WAIT_MS)
    frame = None if element is None else element.content_frame()
    if frame is None:
        raise TimeoutError("the page has no video")
    return frame


def _playing(browser: "Browser", server: Server, query: str = "") -> "Page":
    page = _opened(browser, server, query)
    frame = _component(page)
    frame.get_by_role("button", name="START").click(timeout=WAIT_MS)
    frame.wait_for_function("document.querySelector('video')?.readyState === 4", timeout=WAIT_MS)
    return page


def _glass(browser: "Browser", model: Path) -> Outcome:
    """How late the video comes back."""
    rounds = [both for both in (_both_late_ms(browser, model) for _ in range(ROUNDS)) if both]
    if not rounds:
        return Outcome("glass", skipped="the browser handed out no frames")
    through, ours = (percentile(late, 0.5) for late in zip(*rounds, strict=True))
    more = percentile([b - a for a, b in rounds], 0.5)
    return Outcome("glass", more, f"{ours:.1f} ms", f"{through:.1f} ms")


def _memory(browser: "Browser", model: Path) -> Iterator[Outcome]:
    """What sessions hold."""
    with serving(PAGE, model) as server:
        pages = [_reading(browser, server)]
        one = _settled_mb(server)
        pages += [_reading(browser, server) for _ in range(FURTHER)]
        all_of_them = _settled_mb(server)
        for page in pages:
            page.context.close()
    if one is None or all_of_them is None:
        yield from (Outcome(row, skipped="this system does not tell") for row in ("memory", "memory_each"))
        return
    yield Outcome("memory", one, f"{one:.0f} MB")
    yield Outcome("memory_each", (all_of_them - one) / FURTHER, f"{all_of_them:.0f} MB with {1 + FURTHER}")


def _both_late_ms(browser: "Browser", model: Path) -> tuple[float, float] | None:
    """The pass-through and ours, one after the other: a browser's buffer settles 30 ms higher one time than another."""
    with serving(PASS_THROUGH, model) as server:
        through = _late_ms(_playing(browser, server))
    with serving(PAGE, model) as server:
        ours = _late_ms(_reading(browser, server))
    return None if through is None or ours is None else (through, ours)


def _reading(browser: "Browser", server: Server) -> "Page":
    """The page, once it reads."""
    page = _playing(browser, server, "/?recognise=true")
    page.get_by_test_id("stMetricValue").first.filter(has_text=ONE).wait_for(timeout=WAIT_MS)
    return page


def _settled_mb(server: Server) -> float | None:
    time.sleep(WATCHED_S)
    return resident_mb(server.pid)


def _late_ms(page: "Page") -> float | None:
    """The median; None if the browser handed out no frames that could be compared."""
    time.sleep(SETTLING_S)
    how = {"seconds": WATCHED_S, "bits": counter.BITS, "square": counter.SQUARE_PX}
    late: list[float] = _component(page).evaluate(counter.WATCH, [counter.WATCHER, how])
    page.context.close()
    plausible = [ms for ms in late if 0 <= ms < 2000]
    return percentile(plausible, 0.5) if plausible else None


def _first_reading(browser: "Browser", model: Path) -> Outcome:
    """From the command, without a network of its own, to a digit that was read, with the training running."""
    model.parent.mkdir()
    with serving(PAGE, model) as server:
        page = _reading(browser, server)
        seconds = time.perf_counter() - server.started
        page.context.close()
    return Outcome("first_reading", seconds, f"{seconds:.1f} s")
