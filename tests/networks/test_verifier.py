import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.shipped import PAPER, shipped_verifier
from digitcam.networks.store import ModelStore
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.single import mnist_crops


@pytest.mark.parametrize("count", [1, 2, 4, 5, 9])
def test_verifier_any_number_of_crops_answers_as_one_by_one(count: int) -> None:
    crops = mnist_crops(mnist.load().x_test[:count])
    verifier = shipped_verifier()
    probabilities = verifier(crops)
    assert probabilities.shape == (count, 11)
    one_by_one = np.concatenate([verifier(crop[None]) for crop in crops])
    assert np.abs(probabilities - one_by_one).max() < 1e-4


def test_verifier_from_paper_network_raises() -> None:
    with pytest.raises(ModelBroken, match="cannot be used because its outputs are named"):
        VerifierNetwork(InterpreterPool(PAPER.litert.read_bytes()))


def test_verifier_from_patch_network_raises(trained: ModelStore) -> None:
    with pytest.raises(ModelBroken, match=r"cannot be used because it maps \(-1, 28, 28\)"):
        VerifierNetwork(InterpreterPool(trained.litert_path.read_bytes()))
