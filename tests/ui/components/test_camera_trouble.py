"""Tests of the texts about camera problems; tests/browser causes the problems."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.ui import texts
from digitcam.ui.components import camera_trouble
from tests.ui.conftest import FakeCamera

SCRIPT = Path(camera_trouble.__file__).with_suffix(".js").read_text("utf-8")


def send(monkeypatch: pytest.MonkeyPatch, trouble: object) -> None:
    """Replace the script in the browser: it sends this word."""
    monkeypatch.setattr(camera_trouble, "_component", lambda **_: {"trouble": trouble})


@pytest.mark.parametrize("trouble", texts.live.TROUBLES)
def test_camera_trouble_replaces_the_hint(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    send(monkeypatch, trouble)
    page = open_page()
    assert [error.value for error in page.error] == [texts.live.TROUBLES[trouble]]
    assert not page.info


@pytest.mark.parametrize("trouble", [None, "", "something new", 7, ["refused"]])
def test_camera_trouble_none_or_unknown_shows_the_hint(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, trouble: object
) -> None:
    send(monkeypatch, trouble)
    page = open_page()
    assert not page.error
    assert "START" in page.info[0].value


def test_camera_trouble_playing_shows_no_error(
    page: AppTest, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(monkeypatch, "unconnected")
    camera.playing = True
    assert not page.run().error


def test_camera_trouble_script_and_texts_have_the_same_names() -> None:
    returned = set(re.findall(r'(?:return|\?|:|===|/,) "([a-z]+)"', SCRIPT)) - {"denied", "prompt", "unknown", "camera"}
    assert returned == set(texts.live.TROUBLES)
