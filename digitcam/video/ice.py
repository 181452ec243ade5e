"""How browser and server find each other: ICE servers from the environment."""

import json
import os
from typing import Any, Final

from digitcam.config import ICE_SERVERS_ENV
from digitcam.errors import DigitcamError

HOW_TO: Final = (
    "Set it to addresses separated by commas, or to a JSON list such as "
    '[{"urls": "turn:host", "username": "…", "credential": "…"}].'
)


def ice_servers() -> list[dict[str, Any]] | None:
    """Read ``$DIGITCAM_ICE_SERVERS``.

    Either addresses separated by commas (``stun:stun.example.org:3478``; nothing at all for none, as on a closed
    network), or a JSON list as browsers take it (https://developer.mozilla.org/docs/Web/API/RTCIceServer), which a TURN
    server's name and password need.

    Returns:
        The servers; None if the variable is not set, which leaves the choice to streamlit-webrtc: TURN with the
        credentials of Twilio, Hugging Face or Cloudflare found in the environment, else a public STUN server.

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
        raise DigitcamError(f"{ICE_SERVERS_ENV} is not valid JSON ({exc}). {HOW_TO}") from exc
    if not all(isinstance(server, dict) and "urls" in server for server in servers):
        raise DigitcamError(f'Each server in {ICE_SERVERS_ENV} needs "urls". {HOW_TO}')
    return list(servers)
