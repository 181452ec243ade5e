import threading
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.shipped import PAPER
from digitcam.networks.store import ModelStore
from digitcam.training.fit import predict
from digitcam.training.keras_files import load_keras
from digitcam.training.patch_data import scale


@pytest.fixture(scope="module")
def network(trained: ModelStore) -> PatchNetwork:
    return PatchNetwork(InterpreterPool(trained.litert_path.read_bytes()))


def test_patch_network_answers_as_keras_does(trained: ModelStore, network: PatchNetwork, small: Mnist) -> None:
    patches = scale(small.x_test)
    assert len(patches) == 1000
    (expected,) = predict(load_keras(trained.path), patches)
    assert np.abs(expected - network(patches)).max() < 1e-4


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 32, 33, 100])
def test_patch_network_any_number_of_patches_answers_as_one_by_one(
    network: PatchNetwork, small: Mnist, count: int
) -> None:
    patches = scale(small.x_test[:count])
    probabilities = network(patches)
    assert probabilities.shape == (count, 10)
    assert probabilities.dtype == np.float32
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)
    one_by_one = [network(patch[None])[0] for patch in patches]
    assert np.allclose(probabilities, np.reshape(one_by_one, (count, 10)), atol=1e-5)


def test_patch_network_later_call_leaves_earlier_result(network: PatchNetwork) -> None:
    first = network(np.zeros((1, 28, 28), np.float32))
    before = first.copy()
    network(np.ones((1, 28, 28), np.float32))
    assert np.array_equal(first, before)


@pytest.mark.parametrize(
    "patches",
    [
        np.zeros((28, 28), np.float32),
        np.zeros((1, 28, 28, 1), np.float32),
        np.zeros((2, 20, 28), np.float32),
        np.zeros((1, 28, 28), np.float64),
        np.zeros((0, 28, 28), np.uint8),
    ],
)
def test_patch_network_other_shape_or_dtype_raises(network: PatchNetwork, patches: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match=r"must be \(N, 28, 28\) float32, got \("):
        network(patches)


@pytest.mark.parametrize("patches", [None, [], [[0.0] * 28] * 28, "patch"])
def test_patch_network_not_an_array_raises(network: PatchNetwork, patches: Any) -> None:
    with pytest.raises(ValueError, match=r"must be \(N, 28, 28\) float32, got "):
        network(patches)


def test_patch_network_threads_share_one(network: PatchNetwork, small: Mnist) -> None:
    patches = scale(small.x_test[:90])
    expected, wrong = network(patches), []

    def ask(offset: int) -> None:
        for size in (1, 5, 8, 20, 90):
            part = slice(offset, offset + size)
            if not np.allclose(network(patches[part]), expected[part], atol=1e-5):
                wrong.append((offset, size))

    threads = [threading.Thread(target=ask, args=(offset,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_patch_network_from_paper_network_raises() -> None:
    with pytest.raises(ModelBroken, match=r"its outputs are named detection, digit, scene, not digit"):
        PatchNetwork(InterpreterPool(PAPER.litert.read_bytes()))
