"""Ink: the shapes that can be written, chosen at random."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.pen import Shape, line_shape, random_fade, scanned_shape
from digitcam.training.render.skeletons import Skeletons, indices_by_digit

_VARIANT_SHARE: Final = np.array([0.18, 0.55, 0.12, 0.08, 0.37, 0.15, 0.16, 0.50, 0.06, 0.35])
"""Share of glyph variants among the drawings of each digit from lines. It is larger where MNIST has fewer forms."""

_FONT_SHARE: Final = 0.25
"""Share of digits that are written from the lines of handwriting fonts."""

_IMAGE_SHARE: Final = 0.4
"""Share of the other digits that are written as MNIST's images, with their own pen's ink, and not from lines. Thinning
loses some digits and slightly changes all others."""

_WORD_BEND_PX: Final = 1.5
"""Largest standard deviation by which words are bent. Their letters are about a third of a digit's height."""


@dataclass(frozen=True)
class Ink:
    """The shapes that can be written.

    Attributes:
        skeletons: MNIST's digits as lines.
        fonts: Digits of handwriting fonts as lines.
        images: (N, 28, 28) uint8, MNIST's digits, light ink on dark.
        labels: (N,) uint8, labels of the images.
        variants: Forms of digits that MNIST lacks, as lines.
        negatives: Marks that are not digits, as lines.
        letters: (N, 84, 84) uint8, 0 or 1, all Latin letters. Some look like digits, so that they are written in words
            only.
        words: Words of handwriting fonts, (84, w) uint8 each, 0 or 1; the baseline is halfway.
        signs: (N, 84, 84) uint8, 0 or 1, mathematical signs. Some look like a 1, so that they are written in rows only.
        marks: For each sign and letter that stands beside digits (N, 84, 84) uint8, 0 or 1.
        photographs: Grey pictures without digits, each (h, w) uint8, that some rooms are cropped from. Only training
            from scratch has any.
    """

    skeletons: Skeletons
    fonts: Skeletons
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    variants: Skeletons
    negatives: Skeletons
    letters: NDArray[np.uint8]
    words: tuple[NDArray[np.uint8], ...]
    signs: NDArray[np.uint8]
    marks: Mapping[str, NDArray[np.uint8]]
    photographs: tuple[NDArray[np.uint8], ...] = ()

    @cached_property
    def _skeleton_indices(self) -> list[NDArray[np.int64]]:
        return indices_by_digit(self.skeletons.labels)

    @cached_property
    def _font_indices(self) -> list[NDArray[np.int64]]:
        return indices_by_digit(self.fonts.labels)

    @cached_property
    def _variant_indices(self) -> list[NDArray[np.int64]]:
        return indices_by_digit(self.variants.labels)

    @cached_property
    def _image_indices(self) -> list[NDArray[np.int64]]:
        return indices_by_digit(self.labels)

    def digit(self, label: int, rng: np.random.Generator) -> Shape:
        """Return a random shape of a digit."""
        if rng.random() < _FONT_SHARE:
            return line_shape(self.fonts.lines[rng.choice(self._font_indices[label])], rng)
        if rng.random() < _IMAGE_SHARE:
            return scanned_shape(self.images[rng.choice(self._image_indices[label])], random_fade(rng))
        if rng.random() < _VARIANT_SHARE[label]:
            return line_shape(self.variants.lines[rng.choice(self._variant_indices[label])], rng)
        return line_shape(self.skeletons.lines[rng.choice(self._skeleton_indices[label])], rng)

    def negative(self, rng: np.random.Generator) -> Shape:
        """Return a random shape that is not a digit."""
        return line_shape(self.negatives.lines[rng.integers(len(self.negatives.lines))], rng)

    def sign(self, rng: np.random.Generator) -> Shape:
        """Return a random mathematical sign."""
        return line_shape(self.signs[rng.integers(len(self.signs))], rng)

    def letter(self, rng: np.random.Generator) -> Shape:
        """Return a random letter."""
        return line_shape(self.letters[rng.integers(len(self.letters))], rng)

    def word(self, rng: np.random.Generator) -> Shape:
        """Return a random word of a handwriting font; its field is 84 pixels high, with the baseline halfway."""
        return line_shape(self.words[rng.integers(len(self.words))], rng, _WORD_BEND_PX)

    def mark(self, sign: str, rng: np.random.Generator) -> Shape:
        """Return a random shape of a sign or a letter of `marks`."""
        return line_shape(self.marks[sign][rng.integers(len(self.marks[sign]))], rng)
