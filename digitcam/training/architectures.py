"""The paper network, which finds and reads digits in the grey picture itself, and its referee: built and fitted."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from digitcam.training.patch_network import numpy_2
from digitcam.training.recipes import PaperRecipe
from digitcam.training.render.scenes import SIDE_PX

FOCUS: Final = 2.0
REACH: Final = 4.0
"""Exponents of the focal loss: alpha and beta in "Objects as Points"."""

BOX_SHARE: Final = 0.2
"""Weight of the boxes' error beside the peaks'; theirs is 0.1 for sizes and 1 for places."""

SMOOTHING: Final = 0.02
"""Of the labels: a picture that only looks like its truth shall not pull without end."""

CLASSES: Final = 11
"""Ten digits and none."""

GLANCE_CLASSES: Final = 12
"""One digit alone, of ten; none; several."""

GLANCE_SHARE: Final = 0.5
"""Weight of the glance's error beside the others'."""

LAID_OUT: Final = 128
"""Values of the hidden layer that sees what is where in a window."""

_CHUNK: Final = 250


def build() -> keras.Model:
    """Make the untrained network.

    Fully convolutional, for any (H, W) of multiples of 16 from 96 on. A trunk of strides 2 to 16. From its maps of
    strides 4, 8 and 16 joined (Lin et al., "Feature Pyramid Networks", CVPR 2017): where digits are. From the last:
    which digit stands in the middle of each window of 96 pixels, every 16 pixels, and what the whole window shows; both
    by what is anywhere in it, and by what is where.

    Returns:
        From (N, H, W) standardised grey to ``find`` (N, H/4, W/4, 5): the probability of a digit's middle, the way to
        it in cells (x, y), the logarithms of width and height over 32 pixels; ``read`` (N, H/16 - 5, W/16 - 5, 11): the
        probabilities of ten digits and of none; and ``glance`` (N, H/16 - 5, W/16 - 5, 12): of one digit alone and
        which, of none, and of several.
    """
    picture = keras.Input((None, None), name="picture")
    x = _convolution(ops.expand_dims(picture, -1), 16, size=5, stride=2)
    x = _convolution(x, 24, pool=True)
    fine = _convolution(_convolution(x, 48), 48)
    middle = _convolution(_convolution(fine, 96, pool=True), 96)
    coarse = _deeper(_convolution(_convolution(middle, 128, pool=True), 128))
    laid_out = _laid_out(coarse)
    answers = [_find(fine, middle, coarse), _read(coarse, laid_out), _glance(coarse, laid_out)]
    return keras.Model(picture, answers, name="paper")


def build_referee() -> keras.Model:
    """Make the untrained referee, which says of a closer look what stands in its middle, and nothing else.

    It sees the look three times coarser, about as fine as MNIST's images are, and goes deeper there: another way to
    look, so that the two do not always err on the same digit (Ciresan et al., "Multi-column deep neural networks for
    image classification", CVPR 2012). Pairs of convolutions: Simonyan and Zisserman, "Very deep convolutional networks
    for large-scale image recognition" (ICLR 2015).

    Returns:
        From (N, 96, 96) standardised grey to ``read`` (N, 11): the probabilities of ten digits and of none.
    """
    picture = keras.Input((SIDE_PX, SIDE_PX), name="picture")
    x = layers.AveragePooling2D(3)(ops.expand_dims(picture, -1))
    for filters in (28, 56, 112):
        x = _convolution(_convolution(x, filters), filters, pool=True)
    x = layers.Conv2D(160, 4, use_bias=False)(x)
    x = layers.Dropout(0.4)(layers.ReLU()(layers.BatchNormalization(momentum=0.95)(x)))
    return keras.Model(
        picture, layers.Dense(CLASSES, activation="softmax", name="read")(layers.Flatten()(x)), name="referee"
    )


def _convolution(x: Any, filters: int, size: int = 3, stride: int = 1, pool: bool = False) -> Any:
    x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)
    if pool:
        x = layers.MaxPooling2D()(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.95)(x))


def _deeper(x: Any) -> Any:
    """Two convolutions beside a way past them (He et al., "Deep Residual Learning", CVPR 2016).

    Without effect at first: Goyal et al., "Accurate, Large Minibatch SGD" (2017), section 5.1.
    """
    filters = x.shape[-1]
    beside = layers.Conv2D(filters, 3, padding="same", use_bias=False)(_convolution(x, filters))
    beside = layers.BatchNormalization(momentum=0.95, gamma_initializer="zeros")(beside)
    return layers.ReLU()(layers.Add()([x, beside]))


def _find(fine: Any, middle: Any, coarse: Any) -> Any:
    x = layers.UpSampling2D()(layers.Conv2D(32, 1)(coarse))
    x = layers.UpSampling2D()(layers.Add()([x, layers.Conv2D(32, 1)(middle)]))
    x = layers.ReLU()(layers.Add()([x, layers.Conv2D(32, 1)(fine)]))
    x = _convolution(x, 32)
    # Few at first, as digits are: Lin et al., "Focal Loss for Dense Object Detection" (ICCV 2017), section 4.1.
    few = keras.initializers.Constant(-3.0)
    peak = layers.Conv2D(1, 1, activation="sigmoid", bias_initializer=few)(x)
    box = layers.Conv2D(4, 1)(x)
    return layers.Concatenate(name="find")([peak, box])


def _laid_out(coarse: Any) -> Any:
    """What is where in each window: a hidden layer that has other weights for each of its 6×6 places."""
    x = layers.Conv2D(LAID_OUT, 6, use_bias=False)(_convolution(coarse, 32))
    return layers.Dropout(0.4)(layers.ReLU()(layers.BatchNormalization(momentum=0.95)(x)))


def _read(coarse: Any, laid_out: Any) -> Any:
    anywhere = layers.MaxPooling2D(4, strides=1)(layers.Cropping2D(1)(coarse))
    placed = layers.DepthwiseConv2D(6, use_bias=False)(coarse)
    placed = layers.ReLU()(layers.BatchNormalization(momentum=0.95)(placed))
    x = layers.Dropout(0.2)(layers.Concatenate()([anywhere, placed]))
    return _together(x, laid_out, CLASSES, "read")


def _glance(coarse: Any, laid_out: Any) -> Any:
    # How many there are is a matter of averages, whether one is there of maxima, and what is cut off of places.
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.95)(layers.Conv2D(64, 1, use_bias=False)(coarse)))
    placed = layers.DepthwiseConv2D(6, use_bias=False)(coarse)
    placed = layers.ReLU()(layers.BatchNormalization(momentum=0.95)(placed))
    every = [layers.MaxPooling2D(6, strides=1)(coarse), layers.AveragePooling2D(6, strides=1)(x), placed]
    x = layers.Conv2D(96, 1, activation="relu")(layers.Dropout(0.2)(layers.Concatenate()(every)))
    return _together(x, laid_out, GLANCE_CLASSES, "glance")


def _together(x: Any, laid_out: Any, classes: int, name: str) -> Any:
    """Probabilities by both; the second has no say at first."""
    more = layers.Conv2D(classes, 1, kernel_initializer="zeros")(laid_out)
    return layers.Softmax(name=name)(layers.Add()([layers.Conv2D(classes, 1)(x), more]))


def find_loss(target: Any, answer: Any) -> Any:
    """Focal loss of the peaks (Zhou et al., "Objects as Points", 2019, equation 1) and absolute error of the boxes."""
    peak, weight = target[..., 0], target[..., 1]
    p = ops.clip(answer[..., 0], 1e-4, 1 - 1e-4)
    top = ops.cast(peak >= 1.0, "float32")
    hit = top * ops.power(1 - p, FOCUS) * ops.log(p)
    miss = (1 - top) * ops.power(1 - peak, REACH) * ops.power(p, FOCUS) * ops.log(1 - p) * weight
    box = ops.sum(ops.abs(target[..., 2:6] - answer[..., 1:5]), axis=-1) * target[..., 6]
    peaks = -ops.sum(hit + miss) / (ops.sum(top) + 1.0)
    return peaks + BOX_SHARE * ops.sum(box) / (ops.sum(target[..., 6]) + 1.0)


def read_loss(target: Any, answer: Any) -> Any:
    """Cross-entropy of smoothed labels (Szegedy et al., CVPR 2016), where there is something to say."""
    classes = answer.shape[-1]
    answer = ops.reshape(answer, (-1, classes))
    wanted = target[:, :classes] * (1 - SMOOTHING) + SMOOTHING / classes
    each = -ops.sum(wanted * ops.log(answer + 1e-7), axis=-1) * target[:, classes]
    return ops.sum(each) / (ops.sum(target[:, classes]) + 1.0)


def read_right(target: Any, answer: Any) -> Any:
    """Share of the digits, or nones, read right where there is something to say."""
    answer = ops.reshape(answer, (-1, CLASSES))
    right = ops.cast(ops.argmax(answer, axis=-1) == ops.argmax(target[:, :CLASSES], axis=-1), "float32")
    return ops.sum(right * target[:, CLASSES]) / (ops.sum(target[:, CLASSES]) + 1e-6)


def keep_finding(net: keras.Model) -> None:
    """Leave only what reads to be learnt: how digits are found, and all that is seen on the way, stays as it is."""
    finding = keras.Model(net.input, net.outputs[0])
    for layer in finding.layers:
        layer.trainable = False


def compile_for(net: keras.Model, recipe: PaperRecipe) -> None:
    """Make the network ready to fit: AdamW, warmed up, its rate then falling along a cosine."""
    warm_up = max(1, min(recipe.steps // 10, 400))
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.rate / 20, max(1, recipe.steps - warm_up), 5e-3, warmup_target=recipe.rate, warmup_steps=warm_up
    )
    optimiser = keras.optimizers.AdamW(rate, weight_decay=1e-2, clipnorm=5.0)
    if len(net.outputs) == 1:
        net.compile(optimiser, loss=read_loss, metrics=[read_right], jit_compile=False)
        return
    net.compile(
        optimiser,
        loss=[find_loss, read_loss, read_loss],
        loss_weights=[1.0, 1.0, GLANCE_SHARE],
        metrics=[[], [read_right], []],
        jit_compile=False,
    )


@numpy_2()
def fit(
    net: keras.Model,
    batches: Iterator[Any],
    recipe: PaperRecipe,
    epochs: int,
    on_batch: Callable[[int, int, float, float], None],
    on_epoch: Callable[[int, float, float, float], None],
    validation: Any,
    backup: Path | None = None,
) -> None:
    """Train the network, or the referee.

    Args:
        net: Changed.
        batches: :data:`Batch` or, for the referee, :data:`Looks`, without end; taken in a thread of Keras's, a little
            ahead.
        recipe: How.
        epochs: Of ``recipe.report_every`` steps each.
        on_batch: Called with epoch and batch, both from 1, the loss and the share read right so far. What it raises,
            ends the training.
        on_epoch: Called with epoch, from 1, its loss, the share read right, and that of the validation pictures.
        validation: Held-out pictures, likewise.
        backup: A folder to keep the state in after each epoch, and to go on from; None for neither.
    """
    compile_for(net, recipe)
    right = "read_right" if len(net.outputs) == 1 else "read_read_right"
    epoch = 0

    def begin(index: int, logs: object = None) -> None:
        nonlocal epoch
        epoch = index + 1

    callbacks: list[keras.callbacks.Callback] = [
        keras.callbacks.LambdaCallback(
            on_epoch_begin=begin,
            on_train_batch_end=lambda index, logs: on_batch(epoch, index + 1, logs["loss"], logs[right]),
            on_epoch_end=lambda _, logs: on_epoch(epoch, logs["loss"], logs[right], logs[f"val_{right}"]),
        )
    ]
    if backup is not None:
        callbacks.append(keras.callbacks.BackupAndRestore(str(backup)))
    plan = {"epochs": epochs, "steps_per_epoch": recipe.report_every, "shuffle": False, "verbose": 0}
    net.fit(batches, validation_data=validation, validation_batch_size=_CHUNK, callbacks=callbacks, **plan)


def load_weights(net: keras.Model, path: Path) -> None:
    """Take the weights of a ``.weights.h5`` file."""
    net.load_weights(path)


@numpy_2()
def save_weights(net: keras.Model, path: Path) -> None:
    """Write the weights to a ``.weights.h5`` file; OSError if that fails."""
    net.save_weights(path)


def parameters(net: keras.Model) -> int:
    """How many numbers the network consists of."""
    return int(net.count_params())


@numpy_2()
def predict(net: keras.Model, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Map standardised pictures (N, H, W) to all that :func:`build` or :func:`build_referee` says."""
    given = net.predict(pictures, batch_size=_CHUNK, verbose=0)
    return tuple(np.asarray(part, np.float32) for part in (given if isinstance(given, list) else [given]))


@numpy_2()
def loss(net: keras.Model, pictures: NDArray[np.float32], answers: tuple[NDArray[np.float32], ...]) -> float:
    """The training's loss on such pictures, lower is better."""
    return loss_of(predict(net, pictures), answers)


@numpy_2()
def loss_of(given: tuple[NDArray[np.float32], ...], answers: tuple[NDArray[np.float32], ...]) -> float:
    """The training's loss of what a network gave: ``find``, ``read`` and ``glance``."""
    find, read, glance = given
    wanted = [ops.convert_to_tensor(answer) for answer in answers]
    return float(find_loss(wanted[0], find) + read_loss(wanted[1], read) + GLANCE_SHARE * read_loss(wanted[2], glance))


@numpy_2()
def referee_loss(given: NDArray[np.float32], answers: NDArray[np.float32]) -> float:
    """The training's loss of what a referee gave."""
    return float(read_loss(ops.convert_to_tensor(answers), ops.convert_to_tensor(given)))
