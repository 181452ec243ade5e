"""What the paper network learns from: scenes rendered on the way, and MNIST's own images as pictures."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.training.render.habits import habits
from digitcam.training.render.ink import Ink
from digitcam.training.render.marks import enlarged, thinned
from digitcam.training.render.scenes import SIDE_PX, scene
from digitcam.training.render.strangers import letters, signs, strangers
from digitcam.training.render.targets import find_target, glance_target, read_target
from digitcam.vision.standardise import standardise

Batch: TypeAlias = tuple[NDArray[np.float32], tuple[NDArray[np.float32], ...]]
"""Pictures (N, 96, 96), standardised, and what to answer: (N, 24, 24, 7), (N, 12) and (N, 13)."""

_TARGETS: Final = (find_target, read_target, glance_target)

FRESH: Final = 0.4
"""Share of a batch that was rendered for it; the rest has been seen before. Learning from a picture costs three times
what rendering it does, and a second look at another moment teaches nearly as much."""

_MARGIN_PX: Final = (SIDE_PX - 84) // 2


def ink_from(images: NDArray[np.uint8], labels: NDArray[np.uint8], seed: int, habits_each: int = 300) -> Ink:
    """Prepare what scenes are written with.

    Args:
        images: (N, 28, 28) uint8, all ten digits among them; thinning takes 0.4 ms each.
        labels: (N,) uint8.
        seed: Of the habits and scribbles.
        habits_each: How many drawings of each digit's other ways.
    """
    rng = np.random.default_rng(seed)
    marks, _ = thinned(images, labels)
    free, others = habits(habits_each, rng), strangers(4 * habits_each, rng)
    return Ink(marks, images, labels, free, others, letters(), signs(max(1, habits_each // 6), rng))


def rendered(ink: Ink, count: int, rng: np.random.Generator) -> Batch:
    """So many new pictures with their answers."""
    scenes = [scene(ink, rng) for _ in range(count)]
    pictures = np.stack([standardise(s.grey) for s in scenes])
    return pictures, tuple(np.stack([target(s) for s in scenes]) for target in _TARGETS)


def batches(ink: Ink, size: int, store: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Pictures without end: in each batch some new ones, and some of those seen before.

    Args:
        ink: What to write with.
        size: Pictures a batch.
        store: How many pictures are kept to be seen again, about 26 KB each.
        rng: Source of chance.
    """
    fresh = max(1, round(FRESH * size))
    pictures = np.zeros((store, SIDE_PX, SIDE_PX), np.float16)
    answers = [np.zeros((store, *part.shape[1:]), np.float16) for part in rendered(ink, 1, rng)[1]]
    known = 0
    while True:
        new, wanted = rendered(ink, fresh if known else size, rng)
        again = rng.integers(0, max(1, min(known, store)), size - len(new))
        yield (
            _with(new, pictures[again]),
            tuple(_with(part, kept[again]) for part, kept in zip(wanted, answers, strict=True)),
        )
        place = np.arange(known, known + len(new)) % store
        pictures[place] = new
        for kept, part in zip(answers, wanted, strict=True):
            kept[place] = part
        known += len(new)


def _with(new: NDArray[np.float32], old: NDArray[np.float16]) -> NDArray[np.float32]:
    return np.concatenate([new, old.astype(np.float32)])


def held_out(images: Mnist, count: int) -> Batch:
    """Pictures that no training has seen: of the training split's end, with the same seed each time.

    Args:
        images: The dataset; its test split is not looked at.
        count: How many.
    """
    split = learnt(images)
    ink = ink_from(images.x_train[split:], images.y_train[split:], seed=2, habits_each=30)
    return rendered(ink, count, np.random.default_rng(3))


def learnt(images: Mnist) -> int:
    """How many of the training split's images, from its beginning, are learnt from: all but a twentieth."""
    return len(images.x_train) - max(1, len(images.x_train) // 20)


def as_windows(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """MNIST's images as closer looks.

    Args:
        images: (N, 28, 28) uint8, white ink on black.

    Returns:
        (N, 96, 96) float32, standardised: enlarged three times, as large as a closer look makes a digit.
    """
    windows = [standardise(np.pad(enlarged(image), _MARGIN_PX)) for image in images]
    return np.stack(windows) if windows else np.zeros((0, SIDE_PX, SIDE_PX), np.float32)
