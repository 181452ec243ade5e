"""The networks, untrained. The weights' files depend on the order and the types of the layers that have weights."""

from typing import Any, Final

import keras
from keras import layers, ops

from digitcam.networks.metadata import PatchArchitecture
from digitcam.recognition.contract import (
    CROP_PX,
    DETECTION,
    DETECTION_CHANNELS,
    DIGIT,
    DIGIT_CLASSES,
    DIGITS,
    GAP_CLASSES,
    GAP_PX,
    PATCH_PX,
    PICTURE,
    SCENE,
    SCENE_CLASSES,
    SEPARATOR,
    SIDE_MULTIPLE_PX,
)

PLACED_UNITS: Final = 128
"""Units of the hidden layer that has separate weights for each place in a crop. Raising it makes the network larger and
slower."""

INITIAL_OBJECTNESS_LOGIT: Final = -3.0
"""Initial bias of the objectness: most cells hold no digit. Lin et al., "Focal Loss for Dense Object Detection" (ICCV
2017), section 4.1."""

DROPOUT: Final = 0.2
"""Share of the features before the output that are left out at random."""

PLACED_DROPOUT: Final = 0.4
"""Share of the units of the last hidden layer that are left out at random."""

_MOMENTUM: Final = 0.95
"""Momentum of batch normalisation's moving averages."""

_CNN_MOMENTUM: Final = 0.9
"""Likewise of the cnn."""

_WINDOW_CELLS: Final = CROP_PX // SIDE_MULTIPLE_PX


def build_paper() -> keras.Model:
    """Build the paper network, as `recognition.contract` describes it.

    A fully convolutional trunk of strides 2 to 16. The detection output joins its maps of strides 4, 8 and 16 (Lin et
    al., "Feature Pyramid Networks", CVPR 2017). The digit and the scene output see windows of its last map, both by
    which features occur in the window and by where they occur.
    """
    picture = keras.Input((None, None), name=PICTURE)
    x = _convolution(ops.expand_dims(picture, -1), 16, size=5, stride=2)
    x = _convolution(x, 24, pool=True)
    fine = _convolution(_convolution(x, 48), 48)
    middle = _convolution(_convolution(fine, 96, pool=True), 96)
    coarse = _residual(_convolution(_convolution(middle, 128, pool=True), 128))
    placed = _placed_features(coarse)
    outputs = [_detection(fine, middle, coarse), _digit(coarse, placed), _scene(coarse, placed)]
    return keras.Model(picture, outputs, name="paper")


def build_verifier() -> keras.Model:
    """Build the verifier, as `recognition.contract` describes it.

    It reduces the crop by three, to about MNIST's resolution, and is deeper there. Since it differs from the paper
    network, it errs on other digits (Ciresan et al., "Multi-column deep neural networks for image classification", CVPR
    2012). Pairs of convolutions: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image
    recognition" (ICLR 2015).
    """
    picture = keras.Input((CROP_PX, CROP_PX), name=PICTURE)
    x = layers.AveragePooling2D(3)(ops.expand_dims(picture, -1))
    for filters in (28, 56, 112):
        x = _convolution(_convolution(x, filters), filters, pool=True)
    x = layers.Conv2D(160, 4, use_bias=False)(x)
    x = layers.Dropout(PLACED_DROPOUT)(_normalised(x))
    digit = layers.Dense(DIGIT_CLASSES, activation="softmax", name=DIGIT)(layers.Flatten()(x))
    return keras.Model(picture, digit, name="verifier")


def build_separators() -> keras.Model:
    """Build the separator network, as `recognition.contract` describes it.

    It pools only after two convolutions: a point is three or four pixels wide.
    """
    picture = keras.Input((GAP_PX, GAP_PX), name=PICTURE)
    x = _convolution(_convolution(ops.expand_dims(picture, -1), 12), 16, pool=True)
    for filters in (32, 48, 64):
        x = _convolution(x, filters, pool=True)
    x = layers.Dropout(PLACED_DROPOUT)(layers.Flatten()(x))
    x = _normalised(layers.Dense(64, use_bias=False)(x))
    separator = layers.Dense(GAP_CLASSES, activation="softmax", name=SEPARATOR)(x)
    return keras.Model(picture, separator, name="separators")


def build_patch_network(architecture: PatchArchitecture, seed: int) -> keras.Model:
    """Build a network from patches (N, 28, 28) to probabilities (N, 10).

    Args:
        architecture: ``dense`` is the classic one with a hidden layer of 512 units, ``cnn`` a small convolutional one.
        seed: Seed of the initial weights, and of TensorFlow.
    """
    keras.utils.set_random_seed(seed)
    picture = keras.Input((PATCH_PX, PATCH_PX), name=PICTURE)
    x = _dense_features(picture) if architecture == "dense" else _cnn_features(picture)
    return keras.Model(picture, layers.Dense(DIGITS, activation="softmax", name=DIGIT)(x), name=architecture)


