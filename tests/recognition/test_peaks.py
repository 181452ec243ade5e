import numpy as np
import pytest

from digitcam.recognition.peaks import Places, nowhere, overlaps, peaks, together, without_repeats


def found(*cells: tuple[int, int, float]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """A map (10, 12, 5) with these peaks (column, row, probability), each 32 pixels wide and high."""
    answer = np.zeros((10, 12, 5), np.float32)
    for column, row, probability in cells:
        answer[row, column, 0] = probability
    return answer


def test_no_peaks() -> None:
    assert len(peaks(found(), 0.1)) == 0
    assert len(together([])) == len(nowhere()) == 0
    assert without_repeats(nowhere(), 0.5, 0.5).tolist() == []


def test_a_peak_is_a_box_around_its_cell() -> None:
    places = peaks(found((5, 4, 0.9)), 0.5)
    assert places.scores == pytest.approx([0.9])
    assert places.boxes == pytest.approx(np.array([[6, 2, 38, 34]]))


def test_lower_neighbours_and_faint_peaks_do_not_count() -> None:
    assert len(peaks(found((5, 4, 0.9), (6, 4, 0.8), (1, 1, 0.3)), 0.5)) == 1


def test_surest_first() -> None:
    places = peaks(found((1, 1, 0.6), (8, 8, 0.9)), 0.5)
    assert places.scores == pytest.approx([0.9, 0.6])
    assert together([places, peaks(found((4, 4, 0.7)), 0.5)]).scores == pytest.approx([0.9, 0.7, 0.6])


def test_shares() -> None:
    one, two = np.array([[0, 0, 10, 10]], np.float32), np.array([[5, 0, 15, 10], [2, 2, 4, 4]], np.float32)
    union, smaller = overlaps(one, two)
    assert union == pytest.approx(np.array([[1 / 3, 0.04]]))
    assert smaller == pytest.approx(np.array([[0.5, 1.0]]))


def test_repeats_go_the_surest_stays() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 0, 60, 10], [52, 2, 55, 5]], np.float32)
    places = Places(np.array([0.9, 0.8, 0.7, 0.6], np.float32), boxes)
    assert without_repeats(places, 0.5, 2.0).tolist() == [0, 2, 3]
    assert without_repeats(places, 0.5, 0.7).tolist() == [0, 2]
    assert places.chosen(np.array([2])).boxes.tolist() == [[50, 0, 60, 10]]
