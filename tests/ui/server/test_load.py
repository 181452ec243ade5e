"""Tests of the measure of the computer's load."""

import os

import pytest

from digitcam.ui.server.load import BUSY, is_busy


@pytest.mark.parametrize(("per_core", "busy"), [(0.0, False), (1.0, False), (BUSY, True), (9.0, True)])
def test_is_busy_compares_the_load_with_the_cores(monkeypatch: pytest.MonkeyPatch, per_core: float, busy: bool) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(os, "getloadavg", lambda: (4 * per_core, 0.0, 0.0), raising=False)
    assert is_busy() is busy


def test_is_busy_unknown_load_is_not_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getloadavg", raising=False)
    assert not is_busy()
