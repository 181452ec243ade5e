"""Find out which pixels a network from elsewhere expects, and adapt it to ours.

Tutorials train on pixels from 0 to 255 or normalised ones, on dark ink as well as on light, and with or without a
softmax. MNIST's digits are read in each of these ways; the network tells by its answers which of them it learnt.
"""

from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.recognition.contract import PATCH_PX, PICTURE
from digitcam.training.datasets import Labelled
from digitcam.training.fit import predict
from digitcam.training.patch_data import scale
from digitcam.training.trials import ENCODINGS, Encoding, Trial, choose, try_encoding

OutputKind: TypeAlias = Literal["probabilities", "scores", "logits"]

TRIAL_DIGITS: Final = 500
"""Number of digits that each encoding is tried on. The standard error of an accuracy is then at most 2.2 %, and trying
all encodings takes a second with a small network."""

MIN_ACCURACY: Final = 0.5
"""Lowest accuracy on the trial digits at which a network is taken over: far above what an untrained network reads by
chance, and far below a linear classifier. Raising it refuses networks that read digits of another style, such as
printed ones."""

_TINY: Final = 1e-30
"""Added to the sum of scores, which may be 0."""


class Adapted(NamedTuple):
    """A network that takes our patches and returns probabilities.

    Attributes:
        net: The network.
        note: What was adapted, as sentences; "" if nothing was.
    """

    net: keras.Model
    note: str = ""


def trial_digits(images: Mnist) -> Labelled:
    """Return the digits that encodings are tried on. They are test digits: the network may have learnt the others."""
    return Labelled(images.x_test, images.y_test).first(TRIAL_DIGITS)


def adapt(net: keras.Model, digits: Labelled, path: Path) -> Adapted:
    """Adapt a network to patches in [0, 1], light ink on dark, and to probabilities.

    Args:
        net: Maps (N, 28, 28) in some encoding to (N, 10).
        digits: What it is tried on.
        path: Its file, for the message.

    Raises:
        ModelBroken: If it does not read the digits in any encoding.
    """
    outputs = [predict(net, encoding.of(scale(digits.images)))[0] for encoding in ENCODINGS]
    kind = output_kind(outputs)
    trials = [
        try_encoding(encoding, _probabilities(raw, kind), digits.labels)
        for encoding, raw in zip(ENCODINGS, outputs, strict=True)
    ]
    chosen = choose(trials)
    if chosen.accuracy < MIN_ACCURACY:
        raise ModelBroken(_refusal(path, max(trials, key=lambda trial: trial.accuracy)))
    return Adapted(_wrapped(net, chosen.encoding, kind), _note(chosen.encoding, kind))


def _refusal(path: Path, best: Trial) -> str:
    return (
        f"{path} is not a network that reads digits: at best, with {best.encoding.words}, it reads {best.accuracy:.0%} "
        f"of MNIST's test digits, and a digit reader reads at least {MIN_ACCURACY:.0%}. Expected is a network from "
        "28×28 pixels in [0, 1], light ink on dark, to the probabilities of the digits 0 to 9 in this order."
    )


def output_kind(outputs: list[NDArray[np.float32]]) -> OutputKind:
    """Tell what a network returns, by all that it returned.

    Args:
        outputs: Arrays (N, 10).

    Returns:
        ``probabilities`` that sum to 1; ``scores`` from 0 to 1 of each digit by itself, as sigmoids give them; else
        ``logits``.
    """
    values = np.concatenate(outputs)
    if np.all(values >= 0) and np.allclose(values.sum(axis=1), 1, atol=1e-3):
        return "probabilities"
    return "scores" if np.all((values >= 0) & (values <= 1)) else "logits"


def _probabilities(outputs: NDArray[np.float32], kind: OutputKind) -> NDArray[np.float32]:
    return np.asarray(_as_probabilities(ops.convert_to_tensor(outputs), kind), np.float32)


def _as_probabilities(outputs: keras.KerasTensor, kind: OutputKind) -> keras.KerasTensor:
    match kind:
        case "probabilities":
            return outputs
        case "scores":
            return outputs / (ops.sum(outputs, axis=-1, keepdims=True) + _TINY)
        case "logits":
            return ops.softmax(outputs)


def _wrapped(net: keras.Model, encoding: Encoding, kind: OutputKind) -> keras.Model:
    if encoding == ENCODINGS[0] and kind == "probabilities":
        return net
    picture = keras.Input((PATCH_PX, PATCH_PX), name=PICTURE)
    encoded = keras.layers.Rescaling(encoding.scale, encoding.offset)(picture)
    return keras.Model(picture, _as_probabilities(net(encoded), kind))


def _note(encoding: Encoding, kind: OutputKind) -> str:
    notes = {
        "probabilities": "",
        "scores": "Its outputs were not probabilities; they are divided by their sum.",
        "logits": "Its outputs were logits; a softmax was added.",
    }
    encoded = "" if encoding == ENCODINGS[0] else f"It expects {encoding.words}, and was adapted to that."
    return f"{encoded} {notes[kind]}".strip()
