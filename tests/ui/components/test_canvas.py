"""Tests of the sheet on the pictures page."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import canvas
from tests.ui.conftest import FakeNetwork, SureOf

SEVEN = [[[180, 120], [500, 120], [300, 440]]]

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.just(10**400) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("sent", "text"),
    [(None, []), ([], []), (SEVEN, ["7"]), ("nonsense", []), ([[[1, "x"]]], []), ([[[1, 10**400]]], [])],
    ids=["not yet sent", "blank", "drawn", "nonsense", "nonsense in a stroke", "a number too large for a float"],
)
def test_drawing_each_result_is_read_or_ignored(
    open_page: Callable[..., AppTest],
    network: FakeNetwork,
    monkeypatch: pytest.MonkeyPatch,
    sent: Any,
    text: list[str],
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(7, 7, 7)))
    monkeypatch.setattr(canvas, "_component", lambda **_: {"strokes": sent})
    page = open_page("pictures")
    page.button_group[0].set_value("Drawing").run()
    assert [heading.value for heading in page.header] == text
    assert not page.exception


@given(anything)
def test_parse_strokes_anything_gives_strokes_that_can_be_drawn(sent: Any) -> None:
    assert canvas.render(canvas.parse_strokes(sent)).shape == (canvas.HEIGHT, canvas.WIDTH)


def test_parse_strokes_too_many_points_are_ignored() -> None:
    assert canvas.parse_strokes([[[1, 1]] * canvas.MAX_POINTS])
    assert canvas.parse_strokes([[[1, 1]] * canvas.MAX_POINTS, [[1, 1]]]) == []


def test_render_dot_and_line_are_as_wide_as_the_pen() -> None:
    sheet = canvas.render(canvas.parse_strokes([[[100, 100]], [[300, 50], [300, 400]]]))
    assert (sheet[100] == 0)[:200].sum() == pytest.approx(canvas.STROKE, abs=2)
    assert (sheet[200] == 0)[200:].sum() == pytest.approx(canvas.STROKE, abs=2)
    assert sheet[0, 0] == 255


def test_drawing_is_a_picture_of_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_component", lambda **_: {"strokes": SEVEN})
    content = canvas.drawing()
    assert content is not None
    picture = np.asarray(Image.open(io.BytesIO(content)))
    assert picture.shape == (canvas.HEIGHT, canvas.WIDTH)
    assert picture[120, 300] == 0
