"""A real Chromium in front of a real server, with a file as its webcam."""

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from tests.browser.install import find_chromium
from tests.browser.live_page import NOTE_READINGS, WAIT_MS, LivePage
from tests.browser.server import Server, serving
from tests.browser.webcam import write_webcam
from tests.paper import first_of_each_class, mnist_digit, page

ARTEFACTS: Final = Path(__file__).parent / "artefacts"

DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}

# No GPU, and no calls home: this machine may have no way out.
ARGUMENTS: Final = (
    "--use-fake-device-for-media-stream",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP digitcam.test 127.0.0.1",
)

WEBCAMS: Final[dict[str, list[NDArray[np.uint8]]]] = {
    "seven": [page(mnist_digit(7))],
    "407": [page(mnist_digit(4), mnist_digit(0), mnist_digit(7))],
    "ten digits": [page(digit) for digit in first_of_each_class()],
}
"""What each fake webcam shows, over and over, each picture for SHOWN_S."""

REFUSED: Final = "refused"
"""The webcam that its user does not allow the page."""

NO_CAMERA: Final = "none"
"""The webcam of a computer without one."""

WITHOUT_WEBCAM: Final[dict[str, list[str]]] = {
    REFUSED: [*ARGUMENTS, "--deny-permission-prompts"],
    NO_CAMERA: [
        *(argument for argument in ARGUMENTS if "fake-device" not in argument),
        "--use-fake-ui-for-media-stream",
    ],
}

KEEP_THE_CAMERA: Final = """
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async wishes => (window.camera = await ask(wishes));
"""
"""Lets a test reach the camera's own stream, to unplug it."""

PAGES: Final = pytest.StashKey[list[LivePage]]()
"""A test's pages."""

SHOWN_S: Final = 3.0

Open: TypeAlias = Callable[..., LivePage]
Serve: TypeAlias = Callable[..., Server]


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Empty at the start of each run; CI keeps it."""
    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    ARTEFACTS.mkdir()
    return ARTEFACTS


@pytest.fixture
def case_name(request: pytest.FixtureRequest) -> str:
    """Of the test, fit for a file."""
    return re.sub(r"\W+", "-", request.node.name)


@pytest.fixture
def models(taught: Path, tmp_path: Path) -> Path:
    """A folder of this test's own with trained networks."""
    return shutil.copytree(taught, tmp_path / "models")


@pytest.fixture(scope="package")
def server(taught: Path, artefacts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of all tests that leave its network alone."""
    folder = shutil.copytree(taught, tmp_path_factory.mktemp("served") / "models")
    with serving(folder / "model.keras", artefacts / "server.log") as server:
        yield server


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """For this package only: it keeps an event loop running in this thread, which other tests would stumble over."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser_with(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], BrowserContext]]:
    """Chromium with one of the WEBCAMS, or with none; started once for each, so that it knows the page's scripts."""
    path = find_chromium()
    assert path, "no Chromium: python tests/browser/install.py"
    folder = tmp_path_factory.mktemp("webcams")
    contexts: dict[str, BrowserContext] = {}

    def browser_with(webcam: str) -> BrowserContext:
        if webcam not in contexts:
            arguments = WITHOUT_WEBCAM.get(webcam) or _webcam_arguments(webcam, folder)
            browser = playwright.chromium.launch(executable_path=path, args=arguments, timeout=WAIT_MS)
            contexts[webcam] = browser.new_context(viewport=DESKTOP, color_scheme="light")  # type: ignore[arg-type]
            contexts[webcam].add_init_script(KEEP_THE_CAMERA)
            contexts[webcam].add_init_script(NOTE_READINGS)
        return contexts[webcam]

    yield browser_with
    for context in contexts.values():
        assert context.browser is not None
        context.browser.close()


def _webcam_arguments(webcam: str, folder: Path) -> list[str]:
    file = write_webcam(folder / f"{webcam}.mjpeg", WEBCAMS[webcam], SHOWN_S)
    return [*ARGUMENTS, "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={file}"]


@pytest.fixture
def serve(artefacts: Path, case_name: str) -> Iterator[Serve]:
    """Starts servers of this test's own, which keep their network where they are told."""
    numbers = count(1)
    with ExitStack() as stack:
        yield lambda model, *options: stack.enter_context(
            serving(model, artefacts / f"{case_name}-{next(numbers)}.log", *options)
        )


@pytest.fixture
def open_page(
    serve: Serve,
    browser_with: Callable[[str], BrowserContext],
    artefacts: Path,
    case_name: str,
    request: pytest.FixtureRequest,
) -> Iterator[Open]:
    """Opens a server's page in a new tab, which is a visitor of its own; afterwards keeps pictures of all of them.

    Needs `serve` only to end before it: a page whose server is gone is no picture of the test.
    """
    pages: list[LivePage] = []
    request.node.stash[PAGES] = pages

    def open_page(server: Server, webcam: str = "seven", path: str = "", script: str = "") -> LivePage:
        page = browser_with(webcam).new_page()
        page.add_init_script(script)
        pages.append(LivePage(page, server.url, path))
        return pages[-1]

    yield open_page
    for number, live in enumerate(pages, 1):
        if not live.page.is_closed():
            keep_pictures(live, artefacts / f"{case_name}-{number}")
            live.page.close()
    assert [live.errors for live in pages] == [[] for _ in pages]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Print what a failed test's pages showed."""
    report = yield
    if report.failed and call.when != "teardown":
        pages: list[LivePage] = item.stash.get(PAGES, [])
        for number, live in enumerate(pages, 1):
            report.sections.append((f"what page {number} showed", live.shown()))
    return report


def keep_pictures(live: LivePage, path: Path) -> None:
    """Light, dark and at a phone's width, as PNG files whose names start with `path`."""
    # What moves or fades is shown as it ends.
    live.page.screenshot(path=f"{path}-light.png", animations="disabled")
    live.page.emulate_media(color_scheme="dark")
    live.page.screenshot(path=f"{path}-dark.png", animations="disabled")
    live.page.emulate_media(color_scheme="light")
    live.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    live.page.screenshot(path=f"{path}-phone.png", animations="disabled")
    live.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


@pytest.fixture
def live(server: Server, open_page: Open) -> LivePage:
    """The page, playing a seven and reading it."""
    live = open_page(server)
    live.start()
    live.click("Recognise digits")
    live.expect_reading("7")
    return live
