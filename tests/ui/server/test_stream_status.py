"""Tests of the route by which a browser checks its stream."""

import gc
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from digitcam.config import LiveSettings
from digitcam.readings import Box, Digit, Reading
from digitcam.ui.server.stream_status import new_name, register, status_of
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot
from tests.ui.conftest import request_status

ONE_DIGIT: Final = Digit(
    label=7,
    confidence=0.98,
    box=Box(0, 0, 10, 20),
    probabilities=np.eye(10, dtype=np.float32)[7],
    patch=np.zeros((28, 28), np.float32),
)


@pytest.mark.parametrize("base", ["", "classes/5b/"])
def test_stream_status_known_name_returns_the_status(base: str) -> None:
    processor, name = DigitProcessor(None, LiveSettings(recognise=True)), new_name()
    register(name, processor)
    assert request_status(f"/{base}news/{name}") == (200, status_of(processor.latest()))


def test_stream_status_unknown_or_ended_stream_is_404() -> None:
    processor, name = DigitProcessor(None, LiveSettings()), new_name()
    register(name, processor)
    del processor
    gc.collect()
    assert request_status(f"/news/{name}")[0] == 404
    assert request_status("/news/camera")[0] == 404


def test_new_name_is_long_and_unique() -> None:
    names = {new_name() for _ in range(100)}
    assert len(names) == 100
    assert min(map(len, names)) >= 20


def test_status_of_changes_with_publication_and_trouble_only() -> None:
    def seven(confidence: float) -> Reading:
        return Reading(lines=((replace(ONE_DIGIT, confidence=confidence),),))

    quiet = Snapshot(reading=seven(0.98), frame_ms=0.4, recognised_fps=9.5)
    assert status_of(quiet) == status_of(quiet._replace(reading=seven(0.97), frame_ms=0.5, recognised_fps=10.0))
    changed = [Snapshot(), quiet._replace(error="MemoryError: "), quiet._replace(stalled=True)]
    changed += [quiet._replace(reading=seven(0.56), number=2), quiet._replace(kept=1), quiet._replace(keeps_up=False)]
    assert len({status_of(snapshot) for snapshot in (quiet, *changed)}) == 7
    assert status_of(quiet) != status_of(quiet._replace(reading=Reading(lines=((ONE_DIGIT, ONE_DIGIT),))))