def is_paper(net: keras.Model) -> bool:
    """Return whether a network is a paper network, by the shapes of its outputs."""
    shapes = getattr(net, "output_shape", None)
    channels = [DETECTION_CHANNELS, DIGIT_CLASSES, SCENE_CLASSES]
    return isinstance(shapes, list) and [shape[-1] for shape in shapes] == channels


def _convolution(
    x: Any, filters: int, size: int = 3, stride: int = 1, pool: bool = False, momentum: float = _MOMENTUM
) -> Any:
    x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)
    # Pooling before batch normalisation leaves it a quarter of the values: a step of the cnn takes 12.4 ms instead of
    # 17.0 on 2 cores.
    return _normalised(layers.MaxPooling2D()(x) if pool else x, momentum)


def _normalised(x: Any, momentum: float = _MOMENTUM) -> Any:
    return layers.ReLU()(layers.BatchNormalization(momentum=momentum)(x))


def _residual(x: Any) -> Any:
    """Two convolutions and a shortcut past them (He et al., "Deep Residual Learning", CVPR 2016).

    They start as the identity: Goyal et al., "Accurate, Large Minibatch SGD" (2017), section 5.1.
    """
    filters = x.shape[-1]
    residual = layers.Conv2D(filters, 3, padding="same", use_bias=False)(_convolution(x, filters))
    residual = layers.BatchNormalization(momentum=_MOMENTUM, gamma_initializer="zeros")(residual)
    return layers.ReLU()(layers.Add()([x, residual]))


def _detection(fine: Any, middle: Any, coarse: Any) -> Any:
    x = layers.UpSampling2D()(layers.Conv2D(32, 1)(coarse))
    x = layers.UpSampling2D()(layers.Add()([x, layers.Conv2D(32, 1)(middle)]))
    x = layers.ReLU()(layers.Add()([x, layers.Conv2D(32, 1)(fine)]))
    x = _convolution(x, 32)
    bias = keras.initializers.Constant(INITIAL_OBJECTNESS_LOGIT)
    objectness = layers.Conv2D(1, 1, activation="sigmoid", bias_initializer=bias)(x)
    box = layers.Conv2D(DETECTION_CHANNELS - 1, 1)(x)
    return layers.Concatenate(name=DETECTION)([objectness, box])


def _placed_features(coarse: Any) -> Any:
    """Return a hidden layer with separate weights for each of a window's 6×6 places."""
    x = layers.Conv2D(PLACED_UNITS, _WINDOW_CELLS, use_bias=False)(_convolution(coarse, 32))
    return layers.Dropout(PLACED_DROPOUT)(_normalised(x))


def _digit(coarse: Any, placed: Any) -> Any:
    anywhere = layers.MaxPooling2D(4, strides=1)(layers.Cropping2D(1)(coarse))
    by_place = _depthwise(coarse)
    x = layers.Dropout(DROPOUT)(layers.Concatenate()([anywhere, by_place]))
    return _softmax(x, placed, DIGIT_CLASSES, DIGIT)


def _scene(coarse: Any, placed: Any) -> Any:
    # Averages tell how many digits there are, maxima whether there is one, places whether one is cut off.
    x = _normalised(layers.Conv2D(64, 1, use_bias=False)(coarse))
    by_place = _depthwise(coarse)
    maxima = layers.MaxPooling2D(_WINDOW_CELLS, strides=1)(coarse)
    averages = layers.AveragePooling2D(_WINDOW_CELLS, strides=1)(x)
    x = layers.Concatenate()([maxima, averages, by_place])
    x = layers.Conv2D(96, 1, activation="relu")(layers.Dropout(DROPOUT)(x))
    return _softmax(x, placed, SCENE_CLASSES, SCENE)


def _depthwise(coarse: Any) -> Any:
    return _normalised(layers.DepthwiseConv2D(_WINDOW_CELLS, use_bias=False)(coarse))


def _softmax(x: Any, placed: Any, classes: int, name: str) -> Any:
    """Probabilities by both kinds of features; those by place have no influence at first."""
    by_place = layers.Conv2D(classes, 1, kernel_initializer="zeros")(placed)
    return layers.Softmax(name=name)(layers.Add()([layers.Conv2D(classes, 1)(x), by_place]))


def _dense_features(picture: Any) -> Any:
    return layers.Dense(512, activation="relu")(layers.Flatten()(picture))


def _cnn_features(picture: Any) -> Any:
    x = layers.Reshape((PATCH_PX, PATCH_PX, 1))(picture)
    x = _convolution(x, 16, size=5, stride=2, momentum=_CNN_MOMENTUM)
    x = _convolution(x, 32, pool=True, momentum=_CNN_MOMENTUM)
    x = _convolution(x, 64, pool=True, momentum=_CNN_MOMENTUM)
    x = _convolution(x, 128, momentum=_CNN_MOMENTUM)
    return layers.Dropout(DROPOUT)(layers.Flatten()(x))
