"""Convert Keras networks for LiteRT, smaller and faster where that costs no accuracy."""

import tempfile
from typing import Final, NamedTuple

import keras
import tensorflow as tf

from digitcam.networks.batches import run_in_batches
from digitcam.networks.interpreter import InterpreterPool
from digitcam.recognition.contract import DETECTION, DIGIT, SCENE, SEPARATOR
from digitcam.training.architectures import is_paper
from digitcam.training.datasets import Batch
from digitcam.training.fit import predict
from digitcam.training.losses import total_loss

MAX_ROUNDING: Final = 0.01
"""Largest rise of the loss on held-out pictures, as a share, at which weights of 8 bits are used. It was 0.001 for the
shipped network; two trainings of the same network differ by far more."""

_BATCH_SIZES: Final = (8,)
"""Held-out pictures at a time."""


class Export(NamedTuple):
    """A network for LiteRT.

    Attributes:
        content: Content of a ``.tflite`` file.
        rounding: Rise of the loss caused by weights of 8 bits, as a share; None if the weights were not rounded.
    """

    content: bytes
    rounding: float | None = None


def export(net: keras.Model, *, round_weights: bool = False) -> bytes:
    """Convert a network; its outputs get the names that `recognition.contract` states.

    Args:
        net: A paper network, a verifier, a separator network or a network for patches.
        round_weights: Whether to round the weights to 8 bits. LiteRT then rounds the input of each layer too, by the
            range that it has in each picture, and takes a third of the time on processors with 8-bit multiplication.

    Returns:
        Content of a ``.tflite`` file.
    """
    named = keras.Model(net.inputs[0], dict(zip(_output_names(net), net.outputs, strict=True)))
    # Keras's export(format="litert") does the same, but its files differ by some bytes. With these steps, converting
    # the shipped weights gives the shipped paper network again, byte for byte.
    with tempfile.TemporaryDirectory() as folder:
        named.export(folder, format="tf_saved_model", verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.optimizations = [tf.lite.Optimize.DEFAULT] if round_weights else []
        content: bytes = converter.convert()
    return content


def export_rounded(net: keras.Model, held_out: Batch) -> Export:
    """Convert a network with its weights rounded to 8 bits, or not rounded if that costs accuracy.

    Args:
        net: A paper network, a verifier or a separator network.
        held_out: Pictures on which the loss before and after is compared.
    """
    content = export(net, round_weights=True)
    outputs = run_in_batches(InterpreterPool(content), held_out.pictures, _BATCH_SIZES)
    after = total_loss(tuple(outputs[name] for name in _output_names(net)), held_out)
    rounding = round(after / total_loss(predict(net, held_out.pictures), held_out) - 1, 4)
    return Export(content, rounding) if rounding <= MAX_ROUNDING else Export(export(net))


def _output_names(net: keras.Model) -> tuple[str, ...]:
    if is_paper(net):
        return DETECTION, DIGIT, SCENE
    return (SEPARATOR,) if net.output_names == [SEPARATOR] else (DIGIT,)
