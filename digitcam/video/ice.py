"""ICE servers from the environment: how browser and server find each other."""

import json
import os
from typing import Any, Final

from digitcam.config import ICE_SERVERS_ENV
from digitcam.errors import DigitcamError

_USAGE: Final = (
    "Set it to addresses separated by commas, or to a JSON list such as "
    '[{"urls": "turn:host", "username": "…", "credential": "…"}].'
)


def ice_servers() -> list[dict[str, Any]] | None:
    """Read ``$DIGITCAM_ICE_SERVERS``.

    The value is a list of addresses separated by commas (``stun:stun.example.org:3478``; an empty value for a closed
    network without any), or a JSON list of RTCIceServer objects
    (https://developer.mozilla.org/docs/Web/API/RTCIceServer). A TURN server's name and password need the latter.

    Returns:
        The servers. None if the variable is not set: streamlit-webrtc then uses TURN with the credentials of Twilio,
        Hugging Face or Cloudflare found in the environment, else a public STUN server.

    Raises:
        DigitcamError: If the value is neither.
    """
    value = os.environ.get(ICE_SERVERS_ENV)
    if value is None:
        return None
    if not value.lstrip().startswith("["):
        return [{"urls": url.strip()} for url in value.split(",") if url.strip()]
    try:
        servers = json.loads(value)
    except json.JSONDecodeError as exc:
        raise DigitcamError(f"{ICE_SERVERS_ENV} is not valid JSON ({exc}). {_USAGE}") from exc
    if not all(isinstance(server, dict) and "urls" in server for server in servers):
        raise DigitcamError(f'Each server in {ICE_SERVERS_ENV} needs "urls". {_USAGE}')
    return list(servers)
