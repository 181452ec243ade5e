"""Tests of the limit on open files."""

import sys

import pytest

from digitcam.ui.server.open_files import ENOUGH, allow_open_files

resource = pytest.importorskip("resource", reason="Windows does not limit sockets")


@pytest.mark.parametrize(
    ("soft", "hard", "expected"),
    [
        pytest.param(1024, 1 << 20, ENOUGH, id="usual on Linux"),
        pytest.param(1024, 4096, 4096, id="hard limit is lower"),
        pytest.param(1024, -1, ENOUGH, id="no hard limit"),
        pytest.param(1 << 16, 1 << 20, None, id="high already"),
        pytest.param(-1, -1, None, id="no limit"),
    ],
)
def test_allow_open_files_raises_the_soft_limit_only(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, expected: int | None
) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "RLIM_INFINITY", -1)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: limits.append(both))
    allow_open_files()
    assert limits == ([] if expected is None else [(expected, hard)])


def test_allow_open_files_on_windows_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(resource, "setrlimit", lambda *_: pytest.fail("called"))
    allow_open_files()
