"""Training data of the separator network: gaps between the digits of rendered scenes."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.networks.stages import OnDone, ignore
from digitcam.recognition.constants import LEADING_GAP, LEADING_SEPARATORS
from digitcam.recognition.contract import CROP_PX, GAP_CLASSES, GAP_PX, SEPARATORS
from digitcam.recognition.layout import reading_order
from digitcam.recognition.separators import Gap, crop_gap, find_gaps
from digitcam.recognition.slashes import LOOKS_LIKE, SLASH, find_stroke
from digitcam.training.datasets import RENDERED_HELD_OUT, Batch, make_ink, split
from digitcam.training.render.ink import Ink
from digitcam.training.render.scenes import Scene, number_scene
from digitcam.vision.standardise import standardise

FRESH_SHARE: Final = 0.15
"""Gaps that are rendered for a batch, as a share of its size."""

INVERTED_SHARE: Final = 0.1
"""Share of the gaps that are shown light on dark."""

BOX_ERROR: Final = 0.035
"""Standard deviation of the error of a box's edges, as a share of the digit's height: a detector is not exact."""

MIN_HEIGHT_PX: Final = 18.0
"""Minimum height of the digits beside a gap, pixels. Beside smaller ones a point is hardly a pixel."""

BAND: Final = 0.35
"""A separator's centre may lie this share of the digits' height above or below them."""

OVERHANG: Final = 0.3
"""It may lie this share of the digits' height inside the boxes beside it: points stand below the bar of a 7."""

_TARGET_CHANNELS: Final = GAP_CLASSES + 1
"""One value per class, then the weight."""


class _Example(NamedTuple):
    """A gap (48, 48) uint8 and its target (7,) float32."""

    crop: NDArray[np.uint8]
    target: NDArray[np.float32]


def gap_batches(ink: Ink, size: int, replay_size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield batches without end; some gaps of each are new, the others were in earlier batches.

    Args:
        ink: What to write with.
        size: Gaps per batch.
        replay_size: Number of rendered gaps that are kept, 2 KB each.
        rng: Source of randomness.
    """
    crops = np.zeros((replay_size, GAP_PX, GAP_PX), np.uint8)
    targets = np.zeros((replay_size, _TARGET_CHANNELS), np.float32)
    examples = _examples(ink, rng)
    count = 0
    while True:
        for _ in range(round(FRESH_SHARE * size) if count else size):
            crops[count % replay_size], targets[count % replay_size] = next(examples)
            count += 1
        chosen = rng.integers(0, min(count, replay_size), size)
        yield Batch(np.stack([standardise(_augmented(crops[i], rng)) for i in chosen]), (targets[chosen],))


def held_out_gaps(images: Mnist, count: int, on_done: OnDone = ignore) -> Batch:
    """Render gaps that no training has seen; the same ones each time.

    Args:
        images: The dataset.
        count: Number of gaps, N.
        on_done: Takes the finished share after each gap.

    Returns:
        Standardised gaps (N, 48, 48), and targets (N, 7).
    """
    ink = make_ink(split(images, RENDERED_HELD_OUT).held_out, seed=4, variants_each=30, held_out=True)
    examples = _examples(ink, np.random.default_rng(6))
    chosen = []
    for number in range(1, count + 1):
        chosen.append(next(examples))
        on_done(number / count)
    pictures = np.stack([standardise(example.crop) for example in chosen])
    return Batch(pictures, (np.stack([example.target for example in chosen]),))


def _augmented(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    return np.asarray(255 - crop, np.uint8) if rng.random() < INVERTED_SHARE else crop


def _examples(ink: Ink, rng: np.random.Generator) -> Iterator[_Example]:
    while True:
        scene = number_scene(ink, rng)
        for gap, sign in labelled_gaps(scene, rng):
            target = np.zeros(_TARGET_CHANNELS, np.float32)
            target[SEPARATORS.index(sign) if sign else len(SEPARATORS)] = target[-1] = 1
            yield _Example(crop_gap(scene.grey, gap), target)


def labelled_gaps(scene: Scene, rng: np.random.Generator) -> list[tuple[Gap, str]]:
    """Return the gaps of a scene with the separator that stands in each, "" for none.

    The boxes of the digits get a detector's error. Gaps beside small digits and near the picture's edge are left out.
    """
    boxes = _with_error(scene.boxes, rng)
    lines = reading_order(np.rint(boxes).astype(np.int32))
    gaps = (gap for line in lines for gap in find_gaps(boxes[list(line)]))
    found = [(gap, _separator_in(scene, gap)) for gap in gaps] + _labelled_strokes(scene, boxes, rng)
    return [(gap, sign) for gap, sign in found if gap.height >= MIN_HEIGHT_PX and _is_inside(gap)]


def _labelled_strokes(scene: Scene, boxes: NDArray[np.float32], rng: np.random.Generator) -> list[tuple[Gap, str]]:
    """Return the places of slashes and of the digits that look like them, between two others."""
    slashes = [mark.box for mark in scene.separators if SEPARATORS[mark.kind] == SLASH]
    marks = np.concatenate([boxes, _with_error(np.array(slashes, np.float32).reshape(-1, 4), rng)])
    is_stroke = np.concatenate([scene.labels == LOOKS_LIKE, np.ones(len(slashes), np.bool_)])
    places = [
        (find_stroke(marks[list(three)]), three[1] >= len(boxes))
        for line in reading_order(np.rint(marks).astype(np.int32))
        for three in zip(line, line[1:], line[2:], strict=False)
        if is_stroke[three[1]]
    ]
    return [(gap, SLASH if is_slash else "") for gap, is_slash in places if gap is not None]


def _with_error(boxes: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Move the edges of boxes (N, 4) at random, as inexactly as a detector finds them."""
    heights = boxes[:, 3:] - boxes[:, 1:2]
    return boxes + rng.normal(0, BOX_ERROR, boxes.shape).astype(np.float32) * heights


def _is_inside(gap: Gap) -> bool:
    """Return whether a gap lies far enough inside the picture for a separator in it to be visible."""
    reach = gap.height / 2
    return reach <= gap.x <= CROP_PX - reach and reach <= gap.y <= CROP_PX - reach


def _separator_in(scene: Scene, gap: Gap) -> str:
    """Return the separator whose centre is nearest to a gap's, "" if there is none in it."""
    reach = LEADING_GAP * gap.height if gap.leads else gap.width / 2 + OVERHANG * gap.height
    centres = ((mark.kind, mark.centre) for mark in scene.separators)
    inside = [
        (abs(x - gap.x), SEPARATORS[kind])
        for kind, (x, y) in centres
        if abs(x - gap.x) <= reach and abs(y - gap.y) <= (0.5 + BAND) * gap.height
    ]
    sign = min(inside)[1] if inside else ""
    return sign if not gap.leads or sign in LEADING_SEPARATORS else ""
