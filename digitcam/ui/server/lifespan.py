"""What the server does beside running the page: `streamlit run` finds the ``st.App`` in streamlit_app.py."""

import asyncio
import os
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit.web.server import server_util

from digitcam.ui.server.arguments import spare_pandas
from digitcam.ui.server.heap import keep_giving_back, share_one


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """From the first moment of the server's event loop, before it takes connections, to its end."""
    send_small_answers_at_once(asyncio.get_running_loop())
    keep_uploads_off_the_disk()
    share_one()
    spare_pandas()
    _show_in_browser()
    tidying = asyncio.create_task(keep_giving_back())
    try:
        yield {}
    finally:
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying


def send_small_answers_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """Have the servers that this loop starts from now on set ``TCP_NODELAY`` on their connections.

    asyncio sets it if the socket that is listened on says that it is TCP; the one that Streamlit (1.67) opens does not
    (uvicorn's issue 3149). Without it the body of each small file waits for the browser's acknowledgement of its
    header, which Linux delays by 40 ms; opening the page takes about 140 files, six at a time.
    """
    create_server = loop.create_server

    async def without_delay(*arguments: Any, sock: socket.socket | None = None, **options: Any) -> asyncio.Server:
        if sock is not None:
            sock = _saying_tcp(sock)
        server: asyncio.Server = await create_server(*arguments, sock=sock, **options)
        return server

    loop.create_server = without_delay  # type: ignore[method-assign]


def _saying_tcp(listening: socket.socket) -> socket.socket:
    """The same socket with its protocol's number, on a descriptor of its own; Windows cannot duplicate one so."""
    # Not setsockopt on the socket itself: a browser that is early is connected before, and would be left out.
    if sys.platform == "win32" or listening.family not in (socket.AF_INET, socket.AF_INET6):
        return listening
    return socket.socket(listening.family, listening.type, socket.IPPROTO_TCP, fileno=os.dup(listening.fileno()))


def keep_uploads_off_the_disk() -> None:
    """Hold uploads in memory; one of more than a megabyte would go through a file on the server's disk."""
    MultiPartParser.spool_max_size = (int(st.get_option("server.maxUploadSize")) + 1) * 1024 * 1024


def _show_in_browser() -> None:
    """As `streamlit run` does by itself for a page without an ``st.App``. The port is open already."""
    if not st.get_option("server.headless"):
        address = st.get_option("server.address")
        host = server_util.get_display_address(address) if address else st.get_option("browser.serverAddress")
        webbrowser.open(server_util.get_url(host))
