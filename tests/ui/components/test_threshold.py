"""Tests of the threshold: what is found is shown, and the visitor's own value wins at once."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components import panel, threshold
from digitcam.ui.components.threshold import (
    AUTOMATIC,
    ECHO_S,
    FOUND,
    INTERVAL_S,
    MIN_CHANGE,
    SHOWN,
    STEADY_S,
    WRITTEN_S,
    follow_threshold,
)
from tests.drawing import paper, stroke
from tests.ui.conftest import Clock, FakeCamera, FakeNetwork, SureOf


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(threshold, "monotonic", clock)
    monkeypatch.setattr(panel, "is_calm", lambda: True)
    return clock


@pytest.fixture
def live(
    clock: Clock, open_page: Callable[..., AppTest], camera: FakeCamera, network: FakeNetwork
) -> Callable[..., AppTest]:
    """Return a function that opens the live page and shows it a sheet until the slider has followed."""
    network.status = Status(recogniser=Recogniser(SureOf(1)))

    def live(level: int = 200, **address: str) -> AppTest:
        page = open_page(recognise="true", **address)
        camera.playing = True
        show(page, camera, clock, level)
        return page

    return live


def sheet(level: int) -> NDArray[np.uint8]:
    """Return a BGR sheet of a grey level with a 1 in the box."""
    grey = paper(480, 640, level)
    stroke(grey, (320, 240), 90, ink=level // 4)
    return np.dstack([grey] * 3)


def show(page: AppTest, camera: FakeCamera, clock: Clock, level: int) -> None:
    """Show a sheet for longer than the slider needs to follow."""
    for _ in range(3):
        page.run()
        camera.show(sheet(level))
        clock.now_s += max(STEADY_S, INTERVAL_S)
    page.run()


def slider(page: AppTest) -> Any:
    (found,) = page.sidebar.slider
    return found


def is_automatic(page: AppTest) -> bool:
    return bool(page.sidebar.toggle[0].value)


def threshold_of(camera: FakeCamera) -> int | None:
    return camera.processor.settings.threshold


def between(value: float, level: int) -> bool:
    return level // 4 < value < level


def test_slider_automatic_shows_what_is_found(live: Callable[..., AppTest], camera: FakeCamera) -> None:
    page = live(200)
    assert slider(page).label == "Threshold (automatic)"
    assert between(slider(page).value, 200)
    assert camera.processor.settings.threshold is None
    assert "threshold" not in page.query_params


def test_slider_automatic_follows_the_light(live: Callable[..., AppTest], camera: FakeCamera, clock: Clock) -> None:
    page = live(200)
    bright = slider(page).value
    show(page, camera, clock, 90)
    assert between(slider(page).value, 90)
    assert slider(page).value < bright
    assert "threshold" not in page.query_params


def test_slider_automatic_before_a_video_shows_no_number(page: AppTest) -> None:
    assert slider(page).label == "Threshold (automatic)"
    assert slider(page).proto.format == "\N{EN DASH}"


def test_slider_moved_takes_over_with_its_value(live: Callable[..., AppTest], camera: FakeCamera) -> None:
    page = live(200)
    slider(page).set_value(42).run()
    assert camera.processor.settings.threshold == 42
    assert (slider(page).label, slider(page).value, slider(page).proto.format) == ("Threshold", 42, "%d")
    assert not is_automatic(page)


def test_slider_by_hand_stays_whatever_is_found(live: Callable[..., AppTest], camera: FakeCamera, clock: Clock) -> None:
    page = live(200)
    slider(page).set_value(42).run()
    show(page, camera, clock, 90)
    assert (slider(page).value, camera.processor.settings.threshold) == (42, 42)


def test_slider_automatic_again_shows_what_is_found_and_off_again_the_own_value(
    live: Callable[..., AppTest], camera: FakeCamera
) -> None:
    page = live(200)
    slider(page).set_value(42).run()
    page.sidebar.toggle[0].set_value(True).run()
    page.run()
    assert between(slider(page).value, 200)
    assert slider(page).value != 42
    assert camera.processor.settings.threshold is None
    page.sidebar.toggle[0].set_value(False).run()
    assert slider(page).value == 42
    assert threshold_of(camera) == 42


def test_slider_value_of_before_automatic_that_arrives_late_changes_nothing(
    live: Callable[..., AppTest], camera: FakeCamera, clock: Clock
) -> None:
    page = live(200)
    slider(page).set_value(0).run()
    page.sidebar.toggle[0].set_value(True).run()
    page.run()
    found = slider(page).value
    slider(page).set_value(0).run()
    assert is_automatic(page)
    assert (slider(page).value, threshold_of(camera)) == (found, None)
    clock.now_s += ECHO_S
    slider(page).set_value(0).run()
    assert not is_automatic(page)
    assert (slider(page).value, threshold_of(camera)) == (0, 0)


def test_toggle_off_starts_from_what_was_found(live: Callable[..., AppTest], camera: FakeCamera) -> None:
    page = live(200)
    found = slider(page).value
    page.sidebar.toggle[0].set_value(False).run()
    assert (slider(page).value, camera.processor.settings.threshold) == (found, found)
    assert page.query_params["threshold"] == str(found)


def test_link_by_hand_sets_the_threshold(live: Callable[..., AppTest], camera: FakeCamera) -> None:
    page = live(automatic="false", threshold="90")
    assert (slider(page).value, camera.processor.settings.threshold) == (90, 90)
    assert page.query_params["threshold"] == "90"


def test_link_with_a_threshold_alone_is_automatic_until_it_is_turned_off(
    live: Callable[..., AppTest], camera: FakeCamera
) -> None:
    page = live(threshold="90")
    assert camera.processor.settings.threshold is None
    assert between(slider(page).value, 200)
    page.sidebar.toggle[0].set_value(False).run()
    assert slider(page).value == 90
    assert threshold_of(camera) == 90


@pytest.mark.parametrize(
    ("may_rerun", "after_s", "found", "expected"),
    [
        (True, (0.0, STEADY_S), 90, True),
        (False, (0.0, STEADY_S), 90, False),
        (True, (0.0, STEADY_S / 2), 90, False),
        (True, (0.0, STEADY_S), 140 + MIN_CHANGE - 1, False),
        (True, (0.0, STEADY_S), None, False),
    ],
)
def test_follow_threshold_reruns_for_a_clear_and_lasting_change_in_a_calm_moment(
    monkeypatch: pytest.MonkeyPatch, may_rerun: bool, after_s: tuple[float, ...], found: int | None, expected: bool
) -> None:
    reruns: list[bool] = []
    state: dict[str, Any] = {AUTOMATIC: True, SHOWN: 140, FOUND: 140, WRITTEN_S: -INTERVAL_S}
    monkeypatch.setattr(threshold, "st", SimpleNamespace(session_state=state, rerun=lambda: reruns.append(True)))
    for now_s in after_s:
        monkeypatch.setattr(threshold, "monotonic", lambda now_s=now_s: now_s)
        follow_threshold(found, may_rerun=may_rerun)
    assert bool(reruns) is expected


def test_follow_threshold_passing_hand_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {AUTOMATIC: True, SHOWN: 140, FOUND: 140, WRITTEN_S: -INTERVAL_S}
    monkeypatch.setattr(threshold, "st", SimpleNamespace(session_state=state))
    for now_s, found in ((0.0, 90), (STEADY_S / 2, 141)):
        monkeypatch.setattr(threshold, "monotonic", lambda now_s=now_s: now_s)
        follow_threshold(found, may_rerun=True)
    assert state == {AUTOMATIC: True, SHOWN: 140, FOUND: 140, WRITTEN_S: -INTERVAL_S}


def test_follow_threshold_shows_a_number_again_after_a_page_without_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    reruns: list[bool] = []
    state: dict[str, Any] = {AUTOMATIC: True, SHOWN: 140, FOUND: None, WRITTEN_S: -INTERVAL_S}
    monkeypatch.setattr(threshold, "st", SimpleNamespace(session_state=state, rerun=lambda: reruns.append(True)))
    for now_s in (0.0, STEADY_S, 2 * STEADY_S):
        monkeypatch.setattr(threshold, "monotonic", lambda now_s=now_s: now_s)
        follow_threshold(141, may_rerun=True)
    assert (state[FOUND], len(reruns)) == (141, 1)


def test_pictures_slider_shows_what_is_found_in_the_first_picture(
    open_page: Callable[..., AppTest], network: FakeNetwork
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(1)))
    page = open_page("pictures")
    assert (slider(page).label, slider(page).proto.format) == ("Threshold (automatic)", "\N{EN DASH}")
    page.button_group[0].set_value("Samples").run()
    page.button_group[1].set_value("a-number").run()
    assert slider(page).proto.format == "%d"
    found = slider(page).value
    assert 60 < found < 200
    assert "threshold" not in page.query_params
    slider(page).set_value(70).run()
    assert (slider(page).label, slider(page).value) == ("Threshold", 70)


def test_pictures_link_with_a_threshold_alone_shows_no_number_that_is_not_in_force(
    open_page: Callable[..., AppTest], network: FakeNetwork
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(1)))
    page = open_page("pictures", **{"from": "Samples", "sample": "A number", "threshold": "90"})
    assert slider(page).value != 90 or slider(page).proto.format == "\N{EN DASH}"
    page.run()
    assert slider(page).value != 90
    assert slider(page).proto.format == "%d"
    page.sidebar.toggle[0].set_value(False).run()
    assert slider(page).value == 90
