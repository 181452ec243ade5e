import asyncio
import webbrowser
from importlib import import_module
from pathlib import Path

import pytest
import streamlit as st
from streamlit.web.server.app_discovery import discover_asgi_app

from digitcam.ui.server.lifespan import lifespan, page_url

ROOT = Path(__file__).parents[3]
OPTIONS = {
    "server.maxUploadSize": 25,
    "server.headless": False,
    "server.address": None,
    "server.port": 8501,
    "server.baseUrlPath": "",
    "server.sslCertFile": None,
    "browser.serverAddress": "localhost",
}


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Streamlit's options, to be changed at will."""
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


def test_page_url_names_address_path_and_scheme(options: dict[str, object]) -> None:
    options |= {"server.address": "10.0.0.7", "server.port": 80}
    options |= {"server.baseUrlPath": "/digits/", "server.sslCertFile": "cert.pem"}
    assert page_url() == "https://10.0.0.7:80/digits"
