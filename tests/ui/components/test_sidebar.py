"""Tests of the sidebar's widgets and the settings that they produce."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.config import LiveSettings
from tests.ui.conftest import FakeCamera


def test_sidebar_has_all_widgets(page: AppTest) -> None:
    sidebar = page.sidebar
    assert [(box.label, box.value) for box in sidebar.checkbox] == [("Recognise digits", True)]
    assert [(toggle.label, toggle.value) for toggle in sidebar.toggle] == [
        ("Automatic threshold", True),
        ("Mirror", False),
        ("Keep readings", False),
    ]
    assert [(s.label, s.min, s.max, s.disabled) for s in sidebar.slider] == [("Threshold (automatic)", 0, 255, False)]
    assert [(box.label, box.options) for box in sidebar.selectbox] == [("Box", ["Digit", "Number", "Whole frame"])]
    assert [(r.label, r.options) for r in sidebar.radio] == [("View", ["Camera", "What the computer sees"])]


def test_sidebar_defaults_read_and_are_automatic(page: AppTest, camera: FakeCamera) -> None:
    assert camera.processor.settings == LiveSettings(recognise=True, threshold=None, box="digit", view="camera")


def test_sidebar_moved_slider_turns_automatic_off(page: AppTest, camera: FakeCamera) -> None:
    page.sidebar.slider[0].set_value(42).run()
    assert camera.processor.settings.threshold == 42
    assert page.sidebar.toggle[0].value is False
    assert page.sidebar.slider[0].disabled is False


def test_sidebar_toggle_turns_automatic_on(page: AppTest, camera: FakeCamera) -> None:
    page.sidebar.slider[0].set_value(42).run()
    page.sidebar.toggle[0].set_value(True).run()
    assert camera.processor.settings.threshold is None
    assert page.sidebar.slider[0].value == 42


def test_sidebar_automatic_off_uses_the_slider(page: AppTest, camera: FakeCamera) -> None:
    page.sidebar.toggle[0].set_value(False).run()
    assert camera.processor.settings.threshold == page.sidebar.slider[0].value


@pytest.mark.parametrize("value", [0, 255])
def test_sidebar_slider_reaches_its_ends(page: AppTest, camera: FakeCamera, value: int) -> None:
    page.sidebar.slider[0].set_value(value).run()
    assert camera.processor.settings.threshold == value


@pytest.mark.parametrize(
    ("widget", "value", "expected"),
    [
        ("checkbox", False, {"recognise": False}),
        ("selectbox", "Number", {"box": "number"}),
        ("selectbox", "Whole frame", {"box": "whole"}),
        ("radio", "What the computer sees", {"view": "computer"}),
    ],
)
def test_sidebar_each_widget_sets_its_setting(
    page: AppTest, camera: FakeCamera, widget: str, value: Any, expected: dict[str, Any]
) -> None:
    processor = camera.processor
    getattr(page.sidebar, widget)[0].set_value(value).run()
    assert camera.processor is processor
    assert processor.settings == LiveSettings(**({"recognise": True} | expected))
