"""What the scoring is fitted on: candidates in rendered pictures and photographs, each known to be a digit or none.

The pictures are rendered like those of `scenes` and `sheets`, in light of more kinds and with digits of MNIST's
training split that no training has seen. Words are of the fonts to learn from, and photographs those to learn from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.photo_crops import crop
from digitcam.evaluate.rooms import Picture
from digitcam.evaluate.scenes import MIN_INK, light, photograph, render
from digitcam.evaluate.sheets import SHEETS, render_style
from digitcam.evaluate.styles import Style
from digitcam.recognition.classification import classify
from digitcam.recognition.constants import SEARCH_SIDES_PX
from digitcam.recognition.contract import CropModel, PaperModel
from digitcam.recognition.detection import detect
from digitcam.recognition.scoring import features_of, score
from digitcam.vision.geometry import longer_sides, overlap

SEED: Final = 1618
"""First number of every picture's seed; no other rendered picture has it."""

SAME_IOU: Final = 0.5
"""A candidate that overlaps a digit by at least this is the digit,"""

OTHER_IOU: Final = 0.3
"""one that overlaps each digit by less is none, and one between is left out."""

NARROWEST: Final = 0.5
"""Boxes count as at least this wide, in heights, and as high: those of two thin 1s hardly overlap."""

MIN_DIFFERENCE: Final = 0.3
"""Pixels that a digit changes by at least this share of its contrast are its own."""

PAGE_SIZES: Final = ((640, 480), (900, 1200), (1080, 1440), (2160, 2880))
"""Sizes of the pages of words, pixels."""

WHOLE_ONE_IN: Final = 5
"""One photograph in so many is read whole, the others in crops."""

Found: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.float32]]
"""A grey picture (H, W), and the boxes (N, 4) xyxy of its digits, pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Candidates of one kind of picture.

    Attributes:
        features: (N, F) float64, in the order of `scoring.FEATURES`.
        is_digit: (N,) bool.
        pictures: (N,) int64, the number of the picture that each is from.
    """

    features: NDArray[np.float64]
    is_digit: NDArray[np.bool_]
    pictures: NDArray[np.int64]

    def take(self, chosen: NDArray[np.bool_]) -> "Examples":
        """Return the chosen ones."""
        return Examples(self.features[chosen], self.is_digit[chosen], self.pictures[chosen])


def examples(pictures: Iterable[Found], network: PaperModel, verifier: CropModel | None) -> Examples:
    """Find the candidates of pictures as the reader does.

    Args:
        pictures: The pictures with their digits' boxes.
        network: The paper network.
        verifier: The second network.
    """
    features, labels, numbers = [], [], []
    for number, (grey, boxes) in enumerate(pictures):
        candidates = detect(grey, network, SEARCH_SIDES_PX["whole"])
        scored = score(classify(grey, candidates, network), verifier)
        if not len(scored):
            continue
        iou = overlap(_widened(scored.classified.boxes), _widened(boxes)).iou.max(axis=1, initial=0)
        known = (iou >= SAME_IOU) | (iou < OTHER_IOU)
        features.append(features_of(scored)[known])
        labels.append(iou[known] >= SAME_IOU)
        numbers.append(np.full(np.count_nonzero(known), number))
    return Examples(np.concatenate(features), np.concatenate(labels), np.concatenate(numbers).astype(np.int64))


