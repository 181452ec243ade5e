"""Digits as other hands and pens would write them: training patches, varied at random; pure functions."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import PATCH_PX

Labelled: TypeAlias = tuple[NDArray[np.float32], NDArray[np.uint8]]
"""Patches (N, 28, 28) in [0, 1] and their digits (N,)."""

TURN_DEG: Final = 12.0
SHEAR: Final = 0.2
SCALE: Final = 0.12
SHIFT_PX: Final = 1.6
"""Greatest rotation, slant, change of size and displacement, each way. Live patches are centred and sized the way MNIST
is, so displacement only covers what the normaliser gets wrong; slant and width are the writer's own and vary more."""

PEN_SHARE: Final = 0.3
"""Share of patches whose stroke is made thicker or thinner: MNIST knows one pencil, cameras see markers too."""

_PEN: Final = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_CENTRE: Final = (PATCH_PX - 1) / 2


def scaled(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Grey values as the network takes them, in training and live.

    Args:
        images: (...) uint8, 0 paper to 255 ink.

    Returns:
        A copy of the same shape, float32 in [0, 1].
    """
    return np.multiply(images, np.float32(1 / 255), dtype=np.float32)


def augmented(images: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Each image slightly turned, slanted, resized and moved, some with another pen.

    Affine variation follows Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to
    Visual Document Analysis" (ICDAR 2003).

    Args:
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        rng: Source of chance; the same state gives the same result.

    Returns:
        (N, 28, 28) uint8, a copy.
    """
    out = np.empty_like(images)
    pens = rng.uniform(-1, 1, len(images)) * (rng.random(len(images)) < PEN_SHARE)
    for i, (image, matrix, pen) in enumerate(zip(images, affine_matrices(len(images), rng), pens, strict=True)):
        out[i] = cv2.warpAffine(with_pen(image, pen), matrix, (PATCH_PX, PATCH_PX))
    return out


def batches(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], size: int, epochs: int, rng: np.random.Generator
) -> Iterator[Labelled]:
    """Varied training images; each comes once an epoch, in a new order.

    Args:
        images: (N, 28, 28) uint8, N at least 1.
        labels: (N,) uint8.
        size: Images a batch; an epoch's last has what is left.
        epochs: After how many it ends.
        rng: Source of chance.

    Yields:
        Patches and labels.
    """
    for _ in range(epochs):
        order = rng.permutation(len(images))
        for chosen in np.split(order, range(size, len(order), size)):
            yield scaled(augmented(images[chosen], rng)), labels[chosen]


def affine_matrices(count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Random small affine maps about the middle of a patch.

    Args:
        count: How many, 0 or more.
        rng: Source of chance.

    Returns:
        (count, 2, 3) float32, from source to result pixels, as OpenCV takes them.
    """
    turn = np.deg2rad(rng.uniform(-TURN_DEG, TURN_DEG, count))
    slant = rng.uniform(-SHEAR, SHEAR, count)
    wide, high = 1 + rng.uniform(-SCALE, SCALE, (2, count))
    cos, sin = np.cos(turn), np.sin(turn)
    matrices = np.empty((count, 2, 3), np.float32)
    # Rotation times slant times size, then the displacement that keeps the centre, plus a little.
    matrices[:, 0, 0], matrices[:, 0, 1] = cos * wide, (cos * slant - sin) * high
    matrices[:, 1, 0], matrices[:, 1, 1] = sin * wide, (sin * slant + cos) * high
    shift = rng.uniform(-SHIFT_PX, SHIFT_PX, (count, 2))
    matrices[:, :, 2] = _CENTRE - matrices[:, :, :2].sum(axis=2) * _CENTRE + shift
    return matrices


def with_pen(image: NDArray[np.uint8], pen: float) -> NDArray[np.uint8]:
    """The same stroke, thicker or thinner.

    Args:
        image: (h, w) uint8, 0 paper to 255 ink.
        pen: -1 (a pixel thinner on each side) through 0 (unchanged) to 1 (a pixel thicker).

    Returns:
        (h, w) uint8; the very image when ``pen`` is 0.
    """
    if pen == 0:
        return image
    other = cv2.dilate(image, _PEN) if pen > 0 else cv2.erode(image, _PEN)
    # Blending gives every thickness between; a full erosion would wipe out MNIST's thinnest strokes, hence half.
    amount = pen if pen > 0 else -pen / 2
    return np.asarray(cv2.addWeighted(other, amount, image, 1 - amount, 0), np.uint8)
