"""Tests of the canvas on the pictures page."""

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import pytest
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import canvas
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeNetwork, SureOf


def png(*digits: int) -> bytes:
    return bytes(cv2.imencode(".png", paper(*(mnist_digit(digit) for digit in digits)))[1])


class FakeCanvas:
    """Replaces the result that the canvas sends from the browser."""

    def __init__(self, objects: Sequence[Any], content: bytes | Exception | None) -> None:
        self.json_data = {"objects": list(objects)}
        self._content = content

    @property
    def image_bytes(self) -> bytes | None:
        if isinstance(self._content, Exception):
            raise self._content
        return self._content


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (FakeCanvas([], png()), []),
        (FakeCanvas(["a stroke"], png(4)), ["4"]),
        (FakeCanvas(["a stroke"], None), []),
        (FakeCanvas(["nonsense"], ValueError("no base64")), []),
    ],
    ids=["blank", "drawn", "not yet sent", "nonsense"],
)
def test_drawing_each_result_is_read_or_ignored(
    open_page: Callable[..., AppTest],
    network: FakeNetwork,
    monkeypatch: pytest.MonkeyPatch,
    result: FakeCanvas,
    text: list[str],
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4, 0, 7)))
    monkeypatch.setattr(canvas, "show_canvas", lambda: result)
    page = open_page("pictures")
    page.button_group[0].set_value("Drawing").run()
    assert [heading.value for heading in page.header] == text
    assert not page.exception
