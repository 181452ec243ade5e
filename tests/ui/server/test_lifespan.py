"""Tests of the start of the server."""

import asyncio
import subprocess
import sys
import webbrowser
from collections.abc import AsyncGenerator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from streamlit.web.server.app_discovery import discover_asgi_app

import digitcam.ui.server.lifespan
from digitcam.ui.server.lifespan import keep_uploads_in_memory, lifespan, page_url

ROOT = Path(__file__).parents[3]
OPTIONS = {
    "server.maxUploadSize": 25,
    "server.headless": False,
    "server.address": None,
    "server.baseUrlPath": "",
    "server.sslCertFile": None,
    "browser.serverAddress": "localhost",
    "browser.serverPort": 8501,
}


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Streamlit's options, which the test may change."""
    options: dict[str, object] = dict(OPTIONS)
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    return options


def test_streamlit_run_finds_the_app() -> None:
    assert discover_asgi_app(ROOT / "streamlit_app.py").import_string == "streamlit_app:app"
    assert isinstance(import_module("streamlit_app").app, st.App)


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8501/"])])
def test_lifespan_opens_a_browser_unless_headless(
    headless: bool, opened: list[str], options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    options["server.headless"] = headless
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)

    async def start() -> None:
        async with lifespan(st.App(ROOT / "streamlit_app.py")):
            pass

    asyncio.run(start())
    assert shown == opened


def test_lifespan_end_stops_the_training(options: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    options["server.headless"] = True
    stopped: list[str] = []
    monkeypatch.setattr(digitcam.ui.server.lifespan, "stop_jobs", lambda: stopped.append("stopped"))

    async def start_and_end() -> None:
        async with lifespan(st.App(ROOT / "streamlit_app.py")):
            assert stopped == []

    asyncio.run(start_and_end())
    assert stopped == ["stopped"]


@pytest.mark.parametrize(
    ("changed", "url"),
    [
        ({"server.address": "10.0.0.7", "browser.serverPort": 80}, "http://10.0.0.7:80/"),
        ({"server.address": "0.0.0.0"}, "http://localhost:8501/"),
        ({"server.address": "::"}, "http://localhost:8501/"),
        ({"browser.serverAddress": "digits.example.org"}, "http://digits.example.org:8501/"),
        ({"server.baseUrlPath": "/digits/", "server.sslCertFile": "cert.pem"}, "https://localhost:8501/digits"),
    ],
)
def test_page_url_names_scheme_address_port_and_path(
    options: dict[str, object], changed: dict[str, object], url: str
) -> None:
    options |= changed
    assert page_url() == url


def test_keep_uploads_in_memory_raises_starlettes_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from starlette.formparsers import MultiPartParser; print(MultiPartParser.spool_max_size)"
    default = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(default) <= 1024 * 1024, "Starlette itself keeps larger uploads in memory: no longer needed"
    monkeypatch.setattr(MultiPartParser, "spool_max_size", int(default))
    keep_uploads_in_memory()
    assert MultiPartParser.spool_max_size > int(st.get_option("server.maxUploadSize")) * 1024 * 1024


def test_keep_uploads_in_memory_large_upload_stays_off_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1)
    keep_uploads_in_memory()
    content = bytes(10_000_000)
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\n' + content + b"\r\n--x--\r\n"

    async def chunks() -> AsyncGenerator[bytes, None]:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    headers = Headers({"content-type": "multipart/form-data; boundary=x"})
    file: Any = asyncio.run(MultiPartParser(headers, chunks()).parse())["f"]
    assert file.size == len(content)
    with file.file as spooled:
        assert not spooled._rolled
