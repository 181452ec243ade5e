import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.recognition.heatmap import find_peaks


def detection_map(*cells: tuple[int, int, float]) -> NDArray[np.float32]:
    """Return a detection map (10, 12, 5) with digits of 32 pixels at these cells (column, row, objectness)."""
    detection = np.zeros((10, 12, 5), np.float32)
    for column, row, objectness in cells:
        detection[row, column, 0] = objectness
    return detection


def test_find_peaks_empty_map_returns_none() -> None:
    peaks = find_peaks(detection_map(), 0.1)
    assert len(peaks) == 0
    assert peaks.boxes.shape == (0, 4)


def test_find_peaks_single_cell_returns_box_around_its_centre() -> None:
    peaks = find_peaks(detection_map((5, 4, 0.9)), 0.5)
    assert peaks.objectness == pytest.approx([0.9])
    assert peaks.boxes == pytest.approx(np.array([[6, 2, 38, 34]]))


def test_find_peaks_offset_and_size_are_decoded() -> None:
    detection = detection_map((5, 4, 0.9))
    detection[4, 5, 1:] = (0.5, -0.5, np.log(0.5), np.log(2))
    assert find_peaks(detection, 0.5).boxes == pytest.approx(np.array([[16, -16, 32, 48]]), abs=1e-4)


def test_find_peaks_lower_neighbour_and_low_objectness_are_dropped() -> None:
    assert len(find_peaks(detection_map((5, 4, 0.9), (6, 4, 0.8), (1, 1, 0.3)), 0.5)) == 1


def test_find_peaks_several_are_sorted_by_objectness() -> None:
    peaks = find_peaks(detection_map((1, 1, 0.6), (8, 8, 0.9), (4, 4, 0.7)), 0.5)
    assert peaks.objectness == pytest.approx([0.9, 0.7, 0.6])
    assert peaks.take(np.array([2])).boxes.tolist() == [[-10, -10, 22, 22]]


def test_find_peaks_extreme_sizes_stay_finite() -> None:
    detection = detection_map((5, 4, 0.9))
    detection[4, 5, 3:] = 1e9
    assert np.ptp(find_peaks(detection, 0.5).boxes[0, ::2]) == pytest.approx(400)
