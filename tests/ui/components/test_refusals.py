"""Tests that the scripts and the texts of the upload widgets have the same words; tests/browser causes the problems."""

import re
from pathlib import Path

import pytest

from digitcam.ui import texts
from digitcam.ui.components import refusals, snapshot

OTHER_STRINGS = {"camera", "videoinput", "denied", "granted", "unknown", "p", "status", "role", "heading"}
"""Words in the scripts that do not stand for a message."""


@pytest.mark.parametrize(
    ("module", "words"),
    [(refusals, texts.pictures.REFUSALS), (snapshot, texts.pictures.CAMERA_TROUBLES)],
)
def test_scripts_know_the_words_of_every_message(module: object, words: dict[str, str]) -> None:
    script = Path(str(module.__file__)).with_suffix(".js").read_text("utf-8")  # type: ignore[attr-defined]
    assert set(re.findall(r'"([a-z]+)"', script)) - OTHER_STRINGS == set(words)
