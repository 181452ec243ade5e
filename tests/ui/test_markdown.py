"""Tests that texts from outside are shown as they are."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitcam.ui.markdown import escape
from tests.ui.hostile import HOSTILE, in_one_line, shown

ORDINARY: Final = (
    "scores.png",
    "my_photo (1).jpeg",
    "数字 7.png",
    "text.png is not a picture; PNG, JPEG, WebP, BMP and TIFF can be read.",
    "models/model.keras is not a network; it was moved aside.",
    "Version 2.1, 50 %, 3 + 4, it's “quoted” – done!",
)

parts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8), st.text(r"\`*_[]<>()!#$~|&:@=-+.{}1aw/ ", max_size=8))
texts = st.lists(parts, max_size=6).map("".join) | st.lists(parts, max_size=6).map(" ".join)


@given(texts)
def test_escape_any_text_is_shown_as_it_is(text: str) -> None:
    assert shown(escape(text)) == in_one_line(text)
    assert shown(f"Kept: {escape(text)} in your notebook") == f"Kept: {in_one_line(text)} in your notebook"


@pytest.mark.parametrize("text", HOSTILE)
def test_escape_each_hostile_text_is_shown_as_it_is(text: str) -> None:
    assert shown(escape(text)) == in_one_line(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_escape_ordinary_text_is_unchanged(text: str) -> None:
    assert escape(text) == text
