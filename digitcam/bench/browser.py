"""Measurements with a browser: latency of the video, time until the page can be used, memory of a session."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from digitcam.bench import counter
from digitcam.bench.chromium import WAIT_MS, chromium, open_page, play, play_until_read, video_frame
from digitcam.bench.frames import DIGIT_HEIGHT
from digitcam.bench.material import ONE, filmed
from digitcam.bench.prepared import prepare_model
from digitcam.bench.processes import resident_mb
from digitcam.bench.rows import Outcome, skipped
from digitcam.bench.servers import HELLO, PAGE, PASS_THROUGH, StreamlitServer, serving
from digitcam.errors import DigitcamError
from digitcam.ui import texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FRAMES: Final = 600
"""Length of the camera's video, frames: twenty seconds, more than any latency."""

WATCHED_S: Final = 15
"""Duration of a measurement of latency, and time before memory is measured, seconds."""

SETTLING_S: Final = 5
"""Time before latency is measured, seconds: the browser adapts bit rate and picture size in the first seconds."""

ROUNDS: Final = 5
"""Number of measurements of latency; their median is shown."""

STARTS: Final = 5
"""Number of measured starts; their median is shown."""

FURTHER: Final = 2
"""Number of sessions besides the first whose memory is measured."""

MAX_LATENCY_MS: Final = 2000
"""Latencies above this, ms, are not counted: the video is in a loop, so a number may be that of the round before."""

WITHOUT: Final = "Playwright or Chromium is not installed"
"""Reason why rows are skipped where there is no browser."""


def measure() -> Iterator[Outcome]:
    """Measure the rows that need a browser."""
    try:
        from playwright.sync_api import Error
    except ImportError:
        yield from skipped("browser", WITHOUT)
        return
    try:
        yield from _measure()
    except Error as exc:
        raise DigitcamError(exc.message) from exc


def _measure() -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        camera = folder / "camera.mjpeg"
        camera.write_bytes(counter.motion_jpeg(filmed(ONE, FRAMES, DIGIT_HEIGHT)))
        with chromium(camera) as browser:
            if browser is None:
                yield from skipped("browser", WITHOUT)
                return
            # With a network in place, so that no training runs beside the measurement.
            yield from _start(browser, prepare_model(folder / "start"))
            model = prepare_model(folder / "video")
            yield _latency(browser, model)
            yield from _memory(browser, model)
            yield _first_reading(browser, folder / "empty" / "model.keras")


def _start(browser: "Browser", model: Path) -> Iterator[Outcome]:
    """Measure the time from the command to a usable page, alternately with Streamlit's own hello page."""
    pages = ((PAGE, texts.live.RECOGNISE), (HELLO, "Welcome to Streamlit"))
    rounds = [[_start_s(browser, what, model, text) for what, text in pages] for _ in range(STARTS + 1)]
    # The first round fills the disk cache.
    ours, hello = map(median, zip(*rounds[1:], strict=True))
    yield Outcome("start", ours, f"{ours:.2f} s", f"{hello:.2f} s")
    yield Outcome("start_hello", ours - hello, f"{ours:.2f} s", f"{hello:.2f} s")


def _start_s(browser: "Browser", what: tuple[str, ...], model: Path, text: str) -> float:
    """Return the time from the command until the page shows a text, and START if it is ours."""
    with serving(what, model) as server:
        page = open_page(browser, server)
        page.get_by_text(text).first.wait_for(timeout=WAIT_MS)
        if what == PAGE:
            video_frame(page).get_by_role("button", name="START").wait_for(timeout=WAIT_MS)
        seconds = time.perf_counter() - server.started
        page.context.close()
    return seconds


def _latency(browser: "Browser", model: Path) -> Outcome:
    """Measure the latency of the returned video."""
    rounds = [both for both in (_latencies_ms(browser, model) for _ in range(ROUNDS)) if both]
    if not rounds:
        return Outcome("glass", skipped="the browser handed out no frames")
    through, ours = map(median, zip(*rounds, strict=True))
    more = median(b - a for a, b in rounds)
    return Outcome("glass", more, f"{ours:.1f} ms", f"{through:.1f} ms")


def _latencies_ms(browser: "Browser", model: Path) -> tuple[float, float] | None:
    """Return the latency of a pass-through and of ours, one after the other; None if either is unknown."""
    with serving(PASS_THROUGH, model) as server:
        through = _latency_ms(play(browser, server))
    with serving(PAGE, model) as server:
        ours = _latency_ms(play_until_read(browser, server))
    return None if through is None or ours is None else (through, ours)


def _latency_ms(page: "Page") -> float | None:
    """Return the median latency; None if the browser handed out no frames that can be compared."""
    time.sleep(SETTLING_S)
    how = {"seconds": WATCHED_S, "bits": counter.BITS, "square": counter.SQUARE_PX}
    latencies: list[float] = video_frame(page).evaluate(counter.WATCH, [counter.WATCHER, how])
    page.context.close()
    plausible = [ms for ms in latencies if 0 <= ms < MAX_LATENCY_MS]
    return median(plausible) if plausible else None


def _memory(browser: "Browser", model: Path) -> Iterator[Outcome]:
    """Measure the resident memory of one session and of further ones."""
    with serving(PAGE, model) as server:
        pages = [play_until_read(browser, server)]
        one = _settled_mb(server)
        pages += [play_until_read(browser, server) for _ in range(FURTHER)]
        all_sessions = _settled_mb(server)
        for page in pages:
            page.context.close()
    if one is None or all_sessions is None:
        yield from (Outcome(row, skipped="not measurable on this system") for row in ("memory", "memory_each"))
        return
    yield Outcome("memory", one, f"{one:.0f} MB")
    yield Outcome("memory_each", (all_sessions - one) / FURTHER, f"{all_sessions:.0f} MB with {1 + FURTHER}")


def _settled_mb(server: StreamlitServer) -> float | None:
    time.sleep(WATCHED_S)
    return resident_mb(server.pid)


def _first_reading(browser: "Browser", model: Path) -> Outcome:
    """Measure the time from the command to a first reading when no network exists, so that training runs meanwhile."""
    model.parent.mkdir()
    with serving(PAGE, model) as server:
        page = play_until_read(browser, server)
        seconds = time.perf_counter() - server.started
        page.context.close()
    return Outcome("first_reading", seconds, f"{seconds:.1f} s")
