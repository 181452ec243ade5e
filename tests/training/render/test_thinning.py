import cv2
import numpy as np

from digitcam.training.render.thinning import thin


def test_thin_no_masks_gives_no_lines() -> None:
    assert thin(np.zeros((0, 5, 5), np.uint8)).shape == (0, 5, 5)


def test_thin_bar_becomes_a_line_and_ring_stays_a_ring() -> None:
    bar, ring = np.zeros((2, 40, 40), np.uint8)
    bar[5:35, 17:24] = 1
    cv2.circle(ring, (20, 20), 12, 1, 6)
    lines = thin(np.stack([bar, ring]))
    assert lines[0].sum(axis=1).max() <= 2
    assert 20 <= lines[0].sum() <= 34
    assert cv2.connectedComponents(1 - lines[1], connectivity=4)[0] == 3
    assert lines[1].sum() < ring.sum() / 3
