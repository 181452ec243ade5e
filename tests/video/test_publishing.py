from dataclasses import replace

import numpy as np
import pytest

from digitcam.readings import Box, Digit, Reading, percent
from digitcam.video.publishing import DAMPING_POINT_S, MAX_POINTS, Published, Publisher

STEP_S = 0.1
REFRESH_S = 2.0
SOMEWHERE = Box(10, 10, 30, 50)


def digit(confidence: float, label: int = 7, box: Box = SOMEWHERE) -> Digit:
    probabilities = np.full(10, (1 - confidence) / 20, np.float32)
    probabilities[label] = confidence
    return Digit(label, confidence, box, probabilities, np.full((28, 28), confidence, np.float32))


def reading(*digits: Digit) -> Reading:
    return Reading((digits,) if digits else (), Box(0, 0, 150, 150))


def published(*readings: Reading) -> list[Published]:
    """Return what is published after each of these readings, ten a second."""
    publisher = Publisher()
    return [publisher.update(each, number * STEP_S) for number, each in enumerate(readings)]


def publications(*confidences: float) -> int:
    """Return how often a 7 of these confidences is published."""
    return len({each.number for each in published(*(reading(digit(confidence)) for confidence in confidences))})


def test_update_no_digit_is_not_published() -> None:
    assert [(each.number, each.reading.text) for each in published(reading(), reading())] == [(0, ""), (0, "")]


def test_update_new_text_is_published_at_once() -> None:
    first, second, third, nothing = published(
        reading(digit(0.9)), reading(digit(0.9, 1)), reading(digit(0.9), digit(0.9)), reading()
    )
    assert 0 < first.number < second.number < third.number < nothing.number
    assert [each.reading.text for each in (first, second, third, nothing)] == ["7", "1", "77", ""]


def test_update_same_number_means_the_same_digits_with_new_boxes() -> None:
    moved = Box(15, 12, 35, 52)
    first, second = published(reading(digit(0.9)), reading(digit(0.93, box=moved)))
    (before,), (after,) = first.reading.digits, second.reading.digits
    assert first.number == second.number
    assert after.box == moved
    assert after.confidence == before.confidence
    assert after.probabilities is before.probabilities
    assert after.patch is before.patch


def test_update_numbers_side_by_side_stay_apart() -> None:
    two = replace(reading(digit(0.9), digit(0.9, 1)), cell_lengths=((1, 1),))
    moved = replace(reading(digit(0.93), digit(0.93, 1)), cell_lengths=((1, 1),))
    assert [each.reading.text for each in published(two, moved)] == ["7  1", "7  1"]


@pytest.mark.parametrize(("points", "seconds"), [(1, DAMPING_POINT_S), (5, DAMPING_POINT_S / 5), (40, 0.4)])
def test_update_changed_confidence_is_published_the_sooner_the_larger_the_change(points: int, seconds: float) -> None:
    steps = round(seconds / STEP_S)
    confidences = [0.9] + [0.9 - points / 100] * (steps + 2)
    assert publications(*confidences[: steps - 1]) == 1
    assert publications(*confidences) == 2


def test_update_single_blurred_frame_is_not_published() -> None:
    assert MAX_POINTS * STEP_S < DAMPING_POINT_S
    assert publications(*[0.98] * 5, 0.5, *[0.98] * 50) == 1


def test_update_confidence_that_varies_is_published_less_often_than_the_panel_is_refreshed() -> None:
    noise = np.random.default_rng(0).normal(0, 0.03, 600)
    assert publications(*np.clip(0.9 + noise, 0, 1)) <= len(noise) * STEP_S / REFRESH_S


def test_update_second_digit_that_changes_is_published() -> None:
    both = [reading(digit(0.6), digit(confidence)) for confidence in [0.99] + [0.8] * 10]
    first, *_, last = published(*both)
    assert last.number > first.number
    assert last.reading.digits[1].confidence == 0.8


def test_update_tracked_digits_keep_counting() -> None:
    read_again = digit(0.8)
    tracked = [replace(read_again, box=SOMEWHERE.shifted(n, 0)) for n in range(10)]
    *_, last = published(reading(digit(0.9)), *(reading(each) for each in tracked))
    assert last.reading.confidence == 0.8


def test_publisher_another_one_never_repeats_a_number() -> None:
    (one,), (other,) = published(reading(digit(0.9))), published(reading(digit(0.9)))
    assert one.number != other.number


@pytest.mark.parametrize("confidence", [0.0, 0.285, 0.4949, 0.5, 0.985, 1.0])
@pytest.mark.parametrize("likeliest", [0.5, 0.985, 1.0])
def test_shown_probabilities_agree_with_the_confidence(confidence: float, likeliest: float) -> None:
    probabilities = np.full(10, (1 - likeliest) / 12, np.float32)
    probabilities[3] = likeliest
    shown = Digit(3, confidence, SOMEWHERE, probabilities, np.zeros((28, 28), np.float32)).shown_probabilities()
    assert shown.shape == (11,)
    assert percent(shown[:10].max()) == percent(confidence)
    assert shown.sum() == pytest.approx(max(1, shown[:10].sum()))
    assert (shown >= 0).all()
    assert (shown <= 1).all()


def test_shown_probabilities_without_any_evidence_are_of_no_digit() -> None:
    nothing = Digit(None, 0.0, SOMEWHERE, np.zeros(10, np.float32), np.zeros((28, 28), np.float32))
    assert nothing.shown_probabilities().tolist() == [0.0] * 10 + [1.0]
