import numpy as np

from digitcam.evaluate.photo_crops import FalseClaims, crop, data, measure, text

PHOTOGRAPHS = tuple(np.random.default_rng(seed).integers(0, 256, (60, 90 + seed), np.uint8) for seed in range(3))


def test_crop_gives_the_same_square_each_time() -> None:
    crops = [crop(PHOTOGRAPHS, number) for number in range(9)]
    assert {c.shape for c in crops} == {(480, 480)}
    assert {c.dtype for c in crops} == {np.dtype(np.uint8)}
    assert len({c.tobytes() for c in crops}) == 9
    assert np.array_equal(crop(PHOTOGRAPHS, 4), crops[4])
    assert crop((np.zeros((1, 1), np.uint8),), 0).shape == (480, 480)


def test_measure_counts_texts_with_a_digit() -> None:
    texts = iter(["", "?", "7", "?1", ""])
    result = measure(lambda _: next(texts), PHOTOGRAPHS, 5, lambda numbers, _: numbers)
    assert result == FalseClaims(5, 2)


def test_text_and_data_show_the_interval() -> None:
    lines = text(FalseClaims(1000, 10)).splitlines()
    assert lines[1].split()[-5:] == ["1000", "10", "0.54%", "to", "1.83%"]
    assert data(FalseClaims(10, 0))["claims"] == 0
