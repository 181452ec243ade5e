"""Training data of the networks for 28×28 patches: MNIST's images, augmented."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import PATCH_PX
from digitcam.training.datasets import Batch, Labelled

ROTATION_DEG: Final = 12.0
"""Largest rotation either way, degrees."""

SHEAR: Final = 0.2
"""Largest shear either way. Shear and width are the writer's own, so they vary most."""

SCALE: Final = 0.12
"""Largest change of width and of height either way, as a share."""

SHIFT_PX: Final = 1.6
"""Largest shift either way, pixels. Patches are centred and sized as MNIST's images are, so shifts stand only for the
normaliser's errors."""

STROKE_SHARE: Final = 0.3
"""Share of the patches whose strokes are made thicker or thinner. All of MNIST was written with one kind of pencil."""

_CROSS: Final = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_CENTRE: Final = (PATCH_PX - 1) / 2


def scale(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale grey values to the network's range.

    Args:
        images: (...) uint8, 0 paper to 255 ink.

    Returns:
        A copy of the same shape, float32 in [0, 1].
    """
    return np.multiply(images, np.float32(1 / 255), dtype=np.float32)


def patch_batch(digits: Labelled) -> Batch:
    """Return MNIST's images as a batch of patches, with their labels (N,) as the target."""
    return Batch(scale(digits.images), (digits.labels,))


def patch_batches(digits: Labelled, size: int, epochs: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield augmented patches; each image comes once per epoch, in a new order.

    Args:
        digits: At least one image.
        size: Patches per batch; the last one of an epoch has what remains.
        epochs: Number of epochs.
        rng: Source of randomness.
    """
    for _ in range(epochs):
        order = rng.permutation(len(digits.images))
        for chosen in np.split(order, range(size, len(order), size)):
            yield patch_batch(Labelled(augment(digits.images[chosen], rng), digits.labels[chosen]))


def augment(images: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Rotate, shear, resize and shift each image a little, and change the stroke width of some.

    Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis"
    (ICDAR 2003).

    Args:
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        rng: Source of randomness.

    Returns:
        (N, 28, 28) uint8, a copy.
    """
    out = np.empty_like(images)
    widths = rng.uniform(-1, 1, len(images)) * (rng.random(len(images)) < STROKE_SHARE)
    for i, (image, matrix, width) in enumerate(zip(images, affine_matrices(len(images), rng), widths, strict=True)):
        out[i] = cv2.warpAffine(change_stroke(image, width), matrix, (PATCH_PX, PATCH_PX))
    return out


def affine_matrices(count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw random affine maps about the centre of a patch.

    Args:
        count: Number of maps, 0 or more.
        rng: Source of randomness.

    Returns:
        (count, 2, 3) float32, from source to result pixels, as OpenCV takes them.
    """
    angle = np.deg2rad(rng.uniform(-ROTATION_DEG, ROTATION_DEG, count))
    shear = rng.uniform(-SHEAR, SHEAR, count)
    width, height = 1 + rng.uniform(-SCALE, SCALE, (2, count))
    cos, sin = np.cos(angle), np.sin(angle)
    matrices = np.empty((count, 2, 3), np.float32)
    # Rotation times shear times scale, then the translation that keeps the centre, and the shift.
    matrices[:, 0, 0], matrices[:, 0, 1] = cos * width, (cos * shear - sin) * height
    matrices[:, 1, 0], matrices[:, 1, 1] = sin * width, (sin * shear + cos) * height
    shift = rng.uniform(-SHIFT_PX, SHIFT_PX, (count, 2))
    matrices[:, :, 2] = _CENTRE - matrices[:, :, :2].sum(axis=2) * _CENTRE + shift
    return matrices


def change_stroke(image: NDArray[np.uint8], width: float) -> NDArray[np.uint8]:
    """Make strokes thicker or thinner.

    Args:
        image: (h, w) uint8, 0 paper to 255 ink.
        width: -1 (thinnest) through 0 (unchanged) to 1 (a pixel thicker on each side).

    Returns:
        (h, w) uint8; the image itself if ``width`` is 0.
    """
    if width == 0:
        return image
    changed = cv2.dilate(image, _CROSS) if width > 0 else cv2.erode(image, _CROSS)
    # Blending gives widths in between. Erosion is blended by half at most: in full it deletes MNIST's thinnest strokes.
    amount = width if width > 0 else -width / 2
    return np.asarray(cv2.addWeighted(changed, amount, image, 1 - amount, 0), np.uint8)
