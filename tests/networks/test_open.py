from pathlib import Path

import keras
import pytest
import tensorflow as tf

from digitcam.errors import ModelBroken
from digitcam.networks.open import open_network
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.shipped import PAPER
from digitcam.networks.store import ModelStore


def test_open_network_tells_kinds_apart_by_output_names(trained: ModelStore) -> None:
    assert isinstance(open_network(trained.litert_path.read_bytes()), PatchNetwork)
    assert isinstance(open_network(PAPER.litert.read_bytes()), PaperNetwork)


@pytest.mark.parametrize("content", [b"", b"not a model", bytes(5000)])
def test_open_network_not_a_network_raises(content: bytes) -> None:
    with pytest.raises(ModelBroken, match="cannot be used"):
        open_network(content)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_open_network_truncated_file_is_named(trained: ModelStore, share: float) -> None:
    content = trained.litert_path.read_bytes()
    with pytest.raises(ModelBroken, match=r"model\.tflite cannot be used"):
        open_network(content[: int(share * len(content))], "model.tflite")


def test_open_network_without_output_names_says_convert_again(tmp_path: Path) -> None:
    layers = keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")
    keras.Sequential(layers).export(tmp_path, format="tf_saved_model", verbose=False)
    content = tf.lite.TFLiteConverter.from_saved_model(str(tmp_path)).convert()
    with pytest.raises(ModelBroken, match=r"output_0.* Convert it again: python -m digitcam convert"):
        open_network(content)
