"""Tests of addresses that no page has."""

import asyncio
from importlib import import_module
from typing import Final

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Message
from streamlit import config

from digitcam.ui.server.addresses import UNKNOWN_ADDRESSES

BROWSER: Final = "text/html,application/xhtml+xml,*/*;q=0.8"


def answer(path: str, query: str = "", accept: str = BROWSER, method: str = "GET") -> tuple[int, str | None]:
    """Return the status of the answer to a request, and where it leads."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    app = UNKNOWN_ADDRESSES.cls(PlainTextResponse(""), *UNKNOWN_ADDRESSES.args, **UNKNOWN_ADDRESSES.kwargs)
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode()}

    async def ask() -> None:
        await app({**scope, "headers": [(b"accept", accept.encode())]}, receive, send)

    asyncio.run(ask())
    return sent[0]["status"], Headers(scope=sent[0]).get("location")


@pytest.mark.parametrize("path", ["/", "/pictures", "/readings/", "/about", "/_stcore/health", "/index.html", "/a/b"])
def test_pages_and_streamlits_own_addresses_are_answered(path: str) -> None:
    assert answer(path) == (200, None)


@pytest.mark.parametrize("path", ["/reading", "/Readings", "/none/", "/é"])
def test_unknown_address_leads_to_the_live_page(path: str) -> None:
    assert answer(path) == (307, "/")
    assert answer(path, "notebook=abc&box=Number") == (307, "/?notebook=abc&box=Number")


def test_unknown_address_below_a_configured_path_leads_to_the_live_page_there() -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "digits")
    try:
        assert answer("/digits/none") == (307, "/digits/")
        assert answer("/digits/about") == answer("/digits/") == answer("/digits") == (200, None)
    finally:
        config.set_option("server.baseUrlPath", before)


def test_unknown_address_of_a_program_is_left_to_streamlit() -> None:
    assert answer("/none", accept="application/json") == (200, None)
    assert answer("/none", method="POST") == (200, None)


def test_app_redirects_unknown_addresses() -> None:
    assert UNKNOWN_ADDRESSES in import_module("streamlit_app").app._user_middleware
