"""Tests of the texts about camera problems; tests/browser causes the problems."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.ui import texts
from digitcam.ui.components import camera_trouble
from digitcam.ui.pages import live
from tests.ui.conftest import FakeCamera

OTHER_WORDS = {"denied", "prompt", "unknown", "camera", "videoinput", "resource", "starting", camera_trouble.PLAYS}
"""Words in the script that are not sent because of a trouble."""

SCRIPT = Path(camera_trouble.__file__).with_suffix(".js").read_text("utf-8")


def send(monkeypatch: pytest.MonkeyPatch, trouble: object) -> None:
    """Replace the script in the browser: it sends this word."""
    monkeypatch.setattr(camera_trouble, "_component", lambda **_: {"trouble": trouble})


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the computer do nothing else."""
    monkeypatch.setattr(live, "is_busy", lambda: False)


@pytest.mark.parametrize("trouble", texts.live.TROUBLES)
def test_camera_trouble_replaces_the_hint(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    send(monkeypatch, trouble)
    page = open_page()
    assert [error.value for error in page.error] == [texts.live.TROUBLES[trouble]]
    assert texts.live.BEFORE_START not in [text.value for text in page.markdown]


@pytest.mark.parametrize("trouble", [None, "", "something new", 7, ["refused"]])
def test_camera_trouble_none_or_unknown_shows_the_hint(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, trouble: object
) -> None:
    send(monkeypatch, trouble)
    page = open_page()
    assert not page.error
    assert texts.live.BEFORE_START in [text.value for text in page.markdown]


def test_camera_trouble_playing_shows_no_error(
    page: AppTest, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(monkeypatch, "unconnected")
    camera.playing = True
    assert not page.run().error


@pytest.mark.parametrize(("trouble", "added"), [("lost", True), ("unconnected", True), ("missing", False)])
def test_camera_trouble_busy_server_is_named_for_lost_connections(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, trouble: str, added: bool
) -> None:
    monkeypatch.setattr(live, "is_busy", lambda: True)
    send(monkeypatch, trouble)
    message = texts.live.TROUBLES[trouble] + (f" {texts.live.BUSY}" if added else "")
    assert [error.value for error in open_page().error] == [message]


def test_camera_video_that_plays_replaces_the_hint(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(monkeypatch, camera_trouble.PLAYS)
    page = open_page(recognise="true")
    assert not page.info
    assert not page.error


def test_camera_trouble_script_and_texts_have_the_same_names() -> None:
    returned = set(re.findall(r'(?:return|\?|\?\?|:|===|/,) "([a-z]+)"', SCRIPT)) - OTHER_WORDS
    assert returned == set(texts.live.TROUBLES)
