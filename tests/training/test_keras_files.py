import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.store import ModelStore
from digitcam.training.export import export
from digitcam.training.fit import predict
from digitcam.training.keras_files import is_damaged, load_keras
from digitcam.training.patch_data import scale
from tests.own_network import own_network


def test_load_keras_saved_again_is_the_same(trained: ModelStore, small: Mnist, tmp_path: Path) -> None:
    net = load_keras(trained.path)
    net.save(tmp_path / "again.keras")
    patches = scale(small.x_test[:50])
    assert np.array_equal(predict(net, patches)[0], predict(load_keras(tmp_path / "again.keras"), patches)[0])


def saved(path: Path, *layers: keras.layers.Layer) -> Path:
    keras.Sequential(layers).save(path)
    return path


@pytest.mark.parametrize("shape", [(28, 28, 1), (784,)])
def test_load_keras_with_channel_axis_or_flat_takes_patches(tmp_path: Path, shape: tuple[int, ...]) -> None:
    flat, softmax = keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
    net = load_keras(saved(tmp_path / "own.keras", keras.Input(shape), flat, softmax))
    assert predict(net, np.zeros((2, 28, 28), np.float32))[0].shape == (2, 10)


@pytest.mark.parametrize(
    ("shape", "units", "activation", "problem"),
    [
        ((32, 32), 10, "softmax", r"maps \(None, 32, 32\) to \(None, 10\)"),
        ((28, 28), 26, "softmax", r"to \(None, 26\)"),
        (
            (28, 28, 3),
            10,
            "softmax",
            r"\(None, 28, 28, 3\) .* maps \(None, 28, 28\), \(None, 28, 28, 1\) or \(None, 784\)",
        ),
    ],
)
def test_load_keras_not_a_digit_reader_raises(
    tmp_path: Path, shape: tuple[int, ...], units: int, activation: str | None, problem: str
) -> None:
    layers = keras.layers.Flatten(), keras.layers.Dense(units, activation=activation)
    path = saved(tmp_path / "own.keras", keras.Input(shape), *layers)
    with pytest.raises(ModelBroken, match=problem):
        load_keras(path)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04" + bytes(100)])
def test_load_keras_not_a_keras_file_raises(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(content)
    with pytest.raises(ModelBroken, match=r"model\.keras is not a network .* not a \.keras file at all") as caught:
        load_keras(path)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_load_keras_truncated_file_raises(trained: ModelStore, tmp_path: Path, share: float) -> None:
    content = trained.path.read_bytes()
    path = tmp_path / "model.keras"
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ModelBroken, match="truncated"):
        load_keras(path)


def test_load_keras_archive_without_network_raises(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(ModelBroken, match="is not a network"):
        load_keras(path)


def test_load_keras_of_another_version_names_it(trained: ModelStore, tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(trained.path) as old, zipfile.ZipFile(path, "w") as new:
        new.writestr("metadata.json", json.dumps({"keras_version": "9.9.9"}))
        config = json.loads(old.read("config.json"))
        config["class_name"] = "Quantum"
        new.writestr("config.json", json.dumps(config))
        new.writestr("model.weights.h5", old.read("model.weights.h5"))
    with pytest.raises(ModelBroken, match=r"it was saved with Keras 9\.9\.9") as caught:
        load_keras(path)
    assert f"Keras {keras.__version__} is installed. Install Keras 9.9.9, or save the network again" in str(
        caught.value
    )


def test_load_keras_missing_file_or_folder_raises(tmp_path: Path) -> None:
    for path in (tmp_path / "none.keras", tmp_path):
        with pytest.raises(ModelBroken):
            load_keras(path)


@pytest.mark.filterwarnings("ignore:You are saving a model that has not yet been built")
def test_load_keras_unbuilt_network_says_to_build_it(tmp_path: Path) -> None:
    path = saved(tmp_path / "own.keras", keras.layers.Flatten(), keras.layers.Dense(10))
    with pytest.raises(ModelBroken, match="does not state the shape of its input"):
        load_keras(path)


def test_load_keras_hdf5_file_or_folder_says_what_to_do(tmp_path: Path) -> None:
    net = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
    net.save(tmp_path / "old.h5")
    (tmp_path / "old.h5").rename(tmp_path / "old.keras")
    (tmp_path / "folder.keras").mkdir()
    for name, words in (("old.keras", "HDF5"), ("folder.keras", "it is a folder")):
        with pytest.raises(ModelBroken, match=f"{words}.* save"):
            load_keras(tmp_path / name)


def test_load_keras_layer_that_distorts_training_pictures_does_nothing(tmp_path: Path) -> None:
    layers = keras.layers.RandomRotation(0.5), keras.layers.Flatten(), keras.layers.Dense(10)
    net = load_keras(saved(tmp_path / "own.keras", keras.Input((28, 28, 1)), *layers))
    patches = np.random.default_rng(0).random((4, 28, 28), np.float32)
    assert np.array_equal(net(patches), net(patches))
    assert b"uniform" not in export(net)


@pytest.mark.parametrize(("content", "damaged"), [(b"", True), (b"text", True), (None, False)])
def test_is_damaged_tells_whole_files(
    trained: ModelStore, tmp_path: Path, content: bytes | None, damaged: bool
) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(trained.path.read_bytes() if content is None else content)
    assert is_damaged(path) is damaged
    if not damaged:
        flipped = bytearray(path.read_bytes())
        flipped[len(flipped) // 2] ^= 255
        path.write_bytes(flipped)
        assert is_damaged(path)
    assert not is_damaged(tmp_path)


@pytest.mark.parametrize("precision", ["float16", "mixed_float16", "bfloat16", "float64"])
def test_load_keras_of_another_precision_computes_in_float32(small: Mnist, tmp_path: Path, precision: str) -> None:
    keras.config.set_dtype_policy(precision)
    try:
        keras.Sequential([keras.Input((28, 28, 1)), own_network(small)]).save(tmp_path / "own.keras")
    finally:
        keras.config.set_dtype_policy("float32")
    net = load_keras(tmp_path / "own.keras")
    patches = scale(small.x_test[:50])
    answers = InterpreterPool(export(net), "own")(patches)
    expected = predict(own_network(small), patches)[0]
    assert np.abs(next(iter(answers.values())) - expected).max() < 0.02


def test_load_keras_with_named_output_takes_patches(tmp_path: Path) -> None:
    given = keras.Input((28, 28))
    answers = keras.layers.Dense(10)(keras.layers.Flatten()(given))
    keras.Model(given, {"digit": answers}).save(tmp_path / "own.keras")
    assert predict(load_keras(tmp_path / "own.keras"), np.zeros((2, 28, 28), np.float32))[0].shape == (2, 10)


def test_load_keras_long_reason_ends_at_a_word(tmp_path: Path) -> None:
    flat, dense = keras.layers.Flatten(), keras.layers.Dense(10)
    path = saved(tmp_path / "own.keras", keras.Input((28, 28)), flat, keras.layers.Lambda(lambda x: x), dense)
    with pytest.raises(ModelBroken, match=r"Lambda.* \w+ …\.$"):
        load_keras(path)
