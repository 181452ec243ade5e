import numpy as np
import pytest

from digitcam.networks.metadata import PatchArchitecture
from digitcam.training.architectures import build_patch_network
from digitcam.training.fit import predict


@pytest.mark.parametrize(("architecture", "parameters"), [("dense", 407_050), ("cnn", 109_658)])
def test_build_patch_network_returns_probabilities(architecture: PatchArchitecture, parameters: int) -> None:
    net = build_patch_network(architecture, seed=0)
    assert net.count_params() == parameters
    (probabilities,) = predict(net, np.zeros((3, 28, 28), np.float32))
    assert probabilities.shape == (3, 10)
    assert probabilities.sum(axis=1) == pytest.approx(1)


def test_build_patch_network_same_seed_gives_same_weights() -> None:
    first, second = (build_patch_network("dense", seed=5) for _ in range(2))
    patches = np.ones((1, 28, 28), np.float32)
    assert np.array_equal(predict(first, patches)[0], predict(second, patches)[0])
