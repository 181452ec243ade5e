"""Training data of the verifier: rendered crops, distorted anew each time they are shown."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.networks.stages import OnDone, ignore
from digitcam.recognition.contract import CROP_PX
from digitcam.training.datasets import RENDERED_HELD_OUT, Batch, make_ink, split
from digitcam.training.render.ink import Ink
from digitcam.training.render.scenes import crop_scene
from digitcam.training.render.targets import DIGIT_TARGET_CHANNELS, digit_target
from digitcam.vision.standardise import standardise

FRESH_SHARE: Final = 0.1
"""Crops that are rendered for a batch, as a share of its size. Distortion makes the replayed ones different enough."""

INVERTED_SHARE: Final = 0.1
"""Share of the crops that are shown light on dark."""

ROTATION_DEG: Final = 8.0
"""Largest rotation either way, degrees."""

LOG_SCALE: Final = 0.1
"""Largest logarithm of the change of width and of height, either way."""

SHEAR: Final = 0.12
"""Largest shear either way."""

SHIFT_PX: Final = 3.0
"""Largest shift either way, pixels."""

BEND_PX: Final = 1.4
"""Largest standard deviation of the elastic distortion, pixels."""

BEND_GRID: Final = 6
"""The elastic distortion is drawn on a grid of this many by this many points, and interpolated."""

_FROM_CENTRE: Final = np.arange(CROP_PX, dtype=np.float32) - np.float32(CROP_PX - 1) / 2


def crop_batches(ink: Ink, size: int, replay_size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield batches without end.

    Args:
        ink: What to write with.
        size: Crops per batch.
        replay_size: Number of rendered crops that are kept, 9 KB each.
        rng: Source of randomness.
    """
    crops = np.zeros((replay_size, CROP_PX, CROP_PX), np.uint8)
    targets = np.zeros((replay_size, DIGIT_TARGET_CHANNELS), np.float32)
    count = 0
    while True:
        for _ in range(max(1, round(FRESH_SHARE * size)) if count else size):
            crops[count % replay_size], targets[count % replay_size] = _render_crop(ink, rng)
            count += 1
        chosen = rng.integers(0, min(count, replay_size), size)
        yield Batch(np.stack([_augmented(crops[i], rng) for i in chosen]), (targets[chosen],))


def held_out_crops(images: Mnist, count: int, on_done: OnDone = ignore) -> Batch:
    """Render crops that no training has seen; the same ones each time.

    Args:
        images: The dataset.
        count: Number of crops, N.
        on_done: Takes the finished share after each crop.

    Returns:
        Standardised crops (N, 96, 96), and targets (N, 12).
    """
    ink = make_ink(split(images, RENDERED_HELD_OUT).held_out, seed=4, variants_each=30, held_out=True)
    rng = np.random.default_rng(5)
    crops = []
    for number in range(1, count + 1):
        crops.append(_render_crop(ink, rng))
        on_done(number / count)
    return Batch(np.stack([standardise(crop) for crop, _ in crops]), (np.stack([target for _, target in crops]),))


def _render_crop(ink: Ink, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Render a crop (96, 96) with a target (12,) that is not ambiguous."""
    while True:
        scene = crop_scene(ink, rng)
        target = digit_target(scene)
        if target[-1] > 0:
            return scene.grey, target


def _augmented(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
    distorted = distort(crop, rng)
    inverted = rng.random() < INVERTED_SHARE
    return standardise(np.asarray(255 - distorted if inverted else distorted, np.uint8))


def distort(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Vary a crop as another hand and another view would: affine and elastic distortion.

    Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis"
    (ICDAR 2003).

    Args:
        crop: (96, 96) uint8.
        rng: Source of randomness.
    """
    angle, shear = np.deg2rad(rng.uniform(-ROTATION_DEG, ROTATION_DEG)), rng.uniform(-SHEAR, SHEAR)
    (width, height), shift = np.exp(rng.uniform(-LOG_SCALE, LOG_SCALE, 2)), rng.uniform(-SHIFT_PX, SHIFT_PX, 2)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    (a, b), (c, d) = (rotation @ np.array([[width, shear], [0, height]])).astype(np.float32)
    bends = rng.normal(0, rng.uniform(0, BEND_PX), (BEND_GRID, BEND_GRID, 2)).astype(np.float32)
    bent = cv2.resize(bends, (CROP_PX, CROP_PX), interpolation=cv2.INTER_CUBIC)
    x, y = _FROM_CENTRE[None], _FROM_CENTRE[:, None]
    centre_x, centre_y = np.float32((CROP_PX - 1) / 2) + shift.astype(np.float32)
    from_x = bent[..., 0] + (a * x + b * y) + centre_x
    from_y = bent[..., 1] + (c * x + d * y) + centre_y
    moved = cv2.remap(crop, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
