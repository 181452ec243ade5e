"""Tests of the headers of every answer."""

import asyncio
import base64
import hashlib
from importlib import import_module
from importlib.resources import files

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message

from digitcam.ui.server.headers import HEADERS, SECURITY_HEADERS, content_security_policy, inline_scripts


def headers_of(response: Response) -> Headers:
    """Return the headers of an answer that has gone through the middleware."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    app = SECURITY_HEADERS.cls(response, *SECURITY_HEADERS.args, **SECURITY_HEADERS.kwargs)

    async def ask() -> None:
        await app({"type": "http", "method": "GET", "path": "/", "headers": []}, receive, send)

    asyncio.run(ask())
    return Headers(scope=sent[0])


@pytest.mark.parametrize("status", [200, 304, 404])
def test_every_answer_has_the_headers(status: int) -> None:
    headers = headers_of(PlainTextResponse("", status))
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_headers_of_an_answer_itself_are_kept() -> None:
    headers = headers_of(PlainTextResponse("", headers={"Referrer-Policy": "origin"}))
    assert headers.getlist("Referrer-Policy") == ["origin"]


def test_app_has_the_headers() -> None:
    assert SECURITY_HEADERS in import_module("streamlit_app").app._user_middleware


def test_inline_scripts_of_a_page_are_named_by_their_hashes() -> None:
    expected = base64.b64encode(hashlib.sha256(b" a() ").digest()).decode()
    assert inline_scripts(b"<script> a() </script><script src=x></script>") == [f"'sha256-{expected}'"]
    assert inline_scripts(b"") == []


def test_policy_allows_no_other_host_and_no_code_from_texts() -> None:
    policy = content_security_policy(files("streamlit").joinpath("static", "index.html").read_bytes())
    assert "//" not in policy
    assert "*" not in policy
    assert "unsafe-eval" not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "frame-ancestors 'self'" in policy
