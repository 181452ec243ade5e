"""The pages' addresses. Unknown ones lead to the live page.

Streamlit (1.67) would show a dialog about files on the server.
"""

from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PICTURES: Final = "pictures"
READINGS: Final = "readings"
ABOUT: Final = "about"
"""Paths of the pages; that of the live page is empty."""

_PAGES: Final = ("", PICTURES, READINGS, ABOUT)


class _RedirectUnknown:
    """ASGI middleware that leads browsers from unknown addresses to the live page; the query is kept.

    Runs on the server's event loop.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_unknown(Request(scope)):
            query = scope["query_string"].decode()
            await RedirectResponse(f"{_base()}?{query}" if query else _base())(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _base() -> str:
    """Return the path of the live page, which the server's options may move."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


def _is_unknown(request: Request) -> bool:
    """Return whether a browser asks for a page, and there is none at its address."""
    name = request.scope["path"].removeprefix(_base().rstrip("/")).strip("/")
    is_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    # Streamlit's own addresses are _stcore/health and the like, and files.
    is_streamlits = name.startswith("_") or "/" in name or "." in name
    return is_page and not is_streamlits and name not in _PAGES


UNKNOWN_ADDRESSES: Final = Middleware(_RedirectUnknown)
"""The middleware, for ``st.App``."""
