"""A route that tells a browser whether its stream has something new to show.

It answers without running the page: a run of the panel costs the browser 75 ms, a question next to nothing.
"""

import secrets
from typing import Final
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from digitcam.video.processor import DigitProcessor, Snapshot

ADDRESS: Final = "news"
"""Path below the page's own, before the stream's name."""

_streams: "WeakValueDictionary[str, DigitProcessor]" = WeakValueDictionary()


def new_name() -> str:
    """Return a stream name that nobody can guess: whoever knows it learns what the stream reads."""
    return secrets.token_urlsafe(16)


def register(name: str, processor: DigitProcessor) -> None:
    """Answer for this stream as long as something else holds its processor."""
    _streams[name] = processor


def status_of(snapshot: Snapshot) -> str:
    """Return a text that changes only when the panel has something new to show, not with every flickering number."""
    return f"{snapshot.reading.text} {snapshot.stalled} {snapshot.error}"


async def _answer(request: Request) -> Response:
    processor = _streams.get(request.path_params["name"])
    if processor is None:
        return Response(status_code=404)
    return PlainTextResponse(status_of(processor.latest()), headers={"Cache-Control": "no-store"})


# The page may be served below a path (`server.baseUrlPath`), which Streamlit (1.67) does not add to routes.
STREAM_STATUS: Final = Route(f"/{{base:path}}{ADDRESS}/{{name}}", _answer)
"""The route, for ``st.App``."""
