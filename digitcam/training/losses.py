"""Losses and accuracy of the networks that are trained on rendered pictures."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from keras import ops
from numpy.typing import NDArray

from digitcam.recognition.contract import LABEL_SMOOTHING, LOG_SIZE, OBJECTNESS, OFFSET
from digitcam.training.datasets import Batch
from digitcam.training.render.targets import BOX, BOX_WEIGHT, PEAK, PEAK_WEIGHT

FOCAL_ALPHA: Final = 2.0
"""Exponent of the focal loss. Raising it lowers the weight of cells that are already right."""

FOCAL_BETA: Final = 4.0
"""Exponent of the focal loss. Raising it lowers the weight of cells near a digit's centre."""

BOX_SHARE: Final = 0.2
"""Weight of the boxes' error in the detection loss. "Objects as Points" has 0.1 for sizes and 1 for offsets."""

SCENE_WEIGHT: Final = 0.5
"""Weight of the scene output's loss; that of the other outputs is 1."""

_BOX: Final = slice(OFFSET.start, LOG_SIZE.stop)


def detection_loss(target: Any, output: Any) -> Any:
    """Compute the focal loss of the objectness plus the absolute error of the boxes.

    Zhou, Wang and Krähenbühl, "Objects as Points" (2019), equation 1.

    Args:
        target: (N, h, w, 7), as the detection target describes.
        output: (N, h, w, 5), the detection output.
    """
    peak, weight, box, box_weight = (target[..., part] for part in (PEAK, PEAK_WEIGHT, BOX, BOX_WEIGHT))
    p = ops.clip(output[..., OBJECTNESS], 1e-4, 1 - 1e-4)
    centre = ops.cast(peak >= 1.0, "float32")
    positive = centre * ops.power(1 - p, FOCAL_ALPHA) * ops.log(p)
    negative = (1 - centre) * ops.power(1 - peak, FOCAL_BETA) * ops.power(p, FOCAL_ALPHA) * ops.log(1 - p) * weight
    error = ops.sum(ops.abs(box - output[..., _BOX]), axis=-1) * box_weight
    focal = -ops.sum(positive + negative) / (ops.sum(centre) + 1.0)
    return focal + BOX_SHARE * ops.sum(error) / (ops.sum(box_weight) + 1.0)


def classification_loss(target: Any, output: Any) -> Any:
    """Compute the cross-entropy with smoothed labels (Szegedy et al., CVPR 2016) of unambiguous pictures.

    Args:
        target: (N, C + 1): the label, one-hot, and the picture's weight.
        output: (N, C) or (N, 1, 1, C) probabilities.
    """
    classes = output.shape[-1]
    label, weight = target[:, :classes], target[:, classes]
    smoothed = label * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / classes
    logarithm = ops.log(ops.reshape(output, (-1, classes)) + 1e-7)
    return ops.sum(-ops.sum(smoothed * logarithm, axis=-1) * weight) / (ops.sum(weight) + 1.0)


def accuracy(target: Any, output: Any) -> Any:
    """Compute the share of the pictures that are classified correctly, ambiguous pictures left out.

    Args:
        target: (N, C + 1), as in `classification_loss`.
        output: (N, C) or (N, 1, 1, C) probabilities.
    """
    classes = output.shape[-1]
    label, weight = target[:, :classes], target[:, classes]
    output = ops.reshape(output, (-1, classes))
    right = ops.cast(ops.argmax(output, axis=-1) == ops.argmax(label, axis=-1), "float32")
    return ops.sum(right * weight) / (ops.sum(weight) + 1e-6)


class WeightedLoss(NamedTuple):
    """The loss of one output, and its weight in the sum."""

    function: Callable[[Any, Any], Any]
    weight: float


def output_losses(outputs: int) -> list[WeightedLoss]:
    """Return the losses of a network: the paper network's for three outputs, for one output that of classes."""
    digit = WeightedLoss(classification_loss, 1.0)
    if outputs == 1:
        return [digit]
    return [WeightedLoss(detection_loss, 1.0), digit, WeightedLoss(classification_loss, SCENE_WEIGHT)]


def total_loss(outputs: tuple[NDArray[np.float32], ...], batch: Batch) -> float:
    """Compute the loss that training minimises.

    Args:
        outputs: Outputs of a network for the batch's pictures.
        batch: The pictures and their targets.
    """
    pairs = zip(output_losses(len(outputs)), batch.targets, outputs, strict=True)
    return float(
        sum(loss.weight * loss.function(ops.convert_to_tensor(target), output) for loss, target, output in pairs)
    )
