"""Tests of the server: damaged networks, many visitors, memory."""

import re
import signal
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from digitcam.networks.store import ModelStore
from tests.browser.conftest import Open, Serve
from tests.browser.server import STOPPED_WITHIN_S, Server

pytestmark = pytest.mark.browser

MAX_RSS_MB = 350.0
"""Maximum resident memory with one live session, megabytes."""

TRAINING_LIBRARIES = ("tensorflow", "keras")


def test_truncated_network_is_moved_aside(models: Path, serve: Serve, open_page: Open) -> None:
    model = models / "model.keras"
    truncated = model.read_bytes()[: model.stat().st_size // 2]
    model.write_bytes(truncated)
    live = open_page(serve(model))
    expect(
        live.page.get_by_text(re.compile(r"model\.keras.*Reading continues with the current network\."))
    ).to_be_visible()
    expect(live.page.get_by_role("button", name="Try again")).to_be_visible()
    expect(live.alerts.filter(has_text="model.keras")).to_have_count(0)
    live.start()
    assert not model.exists()
    assert truncated in [file.read_bytes() for file in models.iterdir()]


def test_ten_visitors_leave_the_server_alive(server: Server, open_page: Open) -> None:
    for _ in range(10):
        live = open_page(server)
        live.frame.get_by_role("button", name="START").click()
        live.page.close()
    live = open_page(server)
    live.start()
    live.expect_reading("7")


@pytest.mark.skipif(sys.platform != "linux", reason="mapped files can be listed only on Linux")
def test_live_session_server_is_small_without_tensorflow(models: Path, serve: Serve, open_page: Open) -> None:
    server = serve(models / "model.keras")
    live = open_page(server)
    live.start()
    live.expect_reading("7")
    mapped = [file.path for file in server.process.memory_maps()]
    rss_mb = server.process.memory_info().rss / 1e6
    sys.stdout.write(f"resident memory with one live session: {rss_mb:.0f} MB\n")
    assert not [path for path in mapped for library in TRAINING_LIBRARIES if f"/{library}/" in path]
    assert rss_mb <= MAX_RSS_MB


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_terminated_server_ends_its_training(tmp_path: Path, serve: Serve, open_page: Open) -> None:
    server = serve(tmp_path / "model.keras")
    live = open_page(server)
    expect(live.progress).to_contain_text("round 1")
    (training,) = server.process.children()
    live.page.close()
    server.end(signal.SIGTERM)
    training.wait(STOPPED_WITHIN_S)
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    with ModelStore(server.model).lock(lambda: pytest.fail("the training still holds the lock")):
        pass
