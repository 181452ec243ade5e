"""Tests of the first use: from a server without networks to digits that are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, save_screenshots
from tests.browser.live_page import WAIT_MS
from tests.browser.server import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

TRAINED_WITHIN_MS = 600_000

MIN_PERCENTS = 20
"""Minimum number of different percentages seen during a training: a bar that mostly stands still shows few."""

NOTE_PROGRESS = r"""
() => {
    window.percents = [];
    setInterval(() => {
        const text = document.querySelector('[data-testid="stProgress"]')?.textContent ?? "";
        const percent = Number(text.match(/(\d+) %/)?.[1] ?? NaN);
        if (percent >= 0 && percent !== percents.at(-1)) percents.push(percent);
    }, 200);
}
"""
"""Notes each percentage that the progress shows."""

ALL_TEN_IN_ORDER = """
() => {
    const digits = [];
    for (const {text, times} of seen) {
        if (text === "—") continue;
        if (text !== digits.at(-1)?.text) digits.push({text, times: 0});
        digits.at(-1).times += times;
    }
    const steady = digits.map(({text, times}) => times >= 10 ? text : "!").join("");
    const turns = [...Array(10).keys()].map(i => "01234567890123456789".slice(i, i + 10));
    return turns.some(turn => steady.includes(turn));
}
"""
"""True once all ten digits were read in order, each for at least a second and without another reading in between. Gaps
without a reading are allowed: on a busy machine the camera's pictures may be missing for a second."""


@pytest.fixture(scope="module")
def self_taught(tmp_path_factory: pytest.TempPathFactory, artefacts: Path) -> Iterator[Server]:
    """Run a server that has no network when it starts."""
    model = tmp_path_factory.mktemp("fresh") / "models" / "model.keras"
    with serving(model, artefacts / "first-use.log") as server:
        yield server


def test_first_use_reads_in_every_tab(self_taught: Server, artefacts: Path, open_page: Open) -> None:
    first, second = open_page(self_taught), open_page(self_taught)
    for live in (first, second):
        expect(live.progress).to_contain_text("Reading already. Improving in the background: ")
    first.page.evaluate(NOTE_PROGRESS)
    first.start()
    first.expect_reading("7")
    expect(first.page.get_by_text("Reader: automatic")).to_be_visible()
    save_screenshots(first, artefacts / "training")
    for live in (first, second):
        expect(live.progress).to_have_count(0, timeout=TRAINED_WITHIN_MS)
    percents = first.page.evaluate("percents")
    assert percents == sorted(percents)
    assert len(percents) >= MIN_PERCENTS
    first.expect_reading("7")
    second.start()
    second.expect_reading("7")
    expect(second.page.get_by_text("Reader: automatic")).to_be_visible()
    assert self_taught.model.exists()


def test_camera_each_digit_is_read(self_taught: Server, open_page: Open) -> None:
    live = open_page(self_taught, "ten digits")
    live.start()
    live.page.wait_for_function(ALL_TEN_IN_ORDER, polling=100, timeout=WAIT_MS)
