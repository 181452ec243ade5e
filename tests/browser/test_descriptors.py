"""Tests that the server closes what a visitor's video has opened: sockets, threads, and event loops."""

import asyncio
import sys
import time
from typing import Final

import pytest

from tests.browser.server import Server
from tests.browser.visitor import visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="file descriptors are counted on Linux"),
]

VISITS: Final = 8
"""Number of visits. One after the other takes half a second each."""

CLOSED_WITHIN_S: Final = 90.0
"""Maximum time until the sockets of a closed tab are closed, seconds. aioice checks every 4 to 6 s whether the other
side is there, and gives up after six checks (RFC 7675)."""

PER_SESSION: Final = 3
"""File descriptors of an event loop. Streamlit (1.67) has one per session and keeps a session for two minutes after its
tab was closed, and 128 sessions at most."""

SPARE: Final = 12
"""File descriptors that the server opens once, with the first video and the first network."""


def udp_sockets(server: Server) -> int:
    return len(server.process.net_connections("udp"))


def wait_until_closed(server: Server) -> None:
    deadline = time.monotonic() + CLOSED_WITHIN_S
    while udp_sockets(server):
        assert time.monotonic() < deadline, f"{udp_sockets(server)} sockets are still open"
        time.sleep(0.5)


def test_visits_with_stop_close_their_sockets_at_once(server: Server) -> None:
    wait_until_closed(server)
    before = server.process.num_fds()
    for _ in range(VISITS):
        asyncio.run(visit(server.url, "stop"))
        assert udp_sockets(server) == 0
    assert server.process.num_fds() <= before + PER_SESSION * VISITS + SPARE


def test_visits_without_stop_close_their_sockets_in_time(server: Server) -> None:
    wait_until_closed(server)
    before = server.process.num_fds()
    for _ in range(VISITS):
        asyncio.run(visit(server.url, "early"))
        asyncio.run(visit(server.url, "close"))
    assert udp_sockets(server) > 0
    wait_until_closed(server)
    assert server.process.num_fds() <= before + PER_SESSION * 2 * VISITS + SPARE
