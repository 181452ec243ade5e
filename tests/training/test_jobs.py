import hashlib
import json
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.errors import DatasetError, ModelBroken, ModelMissing, TrainingError
from digitcam.networks import shipped
from digitcam.networks.events import Converting, Done, Epoch, Event, Step, Waiting
from digitcam.networks.metadata import FORMAT
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.store import OWN, ModelStore
from digitcam.recognition.single import mnist_crops
from digitcam.training import jobs
from digitcam.training.architectures import is_paper
from digitcam.training.fit import predict
from digitcam.training.keras_files import load_keras
from digitcam.training.patch_data import scale
from digitcam.training.recipes import Recipes
from digitcam.training.rendered import PAPER
from digitcam.training.trials import ENCODINGS, Encoding
from tests.own_network import own_network
from tests.quick_network import QUICK, QUICK_RECIPES
from tests.training.recipes import TINY

ONE_EPOCH = Recipes(dense=replace(QUICK, epochs=1))


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models" / "model.keras")


def save_own_network(path: Path, images: Mnist, encoding: Encoding = ENCODINGS[0]) -> None:
    path.parent.mkdir(exist_ok=True)
    own_network(images, encoding).save(path)


def test_train_dense_reports_and_publishes(store: ModelStore, small: Mnist) -> None:
    events: list[Event] = []
    metadata = jobs.train(store, "dense", events.append, data=lambda: small, recipes=QUICK_RECIPES)
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
    assert store.metadata() == metadata
    assert metadata.keras_sha256 == hashlib.sha256(store.path.read_bytes()).hexdigest()
    assert metadata.litert_sha256 == hashlib.sha256(store.litert_path.read_bytes()).hexdigest()
    assert (metadata.architecture, metadata.parameters, metadata.data_sha256) == ("dense", 407_050, small.sha256)
    assert metadata.format == FORMAT
    assert set(metadata.versions) == {"python", "keras", "tensorflow"}
    network = store.network()
    assert isinstance(network, PatchNetwork)
    labels = network(scale(small.x_test)).argmax(axis=1)
    assert (labels == small.y_test).mean() == pytest.approx(metadata.test_accuracy, abs=0.002)


def test_train_cnn_learns(trained: ModelStore) -> None:
    metadata = trained.metadata()
    assert metadata is not None
    assert metadata.architecture == "cnn"
    assert metadata.test_accuracy > 0.5


