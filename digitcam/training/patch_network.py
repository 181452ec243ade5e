"""The network: built, trained, saved and converted. The only file that says Keras or TensorFlow."""

import contextlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# Read while TensorFlow loads. It raises what matters as exceptions; what it only logs is chatter about processors and,
# as an "error", that there is no graphics card.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf

from digitcam.config import CLASSES, PATCH_PX
from digitcam.data.mnist import Arrays
from digitcam.errors import ModelBroken
from digitcam.training.augment import Labelled
from digitcam.training.foreign import unreadable_because, wrong_answers, wrong_shapes
from digitcam.training.recipes import PatchArchitecture, Recipe

INPUT: Final = (PATCH_PX, PATCH_PX)
"""Every network takes (N, 28, 28) float32 in [0, 1]: patches as the normaliser makes them, no channel axis."""

PAPER_OUTPUTS: Final = [5, 11, 12]
"""Last axes of a paper network's outputs, ``find``, ``read`` and ``glance``."""

_CHUNK: Final = 500


@contextlib.contextmanager
def numpy_2() -> Iterator[None]:
    """Keras 3.15 with TensorFlow 2.21 turns variables into arrays the way NumPy 1 did; right all the same."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "__array__ implementation doesn't accept a copy", DeprecationWarning)
        yield


def build(architecture: PatchArchitecture, recipe: Recipe, steps: int) -> keras.Model:
    """Make an untrained network, ready to fit.

    Args:
        architecture: ``dense`` is the classic, one hidden layer of 512; ``cnn`` is small and convolutional.
        recipe: Seed and learning rate.
        steps: Batches there will be, for the learning rate's course.

    Returns:
        A compiled network from (N, 28, 28) in [0, 1] to (N, 10) probabilities.
    """
    keras.utils.set_random_seed(recipe.seed)
    hidden = [keras.layers.Flatten(), keras.layers.Dense(512, activation="relu")] if architecture == "dense" else _cnn()
    layers = [keras.Input(INPUT), *hidden, keras.layers.Dense(CLASSES, activation="softmax")]
    network = keras.Sequential(layers, name=architecture)
    network.compile(_optimiser(recipe, steps), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def _optimiser(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    warm_up = steps // 5
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.rate / 20, max(1, steps - warm_up), 1e-3, warmup_target=recipe.rate, warmup_steps=warm_up
    )
    return keras.optimizers.AdamW(rate, weight_decay=recipe.decay)


def _cnn() -> list[keras.layers.Layer]:
    return [
        keras.layers.Reshape((*INPUT, 1)),
        *_convolution(16, size=5, stride=2),
        *_convolution(32, pool=True),
        *_convolution(64, pool=True),
        *_convolution(128),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.2),
    ]


def _convolution(filters: int, size: int = 3, stride: int = 1, pool: bool = False) -> list[keras.layers.Layer]:
    # Pooling comes before batch normalisation, which then has a quarter of the values to do: a step on
    # 2 cores takes 12.4 ms instead of 17.0.
    return [
        keras.layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False),
        *([keras.layers.MaxPooling2D()] if pool else []),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.ReLU(),
    ]


@numpy_2()
def fit(
    network: keras.Model,
    batches: Iterator[Labelled],
    epochs: int,
    steps: int,
    validation: Labelled,
    on_batch: Callable[[int, int, float, float], None],
    on_epoch: Callable[[int, float, float, float], None],
) -> None:
    """Train the network.

    Args:
        network: From :func:`build`; changed.
        batches: At least epochs times steps of them; taken in a thread of Keras's, a little ahead.
        epochs: How often to look at the validation data.
        steps: Batches between.
        validation: Held-out data.
        on_batch: Called with epoch and batch, both from 1, and the epoch's loss and accuracy so far. What it raises,
            ends the training.
        on_epoch: Called with epoch, from 1, its loss and accuracy, and the accuracy on the validation data.
    """
    epoch = 0

    def begin(index: int, logs: object = None) -> None:
        nonlocal epoch
        epoch = index + 1

    callback = keras.callbacks.LambdaCallback(
        on_epoch_begin=begin,
        on_train_batch_end=lambda index, logs: on_batch(epoch, index + 1, logs["loss"], logs["accuracy"]),
        on_epoch_end=lambda _, logs: on_epoch(epoch, logs["loss"], logs["accuracy"], logs["val_accuracy"]),
    )
    plan = {"epochs": epochs, "steps_per_epoch": steps, "validation_data": validation, "validation_batch_size": _CHUNK}
    network.fit(batches, **plan, shuffle=False, verbose=0, callbacks=[callback])


@numpy_2()
def predict(network: keras.Model, patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Map patches (N, 28, 28) float32 in [0, 1] to probabilities (N, 10) float32."""
    return np.asarray(network.predict(patches, batch_size=_CHUNK, verbose=0), np.float32)


