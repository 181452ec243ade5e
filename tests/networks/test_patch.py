import threading

import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks.answering import answering
from digitcam.networks.classifier import Classifier
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.shipped import LITERT
from digitcam.networks.store import ModelStore
from digitcam.training import patch_network as network
from digitcam.training.augment import scaled


@pytest.fixture(scope="module")
def classifier(trained: ModelStore) -> Classifier:
    return Classifier(Interpreters(trained.litert_path.read_bytes()))


def test_both_runtimes_agree(trained: ModelStore, classifier: Classifier, small: Mnist) -> None:
    patches = scaled(small.x_test)
    assert len(patches) == 1000
    assert np.abs(network.predict(network.load(trained.path), patches) - classifier(patches)).max() < 1e-4


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 32, 33, 100])
def test_any_number_of_patches(classifier: Classifier, small: Mnist, count: int) -> None:
    patches = scaled(small.x_test[:count])
    answers = classifier(patches)
    assert answers.shape == (count, 10)
    assert answers.dtype == np.float32
    assert answers.sum(axis=1) == pytest.approx(1, abs=1e-5)
    alone = [classifier(patch[None])[0] for patch in patches]
    assert np.allclose(answers, np.reshape(alone, (count, 10)), atol=1e-5)


def test_answers_are_the_callers_own(classifier: Classifier) -> None:
    first = classifier(np.zeros((1, 28, 28), np.float32))
    before = first.copy()
    classifier(np.ones((1, 28, 28), np.float32))
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
def test_other_shapes_and_dtypes_are_refused(
    classifier: Classifier, patches: "np.ndarray[tuple[int, ...], np.dtype]"
) -> None:
    with pytest.raises(ValueError, match=r"must be \(N, 28, 28\) float32, got \("):
        classifier(patches)


def test_threads_share_one(classifier: Classifier, small: Mnist) -> None:
    patches = scaled(small.x_test[:90])
    expected, wrong = classifier(patches), []

    def ask(offset: int) -> None:
        for size in (1, 5, 8, 20, 90):
            part = slice(offset, offset + size)
            if not np.allclose(classifier(patches[part]), expected[part], atol=1e-5):
                wrong.append((offset, size))

    threads = [threading.Thread(target=ask, args=(offset,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("content", [b"", b"not a model", bytes(5000)])
def test_broken_content(content: bytes) -> None:
    with pytest.raises(ModelBroken, match="cannot be used"):
        answering(content)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_truncated_file_is_named(trained: ModelStore, share: float) -> None:
    content = trained.litert_path.read_bytes()
    with pytest.raises(ModelBroken, match=r"model\.tflite cannot be used"):
        answering(content[: int(share * len(content))], "model.tflite")


def test_a_network_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelBroken, match="cannot be used: its shapes are"):
        Classifier(Interpreters(LITERT.read_bytes()))
