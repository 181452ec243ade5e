import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.recognition.contract import PaperOutputs
from digitcam.recognition.single import mnist_crops, read_single


def test_mnist_crops_keep_the_image() -> None:
    images = mnist.load().x_test[:5]
    for image, crop in zip(images, mnist_crops(images), strict=True):
        # Standardising brightens light ink on dark; its place stays.
        inside = crop[6:90:3, 6:90:3]
        assert np.corrcoef(inside.ravel(), image.ravel().astype(float))[0, 1] > 0.8


def test_mnist_crops_no_images_is_empty() -> None:
    assert mnist_crops(np.zeros((0, 28, 28), np.uint8)).shape == (0, 96, 96)


def test_read_single_is_mean_of_digit_and_scene_output() -> None:
    def undecided(pictures: NDArray[np.float32]) -> PaperOutputs:
        digit, scene = np.zeros((len(pictures), 1, 1, 11), np.float32), np.zeros((len(pictures), 1, 1, 12), np.float32)
        digit[..., [4, 9, 10]], scene[..., [4, 9, 11]] = (0.4, 0.5, 0.1), (0.5, 0.2, 0.3)
        return PaperOutputs(np.zeros((len(pictures), 24, 24, 5), np.float32), digit, scene)

    probabilities = read_single(undecided, np.zeros((2, 96, 96), np.float32))
    assert probabilities.argmax(axis=1).tolist() == [4, 4]
    assert probabilities[0, [4, 9]] == pytest.approx([0.45, 0.35])
