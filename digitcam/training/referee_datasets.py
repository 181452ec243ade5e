"""What the referee learns from: rendered closer looks, each distorted anew whenever it is seen."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.training.datasets import ink_from, learnt
from digitcam.training.render.ink import Ink
from digitcam.training.render.scenes import SIDE_PX, closer_look
from digitcam.training.render.targets import READ_CHANNELS, read_target
from digitcam.vision.standardise import standardise

Looks: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Pictures (N, 96, 96), standardised, and what to answer, (N, 12) as :func:`read_target` has it."""

FRESH: Final = 0.1
"""Share of a batch's number that is rendered for it; distorted, what has been seen before is new enough."""

INVERTED: Final = 0.1

TURN_DEG: Final = 8.0
SCALE: Final = 0.1
SHEAR: Final = 0.12
SHIFT_PX: Final = 3.0
"""Greatest rotation, logarithm of the change of size, slant and displacement, each way."""

BEND_PX: Final = 1.4
"""Greatest standard deviation of the bends,"""

BENDS: Final = 6
"""which are drawn at so many by so many points and smooth between."""

_FROM_MIDDLE: Final = np.arange(SIDE_PX, dtype=np.float32) - np.float32(SIDE_PX - 1) / 2


def batches(ink: Ink, size: int, store: int, rng: np.random.Generator) -> Iterator[Looks]:
    """Closer looks without end.

    Args:
        ink: What to write with.
        size: Pictures a batch.
        store: How many are kept to be seen again, 9 KB each.
        rng: Source of chance.
    """
    pictures = np.zeros((store, SIDE_PX, SIDE_PX), np.uint8)
    answers = np.zeros((store, READ_CHANNELS), np.float32)
    known = 0
    while True:
        for _ in range(max(1, round(FRESH * size)) if known else size):
            pictures[known % store], answers[known % store] = _look(ink, rng)
            known += 1
        chosen = rng.integers(0, min(known, store), size)
        yield np.stack([_seen(pictures[i], rng) for i in chosen]), answers[chosen]


def held_out_looks(images: Mnist, count: int) -> Looks:
    """Closer looks that no training has seen: of the training split's end, with the same seed each time.

    Args:
        images: The dataset; its test split is not looked at.
        count: How many.
    """
    split, rng = learnt(images), np.random.default_rng(5)
    ink = ink_from(images.x_train[split:], images.y_train[split:], seed=4, habits_each=30)
    looks = [_look(ink, rng) for _ in range(count)]
    return np.stack([standardise(picture) for picture, _ in looks]), np.stack([answer for _, answer in looks])


def _look(ink: Ink, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A picture about which there is something to say, and what."""
    while True:
        scene = closer_look(ink, rng)
        answer = read_target(scene)
        if answer[-1] > 0:
            return scene.grey, answer


def _seen(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
    distorted_picture = distorted(picture, rng)
    inverted = rng.random() < INVERTED
    return standardise(np.asarray(255 - distorted_picture if inverted else distorted_picture, np.uint8))


def distorted(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """As another hand would have written it, and held a little differently.

    Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis"
    (ICDAR 2003).

    Args:
        picture: (96, 96) uint8.
        rng: Source of chance.
    """
    turn, shear = np.deg2rad(rng.uniform(-TURN_DEG, TURN_DEG)), rng.uniform(-SHEAR, SHEAR)
    (wide, high), (right, down) = np.exp(rng.uniform(-SCALE, SCALE, 2)), rng.uniform(-SHIFT_PX, SHIFT_PX, 2)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    (a, b), (c, d) = (turned @ np.array([[wide, shear], [0, high]])).astype(np.float32)
    bends = rng.normal(0, rng.uniform(0, BEND_PX), (BENDS, BENDS, 2)).astype(np.float32)
    bent = cv2.resize(bends, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC)
    x, y = _FROM_MIDDLE[None], _FROM_MIDDLE[:, None]
    middle = np.float32((SIDE_PX - 1) / 2)
    from_x = bent[..., 0] + (a * x + b * y) + (middle + np.float32(right))
    from_y = bent[..., 1] + (c * x + d * y) + (middle + np.float32(down))
    moved = cv2.remap(picture, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
