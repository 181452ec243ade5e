"""What the live panel could show that it does not show yet: a word about each camera, which its browser asks for.

Kept apart from the page: the server answers such questions without running it.
"""

import secrets
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from digitcam.video.processor import DigitProcessor, Snapshot

ADDRESS: Final = "news"
"""Below the page's own address, before the camera's name."""

_cameras: "WeakValueDictionary[str, DigitProcessor]" = WeakValueDictionary()


def new_name() -> str:
    """A name for a camera that nobody guesses: whoever has it is told what the camera sees."""
    return secrets.token_urlsafe(16)


def tell_of(name: str, camera: "DigitProcessor") -> None:
    """Answer questions about this camera from now on, for as long as something else holds it."""
    _cameras[name] = camera


def word(snapshot: "Snapshot") -> str:
    """What stays the same as long as there is nothing new to see in a snapshot but numbers that flicker."""
    return f"{snapshot.reading.text} {snapshot.stalled} {snapshot.error}"


async def _answer(request: Request) -> Response:
    camera = _cameras.get(request.path_params["name"])
    if camera is None:
        return Response(status_code=404)
    return PlainTextResponse(word(camera.latest()), headers={"Cache-Control": "no-store"})


# The page may stand below another address, by `server.baseUrlPath`, which Streamlit (1.67) does not heed for routes.
NEWS: Final = Route(f"/{{base:path}}{ADDRESS}/{{name}}", _answer)
"""The way to ask."""
