import pytest

from digitcam.evaluate.estimates import interval, median_of, ratio_of, share_of, statistic_of


def test_estimates_of_nothing_are_none() -> None:
    assert (share_of([]), ratio_of([]), ratio_of([(3, 0)]), median_of([])) == (None, None, None, None)
    assert statistic_of(len, 0) is None


@pytest.mark.parametrize(("right", "count"), [(0, 1), (1, 1), (0, 50), (983, 1000)])
def test_interval_contains_the_share(right: int, count: int) -> None:
    low, high = interval(right, count)
    assert 0 <= low <= right / count <= high <= 1


def test_ratio_of_interval_is_wider_if_errors_are_in_one_picture() -> None:
    spread, together = ratio_of([(1, 10)] * 10 + [(0, 10)] * 10), ratio_of([(10, 10)] + [(0, 10)] * 19)
    assert spread is not None
    assert together is not None
    assert (
        (spread.value, spread.n, spread.pictures) == (together.value, together.n, together.pictures) == (0.05, 200, 20)
    )
    assert spread.interval is not None
    assert together.interval is not None
    assert together.interval[1] > spread.interval[1] > 0.05
    assert ratio_of([(1, 10)] * 10 + [(0, 10)] * 10) == spread


def test_ratio_of_equal_pictures_has_the_interval_of_a_share() -> None:
    estimate = ratio_of([(0, 10)] * 10)
    assert estimate is not None
    assert estimate.interval == interval(0, 100)
    beyond = ratio_of([(20, 10)])
    assert beyond is not None
    assert beyond.interval == (2, 2)


def test_median_of_infinite_values_is_infinite() -> None:
    estimate = median_of([1.0, float("inf"), float("inf")])
    assert estimate is not None
    assert (estimate.value, estimate.interval) == (float("inf"), (1.0, float("inf")))
    assert median_of([1.0, 2.0]) is not None
