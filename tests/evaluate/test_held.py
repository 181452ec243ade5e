from itertools import pairwise

import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.evaluate.held import (
    BLANK_S,
    FPS,
    HELD_S,
    Steadiness,
    held_digits,
    measure_steadiness,
    read_video,
    render_video,
)
from tests.evaluate.answers import always, reading
from tests.paper import mnist_digit

BLANK = round(BLANK_S * FPS)
"""Number of frames before the digit appears."""


def test_render_video_digit_appears_and_sways() -> None:
    frames = list(render_video(mnist_digit(7), 0))
    assert len(frames) == round((BLANK_S + HELD_S) * FPS)
    assert {(frame.shape, frame.dtype) for frame in frames} == {((480, 640), np.dtype(np.uint8))}
    # The mean of a block suppresses noise, but not ink.
    contrast = [float(np.ptp(frame[::4, ::4].reshape(30, 4, 40, 4).mean(axis=(1, 3)))) for frame in frames]
    assert max(contrast[:BLANK]) + 20 < min(contrast[BLANK:])
    assert all(not np.array_equal(a, b) for a, b in pairwise(frames))


def test_render_video_same_seed_gives_the_same_frames() -> None:
    once, again, other = (next(render_video(mnist_digit(7), seed)) for seed in (1, 1, 2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([], Steadiness(float("inf"), 0)),
        (["", "", "7", "7"], Steadiness(2 / FPS, 0)),
        (["7", "7", "", "7"], Steadiness(0, 2)),
        (["", "1", "7", "7"], Steadiness(2 / FPS, 1)),
        (["?", "?", "1"], Steadiness(float("inf"), 1)),
    ],
)
def test_measure_steadiness_counts_time_and_changes(shown: list[str], expected: Steadiness) -> None:
    assert measure_steadiness(shown, "7") == expected


def test_read_video_readings_are_smoothed() -> None:
    frames = [np.zeros((1, 1), np.uint8)] * (2 * BLANK)
    texts = iter([""] * BLANK + ["7"] * 5 + ["1"] + ["7"] * (BLANK - 6))
    assert read_video(lambda _: reading(next(texts)), frames, "7") == Steadiness(0, 0)


def test_read_video_never_right_is_never_steady() -> None:
    assert read_video(always("1"), render_video(mnist_digit(7), 0), "7") == Steadiness(float("inf"), 0)


def test_held_digits_come_from_the_test_split() -> None:
    images = mnist.load()
    digits = list(held_digits(images, 3))
    assert [seed for _, _, seed in digits] == [0, 1, 2]
    for image, truth, _ in digits:
        (where,) = np.flatnonzero((images.x_test == image).all(axis=(1, 2)))
        assert str(images.y_test[where]) == truth
