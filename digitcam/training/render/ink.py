"""What can be written: MNIST's digits as skeletons and as images, glyph variants, and negatives."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.pen import Shape, any_fade, line_shape, scanned_shape
from digitcam.training.render.skeletons import Skeletons, indices_by_label

_VARIANT_SHARE: Final = np.array([0.18, 0.55, 0.12, 0.08, 0.37, 0.15, 0.16, 0.50, 0.06, 0.35])
"""Share of glyph variants for each digit: more where MNIST's writers had fewer."""

_IMAGE_SHARE: Final = 0.4
"""Share of digits that keep their own pen's ink: thinning drops some digits, and changes all of them slightly."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What can be written.

    Attributes:
        skeletons: MNIST's digits as lines.
        images: (N, 28, 28) uint8, MNIST's digits.
        labels: (N,) uint8, their labels.
        variants: Digits in shapes that MNIST lacks.
        negatives: Marks that are no digits.
        letters: (N, 84, 84) uint8, 0 or 1, all Latin letters, also those that look like a digit when alone.
        signs: (N, 84, 84) uint8, 0 or 1, signs between numbers; some look like a 1 when alone.
    """

    skeletons: Skeletons
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    variants: Skeletons
    negatives: Skeletons
    letters: NDArray[np.uint8]
    signs: NDArray[np.uint8]
    _index: dict[str, list[NDArray[np.int64]]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._index["skeletons"] = list(indices_by_label(self.skeletons))
        self._index["variants"] = list(indices_by_label(self.variants))
        self._index["images"] = [np.flatnonzero(self.labels == digit) for digit in range(10)]

    def digit(self, label: int, rng: np.random.Generator) -> Shape:
        """Return a random shape of a digit."""
        chance = rng.random()
        if chance < _IMAGE_SHARE:
            return scanned_shape(self.images[rng.choice(self._index["images"][label])], any_fade(rng))
        if rng.random() < _VARIANT_SHARE[label]:
            return line_shape(self.variants.lines[rng.choice(self._index["variants"][label])], rng)
        return line_shape(self.skeletons.lines[rng.choice(self._index["skeletons"][label])], rng)

    def negative(self, rng: np.random.Generator) -> Shape:
        """Return a random shape that is no digit."""
        return line_shape(self.negatives.lines[rng.integers(len(self.negatives.lines))], rng)

    def sign(self, rng: np.random.Generator) -> Shape:
        """Return a random sign of a sum."""
        return line_shape(self.signs[rng.integers(len(self.signs))], rng)

    def letter(self, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Return a random letter, (84, 84) uint8."""
        letter: NDArray[np.uint8] = self.letters[rng.integers(len(self.letters))]
        return letter