def accuracy(network: keras.Model, patches: NDArray[np.float32], labels: NDArray[np.uint8]) -> float:
    """Share of the patches, (N, 28, 28) float32 in [0, 1], that the network reads as labelled, (N,); N at least 1."""
    return float((predict(network, patches).argmax(axis=1) == labels).mean())


@numpy_2()
def save(network: keras.Model, path: Path) -> None:
    """Write the network to a ``.keras`` file; OSError if that fails."""
    network.save(path)


@numpy_2()
def converted(network: keras.Model, rounded: bool = False) -> bytes:
    """The network for LiteRT: what a ``.tflite`` file holds.

    Args:
        network: Any.
        rounded: Whether the weights become whole numbers of 8 bits. LiteRT then rounds each layer's input likewise, for
            each picture by its own range, and answers in a third of the time on processors that multiply 8 bits at
            once.
    """
    # Both steps of Keras's own export(format="litert"), which Keras 3.12, the last for Python 3.10, has not got.
    with tempfile.TemporaryDirectory() as folder:
        network.export(folder, format="tf_saved_model", verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.optimizations = [tf.lite.Optimize.DEFAULT] if rounded else []
        content: bytes = converter.convert()
    return content


@numpy_2()
def load(path: Path) -> keras.Model:
    """Load a ``.keras`` file, anyone's, and check that it can read digits.

    Args:
        path: A paper network; or one from (28, 28), (28, 28, 1) or (784,) to ten probabilities, and the result takes
            (28, 28).

    Raises:
        ModelBroken: If it is not such a network, or of a Keras that this one cannot read.
    """
    try:
        network = keras.saving.load_model(path, compile=False)
    except MemoryError:
        raise
    # A foreign file can fail anywhere in Keras, h5py or zipfile, with any exception; all mean the same here.
    except Exception as exc:
        why = unreadable_because(path, exc, keras.__version__)
        raise ModelBroken(f"{path} is not a network that Keras {keras.__version__} can load: {why}.") from exc
    return _checked(network, path)


def _checked(network: keras.Model, path: Path) -> keras.Model:
    """The network with our input shape, if its shapes and its answers are those of a digit reader."""
    if is_paper(network):
        return network
    taken: Any = getattr(network, "input_shape", None)
    problem = wrong_shapes(taken, getattr(network, "output_shape", None))
    if problem is None:
        if taken != (None, *INPUT):
            network = keras.Sequential([keras.Input(INPUT), keras.layers.Reshape(taken[1:]), network])
        problem = wrong_answers(predict(network, np.random.default_rng(0).random((8, *INPUT), np.float32)))
    if problem is not None:
        raise ModelBroken(f"{path} is not a network that reads digits: {problem}.")
    return network


def is_paper(network: keras.Model) -> bool:
    """Whether a network is of the kind that finds and reads, by its shapes: :mod:`digitcam.training.architectures`."""
    given = getattr(network, "output_shape", None)
    return isinstance(given, list) and [shape[-1] for shape in given] == PAPER_OUTPUTS


def versions() -> dict[str, str]:
    """Those of Keras and TensorFlow."""
    return {"keras": keras.__version__, "tensorflow": tf.__version__}


def fetch_mnist() -> Arrays:
    """Download MNIST, as Keras has it. Its progress bar goes to standard error: standard output may be JSON."""
    with contextlib.redirect_stdout(sys.stderr):
        arrays: Arrays = keras.datasets.mnist.load_data()
    return arrays
