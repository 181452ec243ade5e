"""A route by which a browser checks whether its stream has something new to show.

The server's event loop answers it without running the page. A rerun of the panel takes the browser 75 ms, a request
almost nothing.
"""

import secrets
from typing import Final
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot

PATH: Final = "news"
"""Path of the route below the page's own; the name of the stream follows it."""

_streams: "WeakValueDictionary[str, DigitProcessor]" = WeakValueDictionary()


def new_name() -> str:
    """Return a new name for a stream that nobody can guess.

    Whoever knows the name can find out what the stream reads.
    """
    return secrets.token_urlsafe(16)


def register(name: str, processor: DigitProcessor) -> None:
    """Answer requests for this stream as long as its session holds the processor."""
    _streams[name] = processor


def status_of(snapshot: Snapshot) -> str:
    """Return a text that changes with each publication, with each kept reading and with problems.

    It does not change with the speed, which would rerun the panel all the time. A panel that shows a snapshot of this
    status shows the numbers of the badge on the video.
    """
    news = snapshot.number, snapshot.reading.text, snapshot.kept, snapshot.keeps_up, snapshot.stalled, snapshot.error
    return " ".join(map(str, news))


async def _answer(request: Request) -> Response:
    processor = _streams.get(request.path_params["name"])
    if processor is None:
        return Response(status_code=404)
    return PlainTextResponse(status_of(processor.latest()), headers={"Cache-Control": "no-store"})


# If the page is served below a path (`server.baseUrlPath`), Streamlit (1.67) does not add it to routes of the app.
STREAM_STATUS: Final = Route(f"/{{base:path}}{PATH}/{{name}}", _answer)
"""The route, for ``st.App``."""
