"""Headers of every answer that limit what a browser does with the page."""

import base64
import hashlib
import re
from importlib.resources import files
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def inline_scripts(page: bytes) -> list[str]:
    """Return the sources, for a Content-Security-Policy, of the scripts that stand in an HTML page itself."""
    hashes = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(found).decode()}'" for found in hashes]


def content_security_policy(page: bytes) -> str:
    """Return what a page may load, and from where: from this server alone.

    ``blob:`` scripts are the components', which Streamlit receives as texts. Streamlit and streamlit-webrtc put their
    styles into the page. Pictures in tables are ``data:`` addresses. ``'self'`` covers the WebSocket.

    Args:
        page: Streamlit's HTML page.
    """
    policy = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", *inline_scripts(page)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in policy.items())


HEADERS: Final = {
    "Content-Security-Policy": content_security_policy(
        files("streamlit").joinpath("static", "index.html").read_bytes()
    ),
    # The page's address contains the notebook's name, which must reach neither other sites nor logs of requests.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # For browsers that do not know frame-ancestors.
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(self)",
}
"""The headers. Each is set unless the answer has it already."""


class _AddHeaders:
    """ASGI middleware that adds `HEADERS`. Runs on the server's event loop."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


SECURITY_HEADERS: Final = Middleware(_AddHeaders)
"""The middleware, for ``st.App``."""
