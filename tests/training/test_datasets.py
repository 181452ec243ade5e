import keras
import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.training.datasets import download_mnist, split


def test_split_holds_out_the_last_images(few: Mnist) -> None:
    parts = split(few, 1 / 20)
    assert len(parts.held_out.images) == len(parts.held_out.labels) == 40
    assert np.array_equal(np.concatenate([parts.training.images, parts.held_out.images]), few.x_train)


def test_download_mnist_keeps_standard_output_empty(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: print("Downloading"))  # noqa: T201
    download_mnist()
    assert capsys.readouterr().out == ""
