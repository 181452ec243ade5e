"""What the server does beside running the page."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from importlib import import_module
from pathlib import Path

import pytest
import streamlit as st
from streamlit.web.server.app_discovery import discover_asgi_app

from digitcam.ui.server.lifespan import lifespan, send_small_answers_at_once

ROOT = Path(__file__).parents[3]

WITHIN_S = 60

PROBE = """
import os, socket
from contextlib import suppress
import streamlit as st
from starlette.responses import JSONResponse
from starlette.routing import Route
from digitcam.ui.server.lifespan import lifespan

async def no_delay(request):
    found = []
    for file in os.listdir("/proc/self/fd"):
        with suppress(OSError), socket.socket(fileno=os.dup(int(file))) as connection:
            if connection.getpeername() == tuple(request.client):
                found.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    return JSONResponse(found)

app = st.App("empty.py", lifespan=lifespan, routes=[Route("/no_delay", no_delay)])
"""
"""Tells of the connection it is asked on whether it sends small answers at once."""


def test_streamlit_run_finds_the_server_and_its_page() -> None:
    assert discover_asgi_app(ROOT / "streamlit_app.py").import_string == "streamlit_app:app"
    assert isinstance(import_module("streamlit_app").app, st.App)


@pytest.mark.parametrize("hooked", [True, False])
def test_connections_send_small_answers_at_once(hooked: bool) -> None:
    async def no_delay() -> bool:
        loop = asyncio.get_running_loop()
        if hooked:
            send_small_answers_at_once(loop)
        # As Streamlit opens it: without saying that it is TCP.
        listening = socket.socket(socket.AF_INET)
        listening.bind(("127.0.0.1", 0))
        answered = loop.create_future()

        class Connection(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                accepted = transport.get_extra_info("socket")
                answered.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
                transport.close()

        server = await loop.create_server(Connection, sock=listening)
        _, writer = await asyncio.open_connection(*listening.getsockname())
        result = bool(await answered)
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        listening.close()
        return result

    # Should it be so without the hook too, then asyncio has learnt it and the hook can go.
    assert asyncio.run(no_delay()) is hooked


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8501"])])
def test_a_browser_is_opened_unless_there_is_nobody(
    headless: bool, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {
        "server.maxUploadSize": 25,
        "server.headless": headless,
        "server.address": None,
        "browser.serverAddress": "localhost",
    }
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)

    async def start() -> None:
        async with lifespan(st.App(ROOT / "streamlit_app.py")):
            pass

    asyncio.run(start())
    assert shown == opened


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what files a process has open")
def test_streamlit_run_s_connections_do(tmp_path: Path) -> None:
    (tmp_path / "empty.py").touch()
    (tmp_path / "probe.py").write_text(PROBE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", str(tmp_path / "probe.py"), *options]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as server:
        try:
            assert _answer(f"http://127.0.0.1:{port}/no_delay") == [1]
        finally:
            server.terminate()


def _answer(url: str) -> object:
    """What it says, as soon as it listens."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=WITHIN_S) as answer:
                return json.loads(answer.read())
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.1)
