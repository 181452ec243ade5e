import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks.store import ModelStore
from digitcam.training import patch_network as network
from digitcam.training.augment import scaled
from digitcam.training.recipes import RECIPES, PatchArchitecture, Recipe


@pytest.mark.parametrize(("architecture", "parameters"), [("dense", 407_050), ("cnn", 109_658)])
def test_architectures(architecture: PatchArchitecture, parameters: int) -> None:
    model = network.build(architecture, RECIPES[architecture], 10)
    assert model.count_params() == parameters
    answers = network.predict(model, np.zeros((3, 28, 28), np.float32))
    assert answers.shape == (3, 10)
    assert answers.sum(axis=1) == pytest.approx(1)


def test_same_seed_same_network() -> None:
    first, second = (network.build("dense", Recipe(epochs=1, seed=5), 10) for _ in range(2))
    patches = np.ones((1, 28, 28), np.float32)
    assert np.array_equal(network.predict(first, patches), network.predict(second, patches))


def test_saved_and_loaded_is_the_same(trained: ModelStore, small: Mnist, tmp_path: Path) -> None:
    model = network.load(trained.path)
    network.save(model, tmp_path / "again.keras")
    patches = scaled(small.x_test[:50])
    assert np.array_equal(
        network.predict(model, patches), network.predict(network.load(tmp_path / "again.keras"), patches)
    )


def saved(path: Path, *layers: keras.layers.Layer) -> Path:
    with network.numpy_2():
        keras.Sequential(layers).save(path)
    return path


@pytest.mark.parametrize("shape", [(28, 28, 1), (784,)])
def test_networks_with_a_channel_axis_or_flat_are_taken(tmp_path: Path, shape: tuple[int, ...]) -> None:
    flat, softmax = keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
    model = network.load(saved(tmp_path / "own.keras", keras.Input(shape), flat, softmax))
    assert network.predict(model, np.zeros((2, 28, 28), np.float32)).shape == (2, 10)


@pytest.mark.parametrize(
    ("shape", "units", "activation", "problem"),
    [
        ((32, 32), 10, "softmax", r"maps \(None, 32, 32\) to \(None, 10\)"),
        ((28, 28), 26, "softmax", r"to \(None, 26\)"),
        ((28, 28), 10, None, "must be a softmax"),
    ],
)
def test_networks_that_cannot_read_digits(
    tmp_path: Path, shape: tuple[int, ...], units: int, activation: str | None, problem: str
) -> None:
    layers = keras.layers.Flatten(), keras.layers.Dense(units, activation=activation)
    path = saved(tmp_path / "own.keras", keras.Input(shape), *layers)
    with pytest.raises(ModelBroken, match=problem):
        network.load(path)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04" + bytes(100)])
def test_files_that_are_no_networks(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(content)
    with pytest.raises(ModelBroken, match=r"model\.keras is not a network .* not a \.keras file at all") as caught:
        network.load(path)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_file(trained: ModelStore, tmp_path: Path, share: float) -> None:
    content = trained.path.read_bytes()
    path = tmp_path / "model.keras"
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ModelBroken, match="truncated"):
        network.load(path)


def test_zip_archive_without_a_network(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(ModelBroken, match="is not a network"):
        network.load(path)


def test_file_of_another_keras_says_so(trained: ModelStore, tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(trained.path) as old, zipfile.ZipFile(path, "w") as new:
        new.writestr("metadata.json", json.dumps({"keras_version": "9.9.9"}))
        config = json.loads(old.read("config.json"))
        config["class_name"] = "Quantum"
        new.writestr("config.json", json.dumps(config))
        new.writestr("model.weights.h5", old.read("model.weights.h5"))
    with pytest.raises(ModelBroken, match=r"it was saved with Keras 9\.9\.9"):
        network.load(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.keras", tmp_path):
        with pytest.raises(ModelBroken):
            network.load(path)


def test_download_leaves_standard_output_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: print("Downloading"))  # noqa: T201
    network.fetch_mnist()
    assert capsys.readouterr().out == ""
