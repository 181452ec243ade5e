"""Fixtures for tests of the video."""

import pytest

from digitcam.video import processor as processor_module
from tests.video.streams import Marks


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> Marks:
    marks = Marks()
    monkeypatch.setattr(processor_module, "draw_live", marks)
    return marks
