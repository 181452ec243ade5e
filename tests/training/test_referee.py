"""The referee: what it learns from, built, trained, shipped, asked."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks import shipped
from digitcam.networks.events import Epoch, Event
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.metadata import read_metadata
from digitcam.networks.referee import Referee
from digitcam.training import architectures as paper_network
from digitcam.training import export as compact
from digitcam.training import from_scratch as scratch
from digitcam.training import patch_network as network
from digitcam.training import referee_fit as referee_training
from digitcam.training.datasets import as_windows, ink_from
from digitcam.training.recipes import PaperRecipe
from digitcam.training.referee_datasets import batches, distorted, held_out_looks
from digitcam.training.render.ink import Ink

SHORT = PaperRecipe(steps=60, batch=16, rate=3e-3, images=400, store=200, report_every=20, held_out=20)


@pytest.fixture(scope="module")
def few() -> Mnist:
    whole = mnist.load()
    return Mnist(whole.x_train[:800], whole.y_train[:800], whole.x_test[:200], whole.y_test[:200], whole.sha256)


@pytest.fixture(scope="module")
def ink(few: Mnist) -> Ink:
    return ink_from(few.x_train[:400], few.y_train[:400], seed=0, habits_each=5)


@pytest.fixture(scope="module")
def start() -> Any:
    net = paper_network.build_referee()
    paper_network.load_weights(net, shipped.REFEREE_WEIGHTS)
    return net


def test_what_is_distorted_stays_about_what_and_where_it_was() -> None:
    rng = np.random.default_rng(0)
    picture = np.zeros((96, 96), np.uint8)
    picture[20:76, 44:52] = 255
    changed = [distorted(picture, rng) for _ in range(50)]
    assert len({one.tobytes() for one in changed}) == 50
    for one in changed:
        rows, columns = np.nonzero(one > 127)
        assert abs(rows.mean() - 47.5) < 8
        assert abs(columns.mean() - 47.5) < 8
        assert 0.6 < len(rows) / (56 * 8) < 1.6


def test_looks_are_seen_again_but_never_the_same(ink: Ink) -> None:
    stream: Iterator[Any] = batches(ink, 20, 30, np.random.default_rng(0))
    taken = list(islice(stream, 4))
    assert all(pictures.shape == (20, 96, 96) and pictures.dtype == np.float32 for pictures, _ in taken)
    assert all(answers.shape == (20, 12) and (answers[:, -1] == 1).all() for _, answers in taken)
    assert len({picture.tobytes() for pictures, _ in taken for picture in pictures}) == 80


def test_held_out_looks_are_the_same_each_time(few: Mnist) -> None:
    first, second = held_out_looks(few, 5), held_out_looks(few, 5)
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_learning_lowers_the_loss(few: Mnist) -> None:
    keras.utils.set_random_seed(0)
    events: list[Event] = []
    referee_training.from_nothing(few, SHORT, events.append, 0.0, None)
    losses = [event.loss for event in events if isinstance(event, Epoch)]
    assert losses[2] < 0.9 * losses[0]


def test_the_shipped_files_are_those_of_their_metadata() -> None:
    facts = read_metadata(shipped.REFEREE_FACTS)
    assert facts is not None
    assert facts.architecture == "referee"
    assert facts.litert_sha256 == hashlib.sha256(shipped.REFEREE_LITERT.read_bytes()).hexdigest()
    assert facts.keras_sha256 == hashlib.sha256(shipped.REFEREE_WEIGHTS.read_bytes()).hexdigest()
    assert facts.data_sha256 == mnist.load().sha256


def test_both_runtimes_answer_the_same(start: Any) -> None:
    windows = as_windows(mnist.load().x_test[:400])
    (keras,) = paper_network.predict(start, windows)
    shipped_answers = shipped.shipped_referee()(windows)
    assert (keras.argmax(axis=1) == shipped_answers.argmax(axis=1)).mean() >= 0.995
    assert np.abs(keras - Referee(Interpreters(network.converted(start)))(windows)).max() < 1e-4


@pytest.mark.parametrize("count", [1, 2, 4, 5, 9])
def test_any_number_of_looks(count: int) -> None:
    windows = as_windows(mnist.load().x_test[:count])
    referee = shipped.shipped_referee()
    answers = referee(windows)
    assert answers.shape == (count, 11)
    one_by_one = np.concatenate([referee(window[None]) for window in windows])
    assert np.abs(answers - one_by_one).max() < 1e-4


def test_another_network_is_refused() -> None:
    with pytest.raises(ModelBroken, match="referee"):
        Referee(Interpreters(shipped.LITERT.read_bytes()))


@pytest.mark.parametrize("name", ["referee.tflite", "referee.json"])
def test_a_damaged_shipment_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for path in (shipped.REFEREE_LITERT, shipped.REFEREE_FACTS):
        (tmp_path / path.name).write_bytes(path.read_bytes() if path.name != name else b"half")
    monkeypatch.setattr(shipped, "REFEREE_LITERT", tmp_path / "referee.tflite")
    monkeypatch.setattr(shipped, "REFEREE_FACTS", tmp_path / "referee.json")
    with pytest.raises(ModelBroken):
        shipped.shipped_referee()


def test_the_shipped_files_can_be_made_anew_from_the_weights(few: Mnist, tmp_path: Path) -> None:
    for path in (shipped.REFEREE_WEIGHTS, shipped.REFEREE_FACTS):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    facts = scratch.converted(scratch.JUDGING, tmp_path, images=few)
    known = read_metadata(shipped.REFEREE_FACTS)
    assert known is not None
    assert (facts.keras_sha256, facts.seconds) == (known.keras_sha256, known.seconds)
    assert facts.test_accuracy > 0.95


def test_weights_are_left_alone_where_rounding_costs_accuracy(
    few: Mnist, start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referee_training, "PICTURES", 40)
    small = referee_training.compacted(start, few)
    monkeypatch.setattr(compact, "ALLOWED", -1.0)
    whole = referee_training.compacted(start, few)
    assert whole.rounding is None
    assert len(whole.content) > len(small.content) or small.rounding is None
