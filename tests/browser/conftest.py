"""Fixtures: a real server, and a real Chromium with a file as its webcam."""

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from tests.browser.chromium import ARGUMENTS, DESKTOP, PHONE, SHOWN_S, WEBCAMS, WITHOUT_WEBCAM
from tests.browser.install import find_chromium
from tests.browser.live_page import NOTE_READINGS, WAIT_MS, LivePage
from tests.browser.server import Server, serving
from tests.browser.webcam import write_webcam
from tests.sharing import made_once

ARTEFACTS: Final = Path(__file__).parent / "artefacts"
"""Logs and screenshots of the last run."""

KEEP_THE_CAMERA: Final = """
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async wishes => (window.camera = await ask(wishes));
"""
"""Script that gives tests access to the camera's stream, so that they can end it."""

PAGES: Final = pytest.StashKey[list[LivePage]]()
"""Where a test's pages are kept for the report."""

FAILED: Final = pytest.StashKey[bool]()
"""Whether a test has failed."""

Open: TypeAlias = Callable[..., LivePage]
Serve: TypeAlias = Callable[..., Server]


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for logs and screenshots, emptied at the start of each run."""

    def empty(_: Path) -> None:
        shutil.rmtree(ARTEFACTS, ignore_errors=True)
        ARTEFACTS.mkdir()

    # One worker's logs are not another's to delete.
    made_once(tmp_path_factory, "artefacts", empty)
    return ARTEFACTS


@pytest.fixture
def case_name(request: pytest.FixtureRequest) -> str:
    """Return the name of the test in a form that is valid in file names."""
    return re.sub(r"\W+", "-", request.node.name)


@pytest.fixture
def models(taught: Path, tmp_path: Path) -> Path:
    """Return a folder with trained networks for this test alone."""
    return shutil.copytree(taught, tmp_path / "models")


@pytest.fixture(scope="package")
def server(taught: Path, artefacts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run one server for all tests that do not change its networks."""
    folder = shutil.copytree(taught, tmp_path_factory.mktemp("served") / "models")
    with serving(folder / "model.keras", artefacts / f"server-{tmp_path_factory.getbasetemp().name}.log") as server:
        yield server


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Run Playwright for this package only.

    It keeps an event loop running in this thread, which would make other tests fail.
    """
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser_with(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], BrowserContext]]:
    """Return a function that starts Chromium with a webcam, or without one.

    It is started once for each webcam, so that the page's scripts are in its cache.
    """
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
    """Return a function that starts a server for this test, with its own network."""
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
    """Return a function that opens a page in a new tab, as a new visitor.

    After a test that failed, screenshots of all pages are saved. `serve` is a parameter only so that its servers end
    after that.
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
        if live.page.is_closed():
            continue
        if request.node.stash.get(FAILED, False):
            save_screenshots(live, artefacts / f"{case_name}-{number}")
        live.page.close()
    assert [live.errors for live in pages] == [[] for _ in pages]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the texts of a failed test's pages to its report."""
    report = yield
    if report.failed and call.when != "teardown":
        item.stash[FAILED] = True
        pages: list[LivePage] = item.stash.get(PAGES, [])
        for number, live in enumerate(pages, 1):
            report.sections.append((f"texts of page {number}", live.shown()))
    return report


def save_screenshots(live: LivePage, path: Path) -> None:
    """Save screenshots: light, dark, and at a phone's width.

    Args:
        live: The page.
        path: Path of the PNG files, without "-light.png" and so on.
    """
    # "disabled" shows animations in their final state.
    live.page.screenshot(path=f"{path}-light.png", animations="disabled")
    live.page.emulate_media(color_scheme="dark")
    live.page.screenshot(path=f"{path}-dark.png", animations="disabled")
    live.page.emulate_media(color_scheme="light")
    live.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    live.page.screenshot(path=f"{path}-phone.png", animations="disabled")
    live.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


@pytest.fixture
def live(server: Server, open_page: Open) -> LivePage:
    """Return a live page that plays a seven and reads it."""
    live = open_page(server)
    live.start()
    live.expect_reading("7")
    return live