def _widened(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return boxes (N, 4) about the same centres whose sides are not too different."""
    centre, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
    half = np.maximum(sides, NARROWEST * longer_sides(boxes)[:, None]) / 2
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32)


def scenes(images: Mnist, count: int) -> Iterator[Found]:
    """Render scenes of one digit with random light, ink and camera.

    Args:
        images: Digits; its test split is used.
        count: Number of scenes.
    """
    for number in range(count):
        rng = np.random.default_rng([SEED, 0, number])
        style, chosen = _random_style(rng), images.x_test[rng.integers(len(images.x_test), size=1)]
        seed = [SEED, 1, number]
        yield render(style, chosen, seed), _digit_box(style, chosen, seed)


def _random_style(rng: np.random.Generator) -> Style:
    """Return a style with one value in place of each range, from wide ranges."""

    def between(low: float, high: float) -> tuple[float, float]:
        return (float(rng.uniform(low, high)),) * 2

    def evenly(low: float, high: float) -> tuple[float, float]:
        return (float(np.exp(rng.uniform(np.log(low), np.log(high)))),) * 2

    dark = bool(rng.random() < 0.2)
    return Style(
        height=evenly(0.12, 0.75),
        turn_deg=15,
        tilt=float(rng.uniform(0, 0.08)),
        paper=between(25, 90) if dark else between(105, 240),
        contrast=between(50, 170),
        light=between(0, 0.45),
        shadow=between(0.1, 0.4) if rng.random() < 0.3 else (0.0, 0.0),
        ruled=0.4,
        rule_contrast=between(0.1, 0.6),
        blur_px=evenly(0.4, 3.0),
        noise=evenly(0.5, 8.0),
        quality=between(45, 95),
        dark=dark,
        held=between(0.3, 0.9) if rng.random() < 0.4 else None,
    )


def _digit_box(style: Style, digit: NDArray[np.uint8], seed: list[int]) -> NDArray[np.float32]:
    """Return the box (1, 4) of what a scene's digit changes in it; (0, 4) if it cannot be seen."""
    plain = replace(style, rule_contrast=(0.0, 0.0))
    shown, hidden = (
        render(each, digit, seed).astype(np.int16) for each in (plain, replace(plain, contrast=(0.0, 0.0)))
    )
    changed = np.abs(shown - hidden) > MIN_DIFFERENCE * style.contrast[0]
    x, y, width, height = cv2.boundingRect(changed.astype(np.uint8))
    return np.array([[x, y, x + width, y + height]], np.float32)[: int(changed.any())]


def sheets(images: Mnist, count: int) -> Iterator[Found]:
    """Render sheets of all kinds in turn, with light, ink and camera more varied than `evaluate` has them.

    Args:
        images: Digits; its test split is used.
        count: Number of sheets.
    """
    styles = list(SHEETS.values())
    for number in range(count):
        style = styles[number % len(styles)]
        look = replace(
            style.look, paper=(120, 235), contrast=(50, 150), blur_px=(0.5, 2.0), noise=(0.5, 6.0), quality=(50, 95)
        )
        sheet = render_style(replace(style, look=look), [SEED, 2, number], images)
        yield sheet.picture, sheet.boxes


def pages_of_words(words: Sequence[NDArray[np.uint8]], count: int) -> Iterator[Found]:
    """Write pages of words without digits.

    Args:
        words: Each (h, w) uint8, 1 on lines one pixel wide, else 0.
        count: Number of pages.
    """
    style = Style(blur_px=(0.5, 2.0), noise=(0.5, 6.0), quality=(50, 95), light=(0.0, 0.4))
    for number in range(count):
        rng = np.random.default_rng([SEED, 3, number])
        size = PAGE_SIZES[number % len(PAGE_SIZES)]
        paper, contrast = rng.uniform(120, 235), rng.uniform(50, 150)
        ink = _write_words(words, size, rng)
        lit = np.asarray((paper - min(contrast, paper - MIN_INK) * ink) * light(style, rng, size), np.float32)
        yield photograph(lit, style, rng), np.zeros((0, 4), np.float32)


def _write_words(words: Sequence[NDArray[np.uint8]], size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """Write lines of random words until a page is full; return it, (h, w) float32, 0 for paper to 1 for ink."""
    width, height = size
    scale, pen = float(np.exp(rng.uniform(-0.7, 0.9))) * width / 900, int(rng.integers(1, 5))
    page = np.zeros((height, width), np.float32)
    y = rng.uniform(0, 60)
    while y < height:
        x = rng.uniform(0, 60)
        while x < width:
            broad = cv2.dilate(words[int(rng.integers(len(words)))], np.ones((pen, pen), np.uint8)).astype(np.float32)
            word = cv2.resize(broad, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            part = page[int(y) : int(y) + word.shape[0], int(x) : int(x) + word.shape[1]]
            np.maximum(part, word[: part.shape[0], : part.shape[1]], out=part)
            x += word.shape[1] + rng.uniform(0, 30) * scale
        y += rng.uniform(40, 90) * scale
    return page


def without_digits(photographs: Sequence[NDArray[np.uint8]], count: int) -> Iterator[Found]:
    """Show photographs without digits: crops as a live box shows them, and now and then a whole one."""
    for number in range(count):
        whole = number % WHOLE_ONE_IN == 0
        grey = photographs[(number // WHOLE_ONE_IN) % len(photographs)] if whole else crop(photographs, number)
        yield grey, np.zeros((0, 4), np.float32)
