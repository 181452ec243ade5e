import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.separators import SeparatorNetwork
from digitcam.networks.shipped import VERIFIER, shipped_separators
from digitcam.recognition.contract import SEPARATORS
from digitcam.training.gap_data import held_out_gaps


@pytest.mark.parametrize("count", [1, 2, 4, 5, 17])
def test_separators_any_number_of_gaps_answers_as_one_by_one(count: int) -> None:
    gaps = np.random.default_rng(0).normal(size=(count, 48, 48)).astype(np.float32)
    network = shipped_separators()
    probabilities = network(gaps)
    assert probabilities.shape == (count, 6)
    one_by_one = np.concatenate([network(gap[None]) for gap in gaps])
    assert np.abs(probabilities - one_by_one).max() < 1e-4


def test_separators_shipped_network_tells_signs_apart_and_invents_few() -> None:
    """Many rendered signs can hardly be seen, as on a blurred photograph."""
    gaps = held_out_gaps(mnist.load(), 600)
    truth = gaps.targets[0][:, :-1].argmax(axis=1)
    answer = shipped_separators()(gaps.pictures).argmax(axis=1)
    is_sign, found = truth < len(SEPARATORS), answer < len(SEPARATORS)
    assert found[is_sign].mean() > 0.45
    assert (answer == truth)[is_sign & found].mean() > 0.85
    assert found[~is_sign].mean() < 0.03


def test_separators_from_verifier_raises() -> None:
    with pytest.raises(ModelBroken, match="cannot be used because"):
        SeparatorNetwork(InterpreterPool(VERIFIER.litert.read_bytes()))
