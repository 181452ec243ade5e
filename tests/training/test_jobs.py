import dataclasses
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.errors import DatasetError, ModelBroken, ModelMissing, TrainingError
from digitcam.networks.classifier import Classifier
from digitcam.networks.events import Converting, Done, Epoch, Event, Step, Waiting
from digitcam.networks.store import OWN, ModelStore
from digitcam.training import jobs as training
from digitcam.training import patch_network as network
from tests.quick_network import QUICK


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models" / "model.keras")


def own_network(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    layers = keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
    network.save(keras.Sequential(layers), path)


def test_training_from_nothing_to_a_classifier(store: ModelStore, small: Mnist) -> None:
    events: list[Event] = []
    facts = training.train(store, "dense", events.append, data=lambda: small, recipe=QUICK)
    steps = [event for event in events if isinstance(event, Step)]
    epochs = [event for event in events if isinstance(event, Epoch)]
    assert [event.batch for event in steps] == [*range(1, 36)] * 2
    assert [event.epoch for event in epochs] == [1, 2]
    assert epochs[1].loss < epochs[0].loss < steps[0].loss
    assert epochs[1].validation_accuracy > 0.8
    assert all(step.seconds_left > 0 for step in steps)
    assert isinstance(events[-1], Done)
    assert not events[-1].reused
    assert store.state() == "ready"
    assert store.metadata() == facts
    assert facts.keras_sha256 == hashlib.sha256(store.path.read_bytes()).hexdigest()
    assert facts.litert_sha256 == hashlib.sha256(store.litert_path.read_bytes()).hexdigest()
    assert (facts.architecture, facts.parameters, facts.data_sha256) == ("dense", 407_050, small.sha256)
    assert set(facts.versions) == {"python", "keras", "tensorflow"}
    answer = store.network()
    assert isinstance(answer, Classifier)
    read = answer(small.x_test.astype(np.float32) / np.float32(255)).argmax(axis=1)
    assert (read == small.y_test).mean() == pytest.approx(facts.test_accuracy, abs=0.002)


def test_the_cnn_learns_too(trained: ModelStore) -> None:
    facts = trained.metadata()
    assert facts is not None
    assert facts.architecture == "cnn"
    assert facts.test_accuracy > 0.5


def test_data_trouble_leaves_nothing(store: ModelStore) -> None:
    def damaged() -> Mnist:
        raise DatasetError("damaged")

    with pytest.raises(DatasetError):
        training.train(store, data=damaged)
    assert store.state() == "missing"


def test_whoever_reports_can_end_the_training(store: ModelStore, small: Mnist) -> None:
    def break_off(event: Event) -> None:
        if isinstance(event, Step) and event.batch == 5:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        training.train(store, "dense", break_off, data=lambda: small, recipe=QUICK)
    assert [path.name for path in store.path.parent.iterdir() if path.suffix != ".lock"] == []


def test_full_disk_while_saving(store: ModelStore, small: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(network, "save", full)
    with pytest.raises(TrainingError, match="the disk is full"):
        training.train(store, "dense", data=lambda: small, recipe=dataclasses.replace(QUICK, epochs=1))
    assert store.state() == "missing"


def test_two_train_once(store: ModelStore, small: Mnist, no_data: Callable[[], Mnist]) -> None:
    """The second one starts while the first holds the lock, waits, and takes what the first made."""
    events: list[Event] = []
    waits = threading.Event()

    def note(event: Event) -> None:
        events.append(event)
        waits.set()

    second = threading.Thread(target=training.train, args=(store, "dense", note), kwargs={"data": no_data})

    def images() -> Mnist:
        second.start()
        assert waits.wait(60)
        return small

    training.train(store, "dense", data=images, recipe=dataclasses.replace(QUICK, epochs=1))
    second.join(60)
    assert {type(event) for event in events} == {Waiting, Done}
    assert isinstance(events[-1], Done)
    assert events[-1].reused


def test_own_network_is_converted(store: ModelStore, small: Mnist) -> None:
    own_network(store.path)
    before = store.path.read_bytes()
    assert store.state() == "changed"
    events: list[Event] = []
    facts = training.convert(store, events.append, data=lambda: small)
    assert [type(event) for event in events] == [Converting, Done]
    assert store.state() == "ready"
    assert facts.architecture == OWN
    assert facts.parameters == 7850
    assert store.path.read_bytes() == before
    patches = small.x_test[:20].astype(np.float32) / np.float32(255)
    expected = network.predict(network.load(store.path), patches)
    answer = store.network()
    assert isinstance(answer, Classifier)
    assert np.abs(answer(patches) - expected).max() < 1e-4


def test_network_replaced_by_the_user_is_converted(copied: ModelStore, small: Mnist) -> None:
    assert copied.state() == "ready"
    own_network(copied.path)
    assert copied.state() == "changed"
    assert training.convert(copied, data=lambda: small).architecture == OWN
    assert copied.state() == "ready"


def test_lost_conversion_is_made_again(copied: ModelStore, small: Mnist) -> None:
    copied.litert_path.unlink()
    assert training.convert(copied, data=lambda: small).architecture == "cnn"
    assert copied.state() == "ready"


def test_nothing_to_convert(copied: ModelStore, no_data: Callable[[], Mnist]) -> None:
    events: list[Event] = []
    assert training.convert(copied, events.append, data=no_data) == copied.metadata()
    assert [type(event) for event in events] == [Done]


def test_no_network_to_convert(store: ModelStore) -> None:
    with pytest.raises(ModelMissing, match="python -m digitcam train"):
        training.convert(store)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_broken_network_is_moved_aside(copied: ModelStore, no_data: Callable[[], Mnist], share: float) -> None:
    content = copied.path.read_bytes()
    broken = content[: int(share * len(content))]
    copied.path.write_bytes(broken)
    with pytest.raises(ModelBroken, match=r"was moved to model\.broken-.*\.keras\. Train again") as caught:
        training.convert(copied, data=no_data)
    assert isinstance(caught.value.__cause__, ModelBroken)
    assert [path.read_bytes() for path in copied.path.parent.glob("model.broken-*")] == [broken]
    assert copied.state() == "missing"
