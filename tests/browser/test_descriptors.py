"""Tests that the server closes what a visitor's video has opened: sockets, threads, and event loops."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from tests.browser.server import Server
from tests.browser.visitor import visit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="file descriptors are counted on Linux"),
]

VISITS: Final = 8
"""Number of visits. One after the other takes half a second each."""

PER_SESSION: Final = 3
"""File descriptors of an event loop. Streamlit (1.67) has one per session and keeps a session for two minutes after its
tab was closed, and 128 sessions at most."""

SPARE: Final = 12
"""File descriptors that the server opens once, with the first video and the first network."""


def udp_sockets(server: Server) -> int:
    return len(server.process.net_connections("udp"))


def test_visits_that_stop_close_their_sockets_at_once(server: Server) -> None:
    # Earlier visitors may have left some that close later.
    sockets, descriptors = udp_sockets(server), server.process.num_fds()
    for _ in range(VISITS):
        # On a thread of its own: Playwright, which other tests use, has an event loop on this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, visit(server.url)).result()
        assert udp_sockets(server) <= sockets
    assert server.process.num_fds() <= descriptors + PER_SESSION * VISITS + SPARE
