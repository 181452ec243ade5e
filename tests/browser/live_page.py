"""The page in a browser, with methods for what a user does on it."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from playwright.sync_api import Frame, FrameLocator, Locator, Page, WebSocket, expect
from playwright.sync_api import TimeoutError as BrowserTimeout
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

WAIT_MS: Final = 90_000
"""Maximum time for an expected change, milliseconds. A training may run on the same two cores."""

CLICKS: Final = 4
"""Times a button beside the video is pressed at most."""

expect.set_options(timeout=WAIT_MS)

LUMA: Final = """
(video, [x0, y0, x1, y1]) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0, 640, 480);
    const pixels = context.getImageData(x0, y0, x1 - x0, y1 - y0).data;
    let sum = 0;
    for (let i = 0; i < pixels.length; i += 4) sum += (pixels[i] + pixels[i + 1] + pixels[i + 2]) / 3;
    return sum / (pixels.length / 4);
}
"""
"""Returns the mean grey value of a part of the video, given in pixels of a 640×480 picture."""

NOTE_READINGS: Final = """
window.seen = [];
const note = () => {
    const metrics = [...document.querySelectorAll("[data-testid=stMetric]")];
    const reading = metrics.find(metric => metric.innerText.startsWith("Reading"));
    const text = reading?.querySelector("[data-testid=stMetricValue]").innerText;
    if (text === undefined) return;
    if (text !== seen.at(-1)?.text) seen.push({text, times: 0});
    seen.at(-1).times++;
};
if (window === window.top) setInterval(note, 100);
"""
"""Logs the successive values of the metric *Reading*, and how many times each was seen, ten times a second."""

Area = tuple[int, int, int, int]


class LivePage:
    """Digitcam in one browser tab."""

    def __init__(self, page: Page, url: str, path: str = "") -> None:
        self.page = page
        self.errors: list[str] = []
        self.runs = 0
        """Number of finished runs of the page's script, or of a fragment alone."""
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._check_address(request.url, url))
        page.on("websocket", lambda socket: self._count_runs(socket))
        page.goto(f"{url}/{path}")

    def _check_address(self, address: str, url: str) -> None:
        if not address.startswith((url, "data:", "blob:")):
            self.errors.append(f"requested {address}")

    def _count_runs(self, socket: WebSocket) -> None:
        def count(message: str | bytes) -> None:
            if isinstance(message, bytes):
                self.runs += ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"

        socket.on("framereceived", count)

    def runs_while_asking(self, times: int) -> int:
        """Return the number of runs that finish during this many requests for news."""
        before = self.runs
        for _ in range(times):
            with self.page.expect_request("**/news/*"):
                pass
        return self.runs - before

    def wait_until_it_asks(self) -> None:
        """Wait until the page is loaded and requests runs by itself."""
        # The first run may be that of the page.
        self.wait_for_runs(self.runs + 2)

    def wait_for_runs(self, count: int) -> None:
        """Wait until the server has finished this many runs of the script, even if the page does not show them yet."""
        while self.runs < count:
            self.page.wait_for_timeout(100)

    def shown(self) -> str:
        """Return all texts of the page and its log, for people who examine a failure."""
        if self.page.is_closed():
            return "It was closed."
        readings = self.page.evaluate("seen.map(({text, times}) => `${text} (${times})`).join(', ')")
        texts = [frame.evaluate("document.body?.innerText") for frame in self.page.frames]
        return "\n".join([self.page.url, f"errors: {self.errors}", f"readings: {readings}", *map(str, texts)])

    @property
    def sidebar(self) -> Locator:
        return self.page.get_by_test_id("stSidebar")

    @property
    def frame(self) -> Frame:
        """The iframe with the video."""
        element = self.page.locator("iframe[title*='webrtc_streamer']").element_handle()
        frame = element.content_frame() if element else None
        assert frame is not None
        return frame

    @property
    def video(self) -> Locator:
        return self.video_frame.locator("video")

    @property
    def video_frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title*='webrtc_streamer']")

    @property
    def alerts(self) -> Locator:
        return self.page.get_by_test_id("stAlert")

    @property
    def progress(self) -> Locator:
        return self.page.get_by_test_id("stProgress")

    @property
    def recognise(self) -> Locator:
        return self.sidebar.get_by_role("checkbox", name="Recognise digits", exact=True)

    @property
    def automatic(self) -> Locator:
        return self.sidebar.get_by_role("switch", name="Automatic threshold", exact=True)

    @property
    def slider(self) -> Locator:
        return self.sidebar.get_by_role("slider")

    def start(self) -> None:
        """Press START, and wait until the video plays."""
        self.press("START", self.video)
        expect(self.video).to_have_js_property("readyState", 4)
        expect(self.video).to_have_js_property("paused", False)

    def press(self, name: str, outcome: Locator) -> None:
        """Press a button beside the video once the page has loaded whole, and wait for what is to appear then.

        The component may be drawn anew in that very moment and lose the click, as in `go_to`: it is then pressed again.
        """
        button = self.video_frame.get_by_role("button", name=name)
        expect(button).to_be_enabled()
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        for _ in range(CLICKS):
            if button.is_visible() and button.is_enabled():
                button.click()
            with suppress(BrowserTimeout):
                return outcome.first.wait_for(state="attached", timeout=WAIT_MS / CLICKS)
        raise AssertionError(f"{name} was pressed, but this did not appear: {outcome}")

    def stop(self) -> None:
        self.video_frame.get_by_role("button", name="STOP").click()
        expect(self.video).to_have_count(0)

    def go_to(self, name: str) -> None:
        """Open another of the app's pages by its link, and wait until it has loaded whole.

        A component that appears sends its value, and Streamlit then runs the page that the browser shows: a click on a
        link in that very moment is lost.
        """
        self.page.get_by_role("link", name=name, exact=True).click()
        title = "Digitcam" if name == "Live" else name
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()
        if name == "Live":
            expect(self.video_frame.get_by_role("button").first).to_be_visible()
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    def download(self, label: str) -> bytes:
        """Press a download button and return the file."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=label, exact=True).click()
        return Path(download.value.path()).read_bytes()

    def click(self, label: str) -> None:
        """Click on a widget of the sidebar by its label."""
        self.sidebar.get_by_text(label, exact=True).click()

    def choose_box(self, name: str) -> None:
        self.sidebar.get_by_role("combobox").click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def metric(self, label: str) -> Locator:
        return self.page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")

    def expect_reading(self, text: str | re.Pattern[str]) -> None:
        expect(self.metric("Reading")).to_have_text(text)

    def expect_luma(self, area: Area, low: float, high: float) -> None:
        """Wait until the mean grey value of a part of the video, 0 to 255, is in a range."""
        condition = f"([area, low, high]) => {{ const luma = ({LUMA})(document.querySelector('video'), area); "
        condition += "return low <= luma && luma <= high; }"
        self.frame.wait_for_function(condition, arg=[list(area), low, high], timeout=WAIT_MS)
