"""Training data of the paper network: rendered scenes."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.networks.stages import OnDone, ignore
from digitcam.recognition.contract import CROP_PX
from digitcam.training.datasets import RENDERED_HELD_OUT, Batch, make_ink, split
from digitcam.training.render.ink import Ink
from digitcam.training.render.scenes import scene
from digitcam.training.render.targets import detection_target, digit_target, scene_target
from digitcam.vision.standardise import standardise

FRESH_SHARE: Final = 0.4
"""Share of a batch that is rendered for it; the rest is replayed. Rendering a picture takes a third of the time of
learning from it, and a replayed picture teaches nearly as much."""

_TARGETS: Final = (detection_target, digit_target, scene_target)


def render_scenes(ink: Ink, count: int, rng: np.random.Generator, on_done: OnDone = ignore) -> Batch:
    """Render pictures with their targets.

    Args:
        ink: What to write with.
        count: Number of pictures, N.
        rng: Source of randomness.
        on_done: Takes the finished share after each picture.

    Returns:
        Standardised pictures (N, 96, 96), and targets (N, 24, 24, 7), (N, 12) and (N, 13).
    """
    scenes = []
    for number in range(1, count + 1):
        scenes.append(scene(ink, rng))
        on_done(number / count)
    pictures = np.stack([standardise(s.grey) for s in scenes])
    return Batch(pictures, tuple(np.stack([target(s) for s in scenes]) for target in _TARGETS))


def scene_batches(ink: Ink, size: int, replay_size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield batches without end: some pictures of each are new, the others were in earlier batches.

    Args:
        ink: What to write with.
        size: Pictures per batch.
        replay_size: Number of pictures that are kept, about 26 KB each.
        rng: Source of randomness.
    """
    replay = _Replay(replay_size, render_scenes(ink, 1, rng))
    fresh = max(1, round(FRESH_SHARE * size))
    while True:
        new = render_scenes(ink, fresh if replay.count else size, rng)
        yield replay.completed(new, size, rng)
        replay.add(new)


def held_out_scenes(images: Mnist, count: int, on_done: OnDone = ignore) -> Batch:
    """Render pictures that no training has seen; the same ones each time.

    Args:
        images: The dataset.
        count: Number of pictures.
        on_done: Takes the finished share after each picture.
    """
    ink = make_ink(split(images, RENDERED_HELD_OUT).held_out, seed=2, variants_each=30, held_out=True)
    return render_scenes(ink, count, np.random.default_rng(3), on_done)


class _Replay:
    """The latest pictures and their targets, at half precision.

    Attributes:
        count: Number of pictures that were ever added.
    """

    def __init__(self, size: int, example: Batch) -> None:
        self.count = 0
        self._size = size
        self._pictures = np.zeros((size, CROP_PX, CROP_PX), np.float16)
        self._targets = [np.zeros((size, *target.shape[1:]), np.float16) for target in example.targets]

    def completed(self, new: Batch, size: int, rng: np.random.Generator) -> Batch:
        """Return new pictures, followed by random kept ones up to a batch's size."""
        chosen = rng.integers(0, max(1, min(self.count, self._size)), size - len(new.pictures))
        targets = zip(new.targets, self._targets, strict=True)
        return Batch(
            _joined(new.pictures, self._pictures[chosen]),
            tuple(_joined(target, kept[chosen]) for target, kept in targets),
        )

    def add(self, new: Batch) -> None:
        """Keep pictures in place of the oldest ones."""
        places = np.arange(self.count, self.count + len(new.pictures)) % self._size
        self._pictures[places] = new.pictures
        for kept, target in zip(self._targets, new.targets, strict=True):
            kept[places] = target
        self.count += len(new.pictures)


def _joined(new: NDArray[np.generic], kept: NDArray[np.float16]) -> NDArray[np.float32]:
    return np.concatenate([new, kept], dtype=np.float32)
