"""Tests of the part of the pictures that is read; tests/browser drags it."""

from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from digitcam.pictures.crop import RelativeRegion
from digitcam.ui.components import region

anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=3),
    lambda inner: some.lists(inner, max_size=5) | some.dictionaries(some.text(max_size=3), inner, max_size=5),
)


@given(anything)
def test_parse_region_anything_gives_a_region_or_none(sent: Any) -> None:
    assert isinstance(region.parse_region(sent), RelativeRegion | None)


@given(some.lists(some.integers(0, 100), min_size=4, max_size=4))
def test_parse_region_percentages_are_taken_where_they_span_something(sides: list[int]) -> None:
    x0, y0, x1, y1 = sides
    expected = RelativeRegion((x0, x1), (y0, y1)) if x0 < x1 and y0 < y1 else None
    assert region.parse_region(sides) == expected


@pytest.mark.parametrize("sent", [None, "nonsense", [50, 0, 20, 100]])
def test_take_keeps_the_last_region_when_the_browser_sends_nonsense(
    monkeypatch: pytest.MonkeyPatch, sent: object
) -> None:
    last = RelativeRegion((10, 20), (30, 40))
    state = {region.REGION: last, region.PICKER: {"region": sent}}
    monkeypatch.setattr(st, "session_state", state)
    region._take()
    assert state[region.REGION] == last
    state[region.PICKER] = {"region": [0, 0, 50, 50]}
    region._take()
    assert state[region.REGION] == RelativeRegion((0, 50), (0, 50))
