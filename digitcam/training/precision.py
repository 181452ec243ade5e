"""Let networks compute in the precision that LiteRT has for all operations."""

from collections.abc import Iterator
from typing import Final

import keras

FLOAT32: Final = "float32"
"""The precision, as Keras names it."""


def in_float32(net: keras.Model) -> keras.Model:
    """Return the network; if it computes in another precision, as after mixed-precision training, a copy of it."""
    if all(layer.compute_dtype == FLOAT32 for layer in _layers(net)):
        return net
    copy = keras.models.clone_model(net, clone_function=_layer_in_float32, recursive=True)
    copy.set_weights(net.get_weights())
    return copy


def _layers(net: keras.Model) -> Iterator[keras.layers.Layer]:
    """Yield the layers of a network and of the networks in it; a network does not tell its layers' precision."""
    for layer in net.layers:
        if isinstance(layer, keras.Model):
            yield from _layers(layer)
        else:
            yield layer


def _layer_in_float32(layer: keras.layers.Layer) -> keras.layers.Layer:
    config = layer.get_config()
    if str(layer.compute_dtype).removeprefix("b").startswith("float"):
        config["dtype"] = FLOAT32
    return type(layer).from_config(config)