@pytest.mark.usefixtures("eager")
def test_train_paper_fine_tunes_and_publishes(few: Mnist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAPER", replace(PAPER, rounding_pictures=40))
    store = ModelStore(tmp_path / "model.keras")
    metadata = jobs.train(store, "paper", data=lambda: few, recipes=Recipes(paper=TINY))
    assert (store.state(), metadata.architecture) == ("ready", "paper")
    assert metadata.test_accuracy > 0.9
    network = store.network()
    assert isinstance(network, PaperNetwork)
    net = load_keras(store.path)
    assert is_paper(net)
    crops = mnist_crops(few.x_test[:20])
    assert np.abs(predict(net, crops)[1] - network(crops).digit).mean() < 5e-3


def test_train_paper_without_improvement_publishes_shipped_network(
    tmp_path: Path, paper: keras.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "fine_tune", lambda *_: None)
    store, known = ModelStore(tmp_path / "model.keras"), shipped.PAPER.read_metadata()
    metadata = jobs.train(store, "paper")
    assert store.state() == "ready"
    assert known is not None
    assert (metadata.test_accuracy, metadata.rounding) == (known.test_accuracy, known.rounding)
    assert store.litert_path.read_bytes() == shipped.PAPER.litert.read_bytes()
    for kept, first in zip(load_keras(store.path).get_weights(), paper.get_weights(), strict=True):
        assert np.array_equal(kept, first)


def test_train_damaged_dataset_publishes_nothing(store: ModelStore) -> None:
    def damaged() -> Mnist:
        raise DatasetError("damaged")

    with pytest.raises(DatasetError):
        jobs.train(store, data=damaged)
    assert store.state() == "missing"


def test_train_report_raises_ends_the_job(store: ModelStore, small: Mnist) -> None:
    def break_off(event: Event) -> None:
        if isinstance(event, Step) and event.batch == 5:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        jobs.train(store, "dense", break_off, data=lambda: small, recipes=QUICK_RECIPES)
    assert [path.name for path in store.path.parent.iterdir() if path.suffix != ".lock"] == []


def test_train_full_disk_raises_and_publishes_nothing(
    store: ModelStore, small: Mnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_disk(_: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keras.Model, "save", fill_disk)
    with pytest.raises(TrainingError, match="the disk is full"):
        jobs.train(store, "dense", data=lambda: small, recipes=ONE_EPOCH)
    assert store.state() == "missing"


def test_train_second_process_waits_and_takes_the_first_ones_network(
    store: ModelStore, small: Mnist, no_data: Callable[[], Mnist]
) -> None:
    events: list[Event] = []
    waits = threading.Event()

    def note(event: Event) -> None:
        events.append(event)
        waits.set()

    second = threading.Thread(target=jobs.train, args=(store, "dense", note), kwargs={"data": no_data})

    def images() -> Mnist:
        # The first job holds the lock while it loads the images.
        second.start()
        assert waits.wait(60)
        return small

    jobs.train(store, "dense", data=images, recipes=ONE_EPOCH)
    second.join(60)
    assert {type(event) for event in events} == {Waiting, Done}
    assert isinstance(events[-1], Done)
    assert events[-1].reused


def test_convert_own_network_makes_it_ready(store: ModelStore, small: Mnist) -> None:
    save_own_network(store.path, small)
    before = store.path.read_bytes()
    assert store.state() == "changed"
    events: list[Event] = []
    metadata = jobs.convert(store, events.append, data=lambda: small)
    assert [type(event) for event in events] == [Converting, Done]
    assert store.state() == "ready"
    assert metadata.architecture == OWN
    assert metadata.parameters == 7850
    assert store.path.read_bytes() == before
    patches = scale(small.x_test[:20])
    (expected,) = predict(load_keras(store.path), patches)
    network = store.network()
    assert isinstance(network, PatchNetwork)
    assert np.abs(network(patches) - expected).max() < 1e-4


def test_convert_replaced_network_is_own(copied: ModelStore, small: Mnist) -> None:
    assert copied.state() == "ready"
    save_own_network(copied.path, small)
    assert copied.state() == "changed"
    assert jobs.convert(copied, data=lambda: small).architecture == OWN
    assert copied.state() == "ready"


def test_convert_lost_conversion_is_made_again(copied: ModelStore, small: Mnist) -> None:
    copied.litert_path.unlink()
    assert jobs.convert(copied, data=lambda: small).architecture == "cnn"
    assert copied.state() == "ready"


def test_convert_conversion_of_older_format_is_made_again(copied: ModelStore, small: Mnist) -> None:
    metadata = copied.metadata()
    assert metadata is not None
    copied.metadata_path.write_text(replace(metadata, format=FORMAT - 1).to_json())
    assert copied.state() == "changed"
    assert jobs.convert(copied, data=lambda: small).architecture == "cnn"
    assert copied.state() == "ready"


def test_convert_ready_network_does_nothing(copied: ModelStore, no_data: Callable[[], Mnist]) -> None:
    events: list[Event] = []
    assert jobs.convert(copied, events.append, data=no_data) == copied.metadata()
    assert [type(event) for event in events] == [Done]


def test_convert_no_network_raises(store: ModelStore) -> None:
    with pytest.raises(ModelMissing, match="python -m digitcam train"):
        jobs.convert(store)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_convert_broken_network_is_renamed(copied: ModelStore, no_data: Callable[[], Mnist], share: float) -> None:
    content = copied.path.read_bytes()
    broken = content[: int(share * len(content))]
    copied.path.write_bytes(broken)
    with pytest.raises(ModelBroken, match=r"was moved to model\.broken-.*\.keras\. Train again") as caught:
        jobs.convert(copied, data=no_data)
    assert isinstance(caught.value.__cause__, ModelBroken)
    assert [path.read_bytes() for path in copied.path.parent.glob("model.broken-*")] == [broken]
    assert copied.state() == "missing"


def listed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


@pytest.mark.parametrize("encoding", [ENCODINGS[2], ENCODINGS[3]], ids=lambda encoding: encoding.words)
def test_convert_own_network_is_adapted_and_says_so(store: ModelStore, small: Mnist, encoding: Encoding) -> None:
    save_own_network(store.path, small, encoding)
    events: list[Event] = []
    metadata = jobs.convert(store, events.append, data=lambda: small)
    assert metadata.test_accuracy > 0.7
    assert encoding.words in metadata.adaptation
    assert store.metadata() == metadata
    assert isinstance(events[-1], Done)
    assert events[-1].note == metadata.adaptation
    network = store.network()
    assert isinstance(network, PatchNetwork)
    labels = network(scale(small.x_test)).argmax(axis=1)
    assert (labels == small.y_test).mean() == pytest.approx(metadata.test_accuracy, abs=0.002)


def unsuitable(path: Path, kind: str, images: Mnist) -> None:
    """Save a file that is no network for us, in one of several ways."""
    layers = {
        "wrong shape": [keras.Input((32, 32, 3)), keras.layers.Flatten(), keras.layers.Dense(10)],
        "untrained": [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)],
        "recurrent": [keras.Input((28, 28)), keras.layers.LSTM(4), keras.layers.Dense(10)],
    }
    if kind in layers:
        keras.Sequential(layers[kind]).save(path)
    elif kind == "newer Keras":
        own_network(images).save(path)
        with zipfile.ZipFile(path) as archive:
            content = {name: archive.read(name) for name in archive.namelist()}
        content["metadata.json"] = json.dumps({"keras_version": "9.9.9"}).encode()
        content["config.json"] = content["config.json"].replace(b"Sequential", b"Quantum")
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
    else:
        path.write_bytes(b"not a network")


UNSUITABLE = ["wrong shape", "untrained", "recurrent", "newer Keras", "no network"]


@pytest.mark.parametrize("kind", UNSUITABLE)
@pytest.mark.parametrize("trained_before", [False, True])
def test_convert_unsuitable_own_file_is_not_changed(
    tmp_path: Path, copied: ModelStore, small: Mnist, kind: str, trained_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Keeps a random network from reading well enough by luck, and the recurrent one from being refused for that.
    monkeypatch.setattr("digitcam.training.adaptation.MIN_ACCURACY", 0.0 if kind == "recurrent" else 0.5)
    if not trained_before:
        copied.metadata_path.unlink()
    unsuitable(copied.path, kind, small)
    before = listed(tmp_path)
    with pytest.raises(ModelBroken, match=r"model\.keras .* The file was not changed\. ") as caught:
        jobs.convert(copied, data=lambda: small, quarantine=kind != "no network")
    assert listed(tmp_path) == before
    words = {"newer Keras": "saved with Keras 9.9.9", "recurrent": "LiteRT lacks", "wrong shape": "(None, 32, 32, 3)"}
    assert words.get(kind, "") in str(caught.value)


def test_convert_damaged_file_without_metadata_of_training_is_not_changed(
    copied: ModelStore, no_data: Callable[[], Mnist], tmp_path: Path
) -> None:
    for_own = copied.metadata()
    assert for_own is not None
    copied.metadata_path.write_text(replace(for_own, architecture=OWN).to_json())
    copied.path.write_bytes(copied.path.read_bytes()[:1000])
    before = listed(tmp_path)
    with pytest.raises(ModelBroken, match="truncated"):
        jobs.convert(copied, data=no_data)
    assert listed(tmp_path) == before
