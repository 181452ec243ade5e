from typing import Any

import pytest

from digitcam.config import ICE_SERVERS_ENV
from digitcam.errors import DigitcamError
from digitcam.video.ice import ice_servers


@pytest.mark.parametrize(
    ("value", "servers"),
    [
        ("", []),
        ("stun:a:3478", [{"urls": "stun:a:3478"}]),
        ("stun:a, turn:b", [{"urls": "stun:a"}, {"urls": "turn:b"}]),
        ("[]", []),
        ('[{"urls": "turn:a", "username": "u"}]', [{"urls": "turn:a", "username": "u"}]),
    ],
)
def test_ice_servers_environment_is_parsed(
    monkeypatch: pytest.MonkeyPatch, value: str, servers: list[dict[str, Any]]
) -> None:
    monkeypatch.setenv(ICE_SERVERS_ENV, value)
    assert ice_servers() == servers


def test_ice_servers_unset_returns_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ICE_SERVERS_ENV, raising=False)
    assert ice_servers() is None


@pytest.mark.parametrize("value", ["[{", "[1]", '[{"url": "stun:a"}]'])
def test_ice_servers_invalid_value_raises_with_usage(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(ICE_SERVERS_ENV, value)
    with pytest.raises(DigitcamError, match="JSON list"):
        ice_servers()
