import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data.mnist import load
from digitcam.vision.binarise import binarise
from digitcam.vision.normalise import normalise
from digitcam.vision.segment import segment


def centre_of_mass(patch: NDArray[np.float32]) -> tuple[float, float]:
    ys, xs = np.mgrid[: patch.shape[0], : patch.shape[1]]
    return float((patch * xs).sum() / patch.sum()), float((patch * ys).sum() / patch.sum())


def test_normalise_no_boxes_gives_no_patches() -> None:
    patches = normalise(np.zeros((50, 50), np.uint8), np.zeros((0, 4), np.int32))
    assert patches.shape == (0, 28, 28)
    assert patches.dtype == np.float32


@pytest.mark.parametrize("size", [(80, 40), (40, 80), (7, 60), (5, 5), (1, 1), (1, 300), (300, 1), (20, 20)])
def test_normalise_any_box_fills_twenty_pixels_about_its_centre_of_mass(size: tuple[int, int]) -> None:
    mask = np.zeros((310, 310), np.uint8)
    mask[5 : 5 + size[1], 5 : 5 + size[0]] = 255
    (patch,) = normalise(mask, np.array([[5, 5, 5 + size[0], 5 + size[1]]], np.int32))
    ys, xs = np.nonzero(patch)
    assert max(np.ptp(ys), np.ptp(xs)) + 1 == 20
    assert centre_of_mass(patch) == pytest.approx((14, 14), abs=0.51)
    assert patch.max() == 1


def test_normalise_hairline_does_not_fade() -> None:
    mask = np.zeros((400, 400), np.uint8)
    cv2.circle(mask, (200, 200), 180, 255, 2)
    (patch,) = normalise(mask, segment(mask))
    assert patch.max() > 0.8


def test_normalise_mnist_digit_on_paper_comes_back_close_to_itself() -> None:
    """Live pictures must look to the network as MNIST does in training."""
    correlations = []
    for digit in load().x_test[:200]:
        sheet = (220 - 0.7 * cv2.resize(digit, (140, 140), interpolation=cv2.INTER_CUBIC)).astype(np.uint8)
        mask = binarise(sheet, None)
        boxes = segment(mask)
        if len(boxes) == 1:
            (patch,) = normalise(mask, boxes)
            correlations.append(np.corrcoef(patch.ravel(), digit.ravel() / 255)[0, 1])
    assert len(correlations) > 190
    assert np.median(correlations) > 0.9
    assert np.quantile(correlations, 0.05) > 0.8
